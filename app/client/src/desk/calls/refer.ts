/** Calls for passing a case on: who could get it, what would go, and doing it. Plain values that can be posted. */
import type { HandoverBody } from "../case/handover";
import type { Audience, Level } from "../refer/audience";
import type { Choice } from "../refer/pack";
import type { FileView } from "../view";

/** An office that a case can be passed to. */
export interface OfficeOption {
  readonly id: string;
  readonly name: string;
  readonly names: Readonly<Record<string, string>>;
  readonly role: string;
  readonly audience: Audience;
  /** It stands in for our own office. */
  readonly standsIn: boolean;
  /** Enough of its devices have a valid key now. */
  readonly receives: boolean;
}

/** What the officer decided; of `office` and `to` one is empty. */
export interface ReferChoice extends Choice {
  /** An office of the directory. */
  readonly office: string;
  /** Somebody outside of the directory, in the officer's words; `audience` is then who that is to the reporter. */
  readonly to: string;
  /** The reference that the receiver gave, if any. */
  readonly reference: string;
}

/** Something that was passed on, as the office wrote it down. */
export interface PassedView {
  readonly ctx: string;
  readonly at: string;
  readonly by: string;
  readonly purpose: string;
  /** Name of the office of the directory, with its other names; or what the officer typed. */
  readonly to: string;
  readonly names: Readonly<Record<string, string>>;
  readonly withheld: readonly string[];
  readonly identity: boolean;
  readonly reference: string;
  readonly text: string;
}

export interface ReferView {
  readonly offices: readonly OfficeOption[];
  /** Files of the case by the numbers of a choice. */
  readonly files: readonly FileView[];
  /** This device stepped back; the office that took over. */
  readonly recused: { readonly at: string; readonly to: string } | null;
  readonly passed: readonly PassedView[];
  /** Whether the reporter can be told where to write from now on. */
  readonly answerable: boolean;
  /** What was written down of a partner's case: item to value. */
  readonly partner: Readonly<Record<string, string>>;
  readonly authority: readonly AuthorityView[];
  /** Names of the entities that engage the partner concerned, when the directory knows it. */
  readonly contracting: readonly string[];
}

/** A step towards an authority of a State, written down and never done by the desk. */
export interface AuthorityView {
  readonly ctx: string;
  readonly at: string;
  readonly by: string;
  readonly what: string;
  readonly step: string;
  readonly day: string;
  readonly reference: string;
  readonly text: string;
}

export interface Preview {
  /** What is still needed before it may go. */
  readonly fault: "reason" | "checked" | "passages" | null;
  /** Whether the receiver may learn who the reporter is. */
  readonly named: boolean;
  readonly level: Level;
  readonly body: HandoverBody | null;
  /** Words to take out that stand nowhere in what would go, as they were typed. */
  readonly missed: readonly string[];
}

/** What another office passed on to us. */
export interface HandedView {
  readonly ctx: string;
  readonly day: string;
  readonly at: string;
  readonly purpose: string;
  /** Who vouches for it: the title of the member, and their office. */
  readonly title: string;
  readonly office: string;
  readonly names: Readonly<Record<string, string>>;
  readonly missing: readonly number[];
  readonly body: HandoverBody | null;
  /** Its files, by the numbers of the case. */
  readonly files: readonly FileView[];
  /** Whether the one who writes in this case now is the one whose report was handed over; null: nobody has written, or it is not known. */
  readonly samePerson: boolean | null;
}

/** An archive that was opened on this device. */
export type ArchiveView = Omit<HandedView, "ctx" | "day" | "missing" | "samePerson"> & { readonly thread: string };

export interface ReferCalls {
  referral(thread: string): Promise<ReferView>;
  previewReferral(thread: string, choice: ReferChoice): Promise<Preview>;
  /** Seal it for the office, tell the reporter if they are to write there, write it down. */
  refer(thread: string, choice: ReferChoice): Promise<unknown>;
  /** Step back: the office that stands in takes over, and this device forgets the case. */
  recuse(thread: string, office: string, note: string): Promise<unknown>;
  /** The same as one sealed file for the office, and write it down. */
  archive(thread: string, choice: ReferChoice): Promise<Uint8Array<ArrayBuffer>>;
  /** What may go, readable, for somebody outside of the directory, and write it down. */
  packOutside(thread: string, choice: ReferChoice): Promise<HandoverBody>;
  handed(thread: string): Promise<readonly HandedView[]>;
  /** Open an archive that is sealed to this office; it stays in memory until the next one, or `closeArchive`. */
  openArchive(file: Uint8Array): Promise<ArchiveView>;
  archiveFile(number: number): Promise<Uint8Array<ArrayBuffer>>;
  closeArchive(): Promise<void>;
}
