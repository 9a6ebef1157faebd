/** Calls about what this computer keeps: searching it, what waits to be sent, and how things stand. */
import type { Status } from "../../payloads";
import type { StoreState } from "../store/store";
import type { Filter, List, Row } from "../view";

/** Which cases are wanted. Null: any. Days are `YYYY-MM-DD`, both included. */
export interface Wanted {
  /** All of these words, in any order, wherever they stand in the case; empty: any case. */
  readonly words: string;
  readonly filter: Filter;
  readonly status: Status | null;
  readonly category: string | null;
  /** Urgent ones only. */
  readonly urgent: boolean;
  /** Only those that this device's member has. */
  readonly mine: boolean;
  readonly waiting: Row["waiting"] | null;
  readonly from: string | null;
  readonly until: string | null;
  readonly channel: string | null;
  readonly lang: string | null;
  readonly page: number;
}

/** Nothing but the open cases, first page. */
export const ANY: Wanted = {
  ...{ words: "", filter: "open", status: null, category: null, urgent: false, mine: false, waiting: null },
  ...{ from: null, until: null, channel: null, lang: null, page: 0 },
};

/** A page of what was found; `counts` are those of all that fits, by filter. */
export interface Found extends List {
  /** How many cases fit. */
  readonly all: number;
  /** What can be chosen, as it occurs in the office's cases. */
  readonly occurring: {
    readonly statuses: readonly Status[];
    readonly categories: readonly string[];
    readonly channels: readonly string[];
    readonly langs: readonly string[];
  };
}

/** Something that is on its way out and could not leave yet. */
export interface Outgoing {
  readonly id: string;
  readonly thread: string;
  /** Names of the events in it. */
  readonly events: readonly string[];
  /** Of its first event. */
  readonly at: string;
  /** The server does not take it; it is not tried again by itself. */
  readonly refused: boolean;
}

export interface DeskState {
  readonly stored: StoreState;
  /** What was kept could not be read; it is fetched anew. */
  readonly renewed: boolean;
  /** Whether the server answered last time. */
  readonly online: boolean;
  /** When it did so last, by this computer's clock; null: never on this computer. */
  readonly asOf: string | null;
  /** How many things wait to be sent, and how many the server does not take. */
  readonly waiting: number;
  readonly refused: number;
  /** How many envelopes only this computer still has: the server lost them, and nobody had them destroyed. */
  readonly lost: number;
  /** Minutes by which this computer's clock is ahead of the server's, when that is more than ten; else 0. */
  readonly clock: number;
}

export interface StoreCalls {
  search(wanted: Wanted): Promise<Found>;
  state(): Promise<DeskState>;
  /** What waits, in the order in which it was written. */
  outgoing(): Promise<readonly Outgoing[]>;
  /** Try once more what the server did not take. */
  sendAgain(): Promise<void>;
  /** Give up something that waits. */
  discard(id: string): Promise<void>;
}
