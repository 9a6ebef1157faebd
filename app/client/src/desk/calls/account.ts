/** Calls by which an office accounts for its cases: trail, record, statistics, case file, disposal. */
import type { AnnualCalls } from "./annual";
import type { CodingRecord } from "../case/coding";
import type { Disposal } from "../case/disposal";
import type { HandedText } from "../case/handover";
import type { Cell, Duration, Outside, Reconciliation, Unit } from "../case/statistics";
import type { TrailStanding } from "../case/trail";
import type { Audience } from "../refer/audience";

/** An envelope of the trail: what it is, by whom, when. */
export interface TrailEntry {
  readonly ctx: string;
  /** A moment of an event, a day of anything else. */
  readonly at: string;
  /** `report`, `assistance`, `message`, `handover`, or the name of an event. */
  readonly what: string;
  readonly status: string | null;
  /** Title of the member; null: the reporter, or another office. */
  readonly by: string | null;
  /** Nothing builds on it yet. */
  readonly open: boolean;
}

export interface TrailView {
  readonly standing: TrailStanding;
  readonly count: number;
  readonly missing: number;
  /** Six words that colleagues compare. */
  readonly words: readonly string[];
  readonly entries: readonly TrailEntry[];
}

export interface CodingView {
  readonly record: CodingRecord;
  readonly doubts: readonly string[];
  readonly daysOpen: number | null;
  /** More days than the benchmark of the signed policy. */
  readonly late: boolean;
  readonly entities: readonly { readonly id: string; readonly name: string }[];
  readonly received: string | null;
}

/** A proposal as the screen shows it; of members their titles. */
export interface DisposalView extends Omit<Disposal, "step"> {
  /**
   * `waits`: another member may confirm it. `lapsed`: nobody did in time. `unwritten`: confirmed, but the record does not
   * say so yet. `closed`: confirmed, the server has yet to destroy it. `disbelieved`: it would not. `unshown`: nothing of
   * it is here any more, and the server shows no record of it.
   */
  readonly state: "waits" | "lapsed" | "refused" | "closed" | "done" | "unwritten" | "disbelieved" | "unshown";
  /** This device proposed it. */
  readonly mine: boolean;
  /** Something came since. */
  readonly changed: boolean;
}

export interface DisposalsView {
  /** The case is closed. */
  readonly may: boolean;
  /** Envelopes that would go. */
  readonly count: number;
  readonly files: number;
  readonly disposals: readonly DisposalView[];
}

/** What to count. `from` and `until` are days, empty: no bound. One key or two. */
export interface Question {
  readonly from: string;
  readonly until: string;
  readonly keys: readonly string[];
  readonly unit: Unit;
}

/** How many cases there are of which nothing is here, and which are not counted therefore. */
export interface GoneView {
  /** By two members. */
  readonly destroyed: number;
  /** This officer stepped back; their colleagues count them. */
  readonly left: number;
  /** Only what colleagues did about them can be read yet. */
  readonly unread: number;
}

export interface StatisticsView {
  readonly gone: GoneView;
  readonly cases: number;
  /** Cases whose kind was coded. */
  readonly coded: number;
  readonly cells: readonly Cell[];
  readonly total: number;
  /** As it may leave the office; null with two keys. */
  readonly outside: Outside | null;
  readonly reconciled: Readonly<Record<string, Reconciliation>>;
  readonly durations: Readonly<Record<string, Duration>>;
}

/** `records`: a line a case, for the entity's own headquarters. `sums`: for outside, small numbers hidden. */
export type ExportKind = "records" | "sums";
export type ExportForm = "csv" | "json";

/** For whom a case file is made: this office itself, or who else may read how much. */
export interface CaseFileChoice {
  readonly audience: "own" | Audience;
  /** Words that tell who the reporter is: taken out wherever they stand. */
  readonly passages: readonly string[];
  /** The officer read every text. */
  readonly checked: boolean;
}

/** What another key wrote under the thread, as far as it goes to this reader. */
export interface ClaimedTexts {
  readonly key: string;
  readonly texts: readonly HandedText[];
  readonly withheld: readonly string[];
}

export interface CaseFileView {
  /** Whether this reader may learn who the reporter is, and who everybody is that claims to be them. */
  readonly named: boolean;
  /** Whether it may tell who one of them is. */
  readonly tells: boolean;
  /** Words to take out that stand nowhere in it, as they were typed. */
  readonly missed: readonly string[];
  /** What is still needed before it may be shown. */
  readonly fault: "checked" | "passages" | "reason" | null;
  readonly texts: readonly HandedText[];
  /** Names of what stays behind. */
  readonly withheld: readonly string[];
  readonly claims: readonly ClaimedTexts[];
  readonly record: CodingRecord;
  readonly trail: TrailView;
  readonly made: string;
}

export interface AccountCalls extends AnnualCalls {
  trail(thread: string): Promise<TrailView | null>;
  coding(thread: string): Promise<CodingView | null>;
  /** Write down what changed of the record; empty takes a value back. Throws `BadInput` naming a field. */
  code(thread: string, changes: CodingRecord): Promise<void>;
  disposals(thread: string): Promise<DisposalsView | null>;
  proposeDisposal(thread: string, reason: string, reference: string): Promise<void>;
  /** Destroy the case with what another member proposed. Throws `BadInput("changed")` when something came since. */
  confirmDisposal(thread: string, id: string): Promise<void>;
  refuseDisposal(thread: string, id: string): Promise<void>;
  statistics(question: Question): Promise<StatisticsView>;
  exportStatistics(question: Question, kind: ExportKind, form: ExportForm): Promise<string>;
  caseFile(thread: string, choice: CaseFileChoice): Promise<CaseFileView | null>;
}
