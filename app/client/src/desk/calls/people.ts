/** The people of an office and their devices. */
import type { JoinState } from "../../api/people";
import type { Paper, RemovalReason } from "../../sealing/joining";
import type { RenewalView } from "./renewing";

export interface DeviceView {
  readonly device: string;
  /** The device that this desk runs on. */
  readonly own: boolean;
  /** Whether a seal key of it is valid now. */
  readonly ready: boolean;
  /** Its newest key ends then. */
  readonly until: string;
  /** The server refuses it. */
  readonly suspended: boolean;
  /** An envelope of an open case was not sealed to it: a colleague can let it read that. */
  readonly lacking: boolean;
  /** The signed removal, while the directory still lists it. */
  readonly paper: Paper | null;
  /** What it asked for and the directory does not have yet. */
  readonly renewal: RenewalView | null;
}

export interface MemberView {
  readonly member: string;
  readonly title: string;
  readonly lead: boolean;
  readonly own: boolean;
  readonly devices: readonly DeviceView[];
  /** Open cases that a device of theirs is responsible for. */
  readonly cases: number;
}

/** What a request says, and the six words that stand for its keys and for the roots that this desk believes. */
export interface Asks {
  readonly title: string;
  readonly member: string;
  readonly another: string | null;
  readonly device: string;
  readonly words: readonly string[];
}

export interface JoinView {
  readonly id: string;
  readonly state: JoinState;
  readonly day: string;
  /** What the request or the approval says the member is called; empty when this device knows neither. */
  readonly title: string;
  /** The directory lists the device already. */
  readonly listed: boolean;
  /** What the request says; null while there is none, or when it cannot be read here. */
  readonly asks: Asks | null;
  /** A request came that a colleague's device asked for, or somebody forged: it cannot be read here. */
  readonly unreadable: boolean;
  /** The signed admission; null before. */
  readonly paper: Paper | null;
}

export interface PeopleView {
  readonly office: string;
  readonly members: readonly MemberView[];
  readonly joins: readonly JoinView[];
  /** Whether this device may invite and approve: its member leads, or nobody is marked as lead. */
  readonly leads: boolean;
  /** Titles of those who lead. */
  readonly leaders: readonly string[];
  /** Fewer devices than this close the office to new reports. */
  readonly least: number;
}

export interface Handed {
  readonly cases: number;
  /** Envelopes that the other device was given. */
  readonly shared: number;
}

export interface PeopleCalls {
  people(): Promise<PeopleView>;
  /** Invite somebody new (`member` empty), or another device of a member. Returns the link. */
  invite(title: string, member: string): Promise<string>;
  withdrawInvitation(id: string): Promise<void>;
  /** Sign the admission of a request that was shown and compared, and give it to the server. Throws `BadInput` for any other. */
  approve(id: string, shown: Asks, lead: boolean): Promise<Paper>;
  /** Have the server refuse these devices of one member at once, and sign the wish that they are listed no longer. */
  stop(devices: readonly string[], reason: RemovalReason): Promise<Paper>;
  /** Let a device in again. */
  resume(device: string): Promise<void>;
  /** Give a device what it cannot read of the open cases; how many envelopes. */
  share(device: string): Promise<number>;
  /**
   * Grant to this device itself what it reads by colleagues' grants; how many envelopes. A grant counts only while
   * its giver is in the directory, so without this a case would close when the colleague leaves.
   */
  keepGranted(): Promise<number>;
  /** Make a device responsible for all open cases of a member, and give it what it cannot read of them. */
  handOver(member: string, to: string): Promise<Handed>;
}
