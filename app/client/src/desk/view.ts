/** What the worker tells the screen: plain values that can be posted. Days are `YYYY-MM-DD`, moments end in `Z`. */
import type { EventName, Status } from "../payloads";
import type { Pins, Seen } from "../sealing/directory";
import type { Standing } from "./case/consent";
import type { Answer } from "./case/fields";
import type { Consent } from "./case/payload";
import type { DayCalls } from "./calls/day";
import type { JoiningCalls } from "./calls/joining";
import type { NoticesCalls } from "./calls/notices";
import type { PeopleCalls } from "./calls/people";
import type { AccountCalls } from "./calls/account";
import type { CopiesCalls } from "./calls/copies";
import type { HelpCalls } from "./calls/help";
import type { RecordCalls } from "./calls/record";
import type { RenewingCalls } from "./calls/renewing";
import type { StoreCalls } from "./calls/store";
import type { Sent } from "./work/outbox";
import type { ReferCalls } from "./calls/refer";

/** What is remembered of directories between visits: public values only. */
export interface Remembered {
  readonly seen: Seen;
  readonly pins: Pins;
}

/** Who signed in, and how far the directory was believed. */
export interface Self {
  readonly organisation: string;
  readonly office: string;
  /** The office's name by language, where the directory has it. */
  readonly officeNames: Readonly<Record<string, string>>;
  readonly title: string;
  readonly demonstration: boolean;
  /** No pins were known: compare these twelve words with the poster. Null otherwise. */
  readonly fingerprint: readonly string[] | null;
  /** Entities by id, for answers that name one. */
  readonly entities: Readonly<Record<string, string>>;
  readonly remember: Remembered;
}

export interface Progress {
  readonly done: number;
  readonly total: number;
}

export interface Row {
  readonly thread: string;
  /** Null when no text of the reporter could be opened. */
  readonly received: string | null;
  /** Question ids, or `routing`; empty: not urgent. */
  readonly urgent: readonly string[];
  readonly categories: readonly string[];
  readonly kind: "report" | "assistance" | "handover" | "destroyed" | "left" | "nothing";
  readonly status: Status;
  /** Something of the reporter that this device has not opened on screen yet. */
  readonly unread: boolean;
  readonly waiting: "office" | "reporter" | "nobody";
}

export type Filter = "open" | "new" | "closed" | "all";

export interface List {
  readonly rows: readonly Row[];
  readonly page: number;
  readonly pages: number;
  readonly counts: Readonly<Record<Filter, number>>;
  /** Envelopes that could not be opened or believed. */
  readonly unopened: number;
}

export interface Failure {
  readonly position: number;
  readonly day: string;
  /** The check that failed, as protocol §3 names it. */
  readonly check: string;
}

export interface FailureView extends Failure {
  /** It was not sealed to this device, and may belong to a case from which the officer had stepped back by then. */
  readonly perhapsLeft: boolean;
}

/** One text of the reporter. */
export interface TextView {
  readonly ctx: string;
  readonly day: string;
  readonly missing: readonly number[];
  /** The colleague who vouches for it when it came by a grant. */
  readonly vouched: string | null;
}

/** A file that came with a text; its name and type are the sender's words. */
export interface FileView {
  /** Of the case, from 1. */
  readonly number: number;
  /** Whether its entry can be understood. */
  readonly known: boolean;
  readonly name: string;
  readonly type: string;
  /** In bytes. */
  readonly length: number;
}

export interface ReportView extends TextView {
  readonly channel: string;
  readonly answers: readonly (readonly [question: string, answer: Answer])[];
  readonly words: string;
  readonly attachments: readonly FileView[];
}

export interface AssistanceView extends TextView {
  readonly help: readonly string[];
  readonly safeContact: string;
  readonly country: string | null;
}

export interface MessageView extends TextView {
  readonly kind: "message";
  readonly text: string;
  /** What it changed of what the reporter allows. */
  readonly consent: Consent | null;
  readonly attachments: readonly FileView[];
}

/** Something that a device of the office did. */
export interface EventView {
  readonly kind: "event";
  readonly ctx: string;
  readonly event: EventName | "unknown";
  readonly at: string;
  /** Title of the member; empty when the directory has none. */
  readonly by: string;
  readonly own: boolean;
  /** It waits on this computer to be sent. */
  readonly waits: boolean;
  readonly text: string;
  readonly reason: string;
  readonly status: string | null;
  /** A status that the life cycle did not allow. */
  readonly refused: boolean;
  /** Who was given the case; empty: nobody, or another event. */
  readonly to: string;
  /** An answer that waits for the reporter. */
  readonly asks: boolean;
}

/** What one other key wrote under the thread. */
export interface ClaimView {
  readonly key: string;
  readonly reports: readonly ReportView[];
  readonly assistance: readonly AssistanceView[];
  readonly messages: readonly MessageView[];
}

export interface CaseView {
  readonly thread: string;
  readonly kind: Row["kind"];
  readonly categories: readonly string[];
  /** The officer at this desk stepped back from the case: its texts are not here any more. */
  readonly steppedBack: boolean;
  /** Two members had it destroyed, and nothing of it is here any more. */
  readonly destroyed: boolean;
  /** Another office has it now. */
  readonly gone: boolean;
  /** Colleagues who stepped back from it. */
  readonly left: readonly { readonly title: string; readonly day: string }[];
  /** Entries of theirs that came after that, and do not count. */
  readonly late: number;
  readonly status: Status;
  readonly choices: readonly Status[];
  readonly urgent: readonly string[];
  readonly received: string | null;
  readonly lang: string;
  readonly waiting: Row["waiting"];
  readonly acknowledged: { readonly day: string; readonly by: string } | null;
  /** What the reporter allows now, whatever an earlier text said. */
  readonly consent: Standing;
  readonly reports: readonly ReportView[];
  readonly assistance: readonly AssistanceView[];
  /** Messages and events in the order of time. */
  readonly story: readonly (MessageView | EventView)[];
  /** Numbers missing in the reporter's own count. */
  readonly gaps: readonly number[];
  readonly disputed: boolean;
  /** What other keys wrote under the thread, as if they were the reporter. */
  readonly claims: readonly ClaimView[];
  /** Without the claims. */
  readonly unproven: number;
  readonly unknown: number;
  /** Whether there is a key to answer to. */
  readonly answerable: boolean;
}

/** The worker's calls: the core's and those of each area. Each throws the errors of `wire.ts`. */
export interface DeskCalls extends CoreCalls, StoreCalls, RecordCalls, ReferCalls, CopiesCalls, DayCalls, JoiningCalls, NoticesCalls, PeopleCalls, RenewingCalls, HelpCalls, AccountCalls {}

export interface CoreCalls {
  /** Open the device key file with its passphrase, or a passkey's part of it with what the passkey gives; returns its label. Takes a second. */
  unlock(file: unknown, secret: string | Uint8Array): Promise<string>;
  /** Verify the directory, find this device in it, sign in. With `takeOver` another tab that has this desk loses it. */
  enter(compiled: Pins | null, remembered: Remembered | null, takeOver?: boolean): Promise<Self>;
  /** Fetch and open what is new; how many envelopes came. */
  sync(): Promise<number>;
  list(filter: Filter, page: number): Promise<List>;
  failures(): Promise<readonly FailureView[]>;
  /** Null when there is no such case. */
  case(thread: string): Promise<CaseView | null>;
  /** Fetch and open a file of a case, by its number. */
  file(thread: string, number: number): Promise<Uint8Array<ArrayBuffer>>;
  /** Tell the colleagues and the server that this device has read the case so far; nothing if it is known. */
  markRead(thread: string): Promise<void>;
  acknowledge(thread: string): Promise<Sent>;
  /** `status` null: as it is; `asks`: the case waits for the reporter. Sending the same again after an error goes on where it broke off. */
  answer(thread: string, text: string, status: Status | null, asks?: boolean): Promise<Sent>;
  /** Standard words, by the template that the reporter's app has in every language. */
  standard(thread: string, template: string): Promise<Sent>;
  note(thread: string, text: string): Promise<void>;
  changeStatus(thread: string, status: Status, reason: string): Promise<void>;
  /** End the session at the server. */
  leave(): Promise<void>;
}
