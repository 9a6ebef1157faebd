/** Joining an office and recovering a device: what is done before a device can be unlocked. */
import type { JoinState } from "../../api/people";
import type { Pins } from "../../sealing/directory";
import type { KeyRecord } from "../keys/record";
import type { Remembered } from "../view";

/** What an invitation is for, as far as the directory confirms it. */
export interface InvitationView {
  readonly organisation: string;
  readonly office: string;
  /** What the person will be called. */
  readonly title: string;
  /** Another device of somebody who is in the office already. */
  readonly another: boolean;
  readonly until: string;
  readonly state: JoinState | "gone";
  readonly demonstration: boolean;
  /** No pins were known: twelve words to compare with the poster. */
  readonly fingerprint: readonly string[] | null;
  /** Public: to be kept for the next visit. */
  readonly remember: Remembered;
}

/** The recovery sheet of keys that were just made. */
export interface SheetView {
  readonly words: readonly string[];
  /** The language tag of the words. */
  readonly lang: string;
}

/** How keys are locked on this computer. */
export type Lock =
  | { readonly passphrase: string }
  | { readonly credential: string; readonly salt: string; readonly prf: Uint8Array };

/** A device that was found by its recovery words. */
export interface RecoveredView {
  readonly organisation: string;
  readonly office: string;
  readonly title: string;
  readonly device: string;
}

/** How far a request is; `listed` when the directory names the device. */
export type JoinProgress = JoinState | "gone" | "listed";

export interface JoiningCalls {
  /** Verify the directory and look the invitation up. Throws `BadInput("invitation")`. */
  lookAtInvitation(link: string, compiled: Pins | null, remembered: Remembered | null): Promise<InvitationView>;
  /** Make the keys of a device for that invitation; they stay in the worker. `device` is the new id. */
  makeKeys(language: string): Promise<SheetView & { readonly device: string }>;
  /** The record to keep of the keys that were made or recovered; takes a second. */
  lockKeys(lock: Lock): Promise<KeyRecord>;
  /** Send the request of a record that waits. The same again is the same. */
  sendRequest(record: KeyRecord): Promise<void>;
  /** What became of it. */
  joinProgress(record: KeyRecord, compiled: Pins | null, remembered: Remembered | null): Promise<JoinProgress>;
  /** Find the device of a recovery sheet in the directory. Throws `ReceiptUnreadable`, `NotListed`. */
  recover(words: string, language: string, compiled: Pins | null, remembered: Remembered | null): Promise<RecoveredView>;
}
