/** Call for who else has a case: by the rules of its day, and by what was passed on. Plain values that can be posted. */

export interface NamedOffice {
  readonly id: string;
  readonly name: string;
  readonly names: Readonly<Record<string, string>>;
}

export interface CopiesView {
  /** Other offices that should have got the report by the rules of its day: no proof that they did. */
  readonly should: readonly NamedOffice[];
  /** The answers leave open whether somebody else should have got it. */
  readonly open: boolean;
  /** Ids of the offices that got the case from ours, or that ours has it from. */
  readonly has: readonly string[];
}

export interface CopiesCalls {
  copies(thread: string): Promise<CopiesView>;
}
