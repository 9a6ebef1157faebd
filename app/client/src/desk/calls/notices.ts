/** Calls about notices: how this device is told to look at the desk, and where something waits in other offices. */
import type { Way } from "../../api/notices";

export interface NoticesView {
  /** Ways that this server offers. */
  readonly offered: readonly Way[];
  /** The signed directory does not name the key that the server offers, so that nothing is offered here. */
  readonly unsigned: boolean;
  /** Ways by which this device is told now. */
  readonly ways: readonly Way[];
  /** Where mail comes from. */
  readonly sender: string;
  /** The key by which a browser knows the server's pushes, base64url. */
  readonly pushKey: string;
  /** When notices go, as minutes of the day in UTC. */
  readonly minute: number;
}

export interface ElsewhereView {
  /** Names of offices where something has waited unopened for too long. */
  readonly standingIn: readonly string[];
  readonly overseeing: readonly string[];
  /** Names of offices that this one stands in for, and in which a device is kept out. */
  readonly shutOut: readonly string[];
  /** The signed directory ends soon: on that day. Null: not soon. */
  readonly renewBy: string | null;
}

export interface NoticesCalls {
  notices(): Promise<NoticesView>;
  /** `place` goes out sealed to the server's worker, and cannot be read here again. Throws `Refused`, `TooLong`. */
  tellMe(way: Way, place: Readonly<Record<string, unknown>>): Promise<void>;
  tellMeNoMore(way: Way): Promise<void>;
  /**
   * Tell the server that somebody has looked, so that nobody else is told that it waits: at all that is shown of a
   * case, what was handed over or cannot be proven included; `thread` null: at what could not be opened.
   */
  seen(thread: string | null): Promise<void>;
  /** Office names in that language. */
  elsewhere(language: string): Promise<ElsewhereView>;
}
