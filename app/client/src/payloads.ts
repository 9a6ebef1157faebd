/**
 * What stands inside an envelope (protocol §5): one type per kind, the same as
 * `schema/payload.schema.json` and `app/domain/payloads.py`.
 *
 * Readers keep fields they do not know and show kinds they do not know as such.
 * Bytes are lower-case hex. These are shapes only: what was opened is checked by its reader.
 *
 * A text too long for one envelope goes in parts: every part has the same `kind`, `thread`,
 * `item`, `reply` and `consent`; `part` counts from 1 to `parts`. Strings (`words`, `text`,
 * `safe_contact`, and each answer that is a string) are cut between two code points and joined
 * again in the order of the parts; an answer that is a list stands whole in one part.
 * `item` is drawn once for a text: its parts, and a text sealed anew because the directory
 * changed, carry the same one, so the desk shows it once.
 */

/** 16 bytes as 32 hex digits: organisation, office, device, thread, item. */
export type Hex16 = string;
/** 32 bytes as 64 hex digits: a key, a hash, a ctx. */
export type Hex32 = string;
/** `YYYY-MM-DD`. */
export type Day = string;
/** `YYYY-MM-DDThh:mm:ssZ`. */
export type Moment = string;

export interface DirectoryRef {
  readonly version: number;
  /** H of the directory's exact bytes. */
  readonly hash: Hex32;
}

export interface Common {
  readonly v: 1;
  readonly office: Hex16;
  readonly directory: DirectoryRef;
  /** Device ids, or `["reporter"]`. */
  readonly recipients: readonly string[];
  readonly thread: Hex16;
  /** BCP 47, the language that the person chose; the desk answers in it. */
  readonly lang: string;
  /** From 1. */
  readonly part: number;
  /** 1 to 64. */
  readonly parts: number;
  /** Needed when `parts` is more than 1; see above. */
  readonly item?: Hex16;
  /** Counts this sender's envelopes in the thread to the same office, from 0, parts included. */
  readonly seq?: number;
  /** `ctx` of the envelope before it in that count; null or absent for the first. */
  readonly prev?: Hex32 | null;
}

/** Where and how an office answers; a report sent to two offices holds a different `tag` in each. */
export interface ReplyKey {
  /** S: the reporter's X25519 public key; the same one sealed this envelope. */
  readonly key: Hex32;
  /** The reply key of this office (protocol §7). */
  readonly tag: Hex32;
}

export interface Consent {
  readonly contact?: "yes" | "no";
  readonly identity?: "none" | "helpers" | "investigators" | "helpers_and_investigators";
}

/** Question id to what was chosen or typed. A question that was skipped is absent. */
export type Answers = Readonly<Record<string, string | readonly string[]>>;

/** A sealed file (protocol §10): where its bricks are and how they open. Its name and type are the sender's words. */
export interface Attachment {
  readonly file_id: Hex16;
  readonly key: Hex32;
  /** Of the stream, 48 hex digits. */
  readonly header: string;
  /** Ids of its bricks, in order, 1 to 512. */
  readonly bricks: readonly Hex16[];
  /** H of all sealed bytes. */
  readonly hash: Hex32;
  /** Of the data, in bytes. */
  readonly length: number;
  readonly name: string;
  readonly type: string;
}

export interface Report extends Common {
  readonly kind: "report";
  readonly channel: "app" | "sms" | "voice" | "whatsapp" | "telegram" | "terminal";
  readonly answers: Answers;
  readonly words: string;
  readonly consent: Consent;
  /** Entries of the form of `Attachment`; each is checked when its file is wanted. */
  readonly attachments: readonly Readonly<Record<string, unknown>>[];
  readonly reply: ReplyKey;
  /** What the routing table said: danger now, or a child. Absent is false. */
  readonly urgent?: boolean;
}

/** What help is wanted and how to reach the person safely; never the narrative. */
export interface Assistance extends Common {
  readonly kind: "assistance";
  readonly help: readonly string[];
  readonly safe_contact: string;
  /** ISO 3166-1 alpha-2, or null. */
  readonly country: string | null;
  readonly reply: ReplyKey;
}

/** A later text of the reporter. */
export interface Message extends Common {
  readonly kind: "message";
  readonly text: string;
  /** Changes what it names; what was passed on before cannot be called back. */
  readonly consent?: Consent | null;
  /** Entries of the form of `Attachment`; each is checked when its file is wanted. */
  readonly attachments: readonly Readonly<Record<string, unknown>>[];
}

export type EventName =
  | "opened"
  | "acknowledged"
  | "status"
  | "assignment"
  | "note"
  | "need_to_know"
  | "referral"
  | "handover"
  | "disposal"
  | "replied"
  | "triage"
  | "link"
  | "assistance"
  | "partner"
  | "authority"
  | "recusal"
  | "coding";

/** The life cycle of a case, in its order. */
export const STATUSES = [
  "received",
  "opened",
  "acknowledged",
  "triaged",
  "transferred",
  "referred_investigation",
  "ethics_review",
  "returned_to_entity",
  "informal_resolution",
  "inquiry_advice",
  "initial_assessment",
  "under_investigation",
  "outcome",
  "closed",
  "reopened",
] as const;
export type Status = (typeof STATUSES)[number];

/**
 * What a device of the office did, told to all its devices.
 *
 * `at` is the device's clock, but always later than every `at` that the device knows of in
 * the thread (at least a second), so that what was decided in knowledge of something wins over it.
 */
export interface CaseEvent extends Common {
  readonly kind: "event";
  readonly event: EventName;
  readonly at: Moment;
  /** The device that did it; must be the one whose key sealed the envelope. */
  readonly by: Hex16;
  /** `ctx` of the envelope concerned; for `replied` and `acknowledged` the reporter's newest that was read. */
  readonly about?: Hex32;
  /** `note`, `replied`, and remarks on the others. */
  readonly text?: string;
  /** `status`; for `status` to `closed`, `reason` may say why. */
  readonly status?: Status;
  readonly reason?: string;
  /** `acknowledged`: the day and the signature that the reporter got. */
  readonly day?: Day;
  readonly signature?: string;
  /** `acknowledged`, `replied`: the number of the reply tag that was used, the last one of a reply in parts. */
  readonly j?: number;
  /** `assignment`: the device whose member has the case now. */
  readonly to?: Hex16;
  /** A table of the event's own names; of each name the latest value counts. */
  readonly data?: Answers;
  /** `ctx` of envelopes of the case that the device had opened and that nothing it knows of names: the trail. */
  readonly heads?: readonly Hex32[];
}

/** A piece of what an office passes on to another; the pieces of `body` make up one JSON text. */
export interface HandoverPart extends Common {
  readonly kind: "handover";
  readonly item: Hex16;
  /** The device that passes it on, whose key sealed it, and its office. */
  readonly by: Hex16;
  readonly by_office: Hex16;
  readonly purpose: "transfer" | "referral" | "recusal" | "assistance" | "escalation";
  readonly at: Moment;
  readonly body: string;
}

/** The reporter's proof: this office opened this report on this day (purpose "ack"). */
export interface Acknowledgement {
  readonly device: Hex16;
  readonly office: Hex16;
  /** `ctx` of the first part of the report. */
  readonly ctx: Hex32;
  readonly thread: Hex16;
  readonly day: Day;
  /** 128 hex digits. */
  readonly signature: string;
}

export interface Reply extends Common {
  readonly kind: "reply";
  /** Own words, or a template with values; one of the two. */
  readonly text?: string;
  readonly template?: string;
  readonly values?: Readonly<Record<string, string>>;
  readonly status?: Status;
  /** After a hand-over or recusal: write there from now on. */
  readonly next_office?: Hex16;
  readonly ack?: Acknowledgement;
}

export type Payload = Report | Assistance | Message | CaseEvent | HandoverPart | Reply;
export type Kind = Payload["kind"];
