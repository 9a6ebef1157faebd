/** Calls for an officer's day: what is due, what is known of a case besides its texts, and closing it. */
import type { Clock } from "../case/clocks";
import type { Answer } from "../case/fields";
import type { Relation } from "../case/links";
import type { Beyond } from "../case/needToKnow";
import type { Row } from "../view";

/** A case as the lists name it. */
export type Named = Pick<Row, "thread" | "received" | "categories" | "kind" | "urgent" | "status">;

export interface DueRow extends Named {
  readonly unread: boolean;
  /** What is due, the most pressing first. */
  readonly clocks: readonly Clock[];
  /** The day since which an answer of the reporter is awaited. */
  readonly awaited: string | null;
  readonly assigned: Colleague | null;
}

/** What the list of cases tells besides. */
export interface ListedRow extends DueRow {
  readonly lang: string;
  readonly country: string;
  /** Help was asked for. */
  readonly help: boolean;
  readonly files: number;
}

/** A part of the first screen: how many there are, and the first of them. */
export interface Part {
  readonly count: number;
  readonly rows: readonly DueRow[];
}

export type PartName = "overdue" | "due" | "fresh" | "soon" | "waiting";

export interface Today {
  readonly day: string;
  readonly parts: Readonly<Record<PartName, Part>>;
  readonly open: number;
}

export interface Colleague {
  readonly device: string;
  readonly title: string;
  /** This device's own member. */
  readonly own: boolean;
}

export interface SaidView {
  readonly value: Answer;
  readonly by: string;
  readonly own: boolean;
  readonly at: string;
}

export interface LinkView extends Named {
  readonly relation: Relation;
  /** In which of the two cases it stands; it is taken back there. */
  readonly said: string;
  readonly by: string;
  readonly at: string;
}

/** An entry in the register of who was told what. */
export interface ToldView {
  readonly ctx: string;
  readonly who: string;
  readonly role: string;
  readonly what: string;
  readonly identity: boolean;
  readonly day: string;
  readonly why: string;
  readonly by: string;
  readonly beyond: Beyond;
}

export interface Casework {
  readonly clocks: readonly Clock[];
  readonly awaited: string | null;
  /** Why it was closed; empty while it is open. */
  readonly reason: string;
  readonly triage: Readonly<Record<string, SaidView>>;
  readonly assigned: Colleague | null;
  readonly colleagues: readonly Colleague[];
  readonly links: readonly LinkView[];
  readonly told: readonly ToldView[];
}

export interface DayCalls {
  today(): Promise<Today>;
  /** What is due in these cases, who has each, and more to know them by. */
  rows(threads: readonly string[]): Promise<readonly ListedRow[]>;
  /** Null when there is no such case. */
  casework(thread: string): Promise<Casework | null>;
  /** Cases that a case may be linked to: by the beginning of a number, or those that look alike. */
  candidates(thread: string, number: string): Promise<readonly Named[]>;
  /** Close a case for a reason of the table; the reporter is told the group of reasons if wished. */
  closeCase(thread: string, reason: string, tell: boolean): Promise<void>;
}
