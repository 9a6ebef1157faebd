/** Keys that end, and asking for the next one. */
import type { Paper } from "../../sealing/joining";
import type { Ending } from "../case/keysEnding";

/** A device of the office whose keys end soon or have ended. */
export interface EndingView {
  readonly device: string;
  /** Of its member. */
  readonly title: string;
  /** The device that this desk runs on. */
  readonly own: boolean;
  readonly ending: Exclude<Ending, "far">;
  /** The day on which its last key ends. */
  readonly until: string;
}

/** What a device asked for; it waits for the root holders. */
export interface RenewalView {
  /** When it was asked for. */
  readonly day: string;
  readonly paper: Paper;
}

export interface RenewingCalls {
  /** By the directory that is known here; this device first, then as they end. */
  keysEnding(): Promise<readonly EndingView[]>;
  /** What devices of the office have asked for and the directory does not have yet, by device. */
  renewals(): Promise<ReadonlyMap<string, RenewalView>>;
  /** Sign this device's next key and leave it at the server for the root holders. Asking again asks for the same key. */
  renew(): Promise<void>;
}
