/** Calls about help: how far it has come for each request of a case, and where people can turn, by country. */
import type { Kind, Step } from "../case/assistance";
import type { HelpService } from "../../directory/types";

/** One step, with the title of who recorded it. */
export interface StepView {
  readonly ctx: string;
  readonly step: string;
  readonly day: string;
  readonly by: string;
  readonly own: boolean;
  readonly kinds: readonly Kind[];
  readonly provider: string;
  readonly remark: string;
  /** It may follow the one before. */
  readonly counted: boolean;
}

export interface TrackView {
  /** `ctx` of the request, or `own`. */
  readonly request: string;
  readonly step: Step;
  readonly since: string;
  /** What may be recorded now. */
  readonly next: readonly Step[];
  readonly kinds: readonly Kind[];
  readonly provider: string;
  /** The next day on which to ask how it stands. */
  readonly ask: string | null;
  /** What the reporter asked for, and where they are; empty for what the office offers by itself. */
  readonly wanted: readonly string[];
  readonly country: string | null;
  readonly taken: readonly StepView[];
}

export interface HelpView {
  readonly today: string;
  readonly tracks: readonly TrackView[];
  /** The country of the newest request, or of the report. */
  readonly country: string | null;
  readonly services: readonly HelpService[];
}

export interface HelpCalls {
  /** Null when there is no such case. */
  help(thread: string): Promise<HelpView | null>;
  /** Places and numbers that the signed directory names; all countries. */
  services(): Promise<readonly HelpService[]>;
}
