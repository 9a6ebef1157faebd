/**
 * Disposal by two: what is destroyed, why it may be, what proof remains; the same as `app/domain/disposal.py`.
 *
 * `digest` = H(LP("SPK1/disposal") || LP(office) || LP(id) || for each, by position: LE64(position) || ctx).
 * Each of the two signs for purpose "dispose": LP(office) || LP(id) || LP(digest) || LP("propose" | "confirm") || LP(day),
 * and the second one behind that || LP(H(brick ids, in the order sent)): nobody on the way can have other files let go.
 * `day` is the proposal's in both: a confirmation that is held back is worth nothing once that has lapsed.
 */
import { concat, hex, le64, lp, unhex, utf8 } from "../../sealing/bytes";
import { hash, type Primitives, type SignKeyPair } from "../../sealing/primitives";
import { sign } from "../../sealing/signatures";
import type { Case, Done } from "../fold";

/** Of one case: what the server takes in one proposal. */
export const MOST_POSITIONS = 1_024;
/** A proposal that nobody confirms by then is gone. */
export const OPEN_DAYS = 30;

/** Why an office may destroy a case, and whether it must name what allows it (an order, a schedule). */
export const REASONS = { retention_over: true, order: true, kept_elsewhere: true, duplicate: false, not_a_report: false } as const;
export type Reason = keyof typeof REASONS;

/** What another device may have added to a case since it was proposed without making the proposal void. */
const HARMLESS: readonly string[] = ["opened", "disposal"];

/** A proposal as the office's own record has it. */
export interface Disposal {
  readonly id: string;
  readonly step: "proposed" | "refused" | "done";
  readonly reason: string;
  readonly reference: string;
  readonly digest: string;
  readonly count: number;
  readonly proposedBy: string;
  readonly proposedAt: string;
  readonly endedBy: string | null;
  readonly endedAt: string | null;
}

/** A step of a disposal, all in hex; `bricks` in the order in which they are sent. */
export interface Step {
  readonly office: string;
  readonly id: string;
  readonly digest: string;
  readonly step: "propose" | "confirm";
  /** Of the proposal, `YYYY-MM-DD`. */
  readonly day: string;
  readonly bricks?: readonly string[];
}

/** 32 bytes that name what is to be destroyed: position and ctx of each envelope, in any order. */
export function digest(p: Primitives, office: string, id: string, envelopes: readonly { readonly position: number; readonly ctx: string }[]): Uint8Array {
  const inOrder = [...envelopes].sort((one, other) => one.position - other.position);
  const body = inOrder.flatMap(({ position, ctx }) => [le64(position), unhex(ctx)]);
  return hash(p, concat(lp(utf8("SPK1/disposal")), lp(unhex(office)), lp(unhex(id)), ...body));
}

/** What a device signs; who confirms also signs for the bricks of the files. */
export function signedBytes(p: Primitives, { office, id, digest: name, step, day, bricks = [] }: Step): Uint8Array {
  const files = step === "confirm" ? [lp(hash(p, concat(...bricks.map(unhex))))] : [];
  return concat(lp(unhex(office)), lp(unhex(id)), lp(unhex(name)), lp(utf8(step)), lp(utf8(day)), ...files);
}

/** A device's signature under a step. In hex. */
export function signatureOf(p: Primitives, by: SignKeyPair, step: Step): string {
  return hex(sign(p, by, "dispose", signedBytes(p, step)));
}

/** What was proposed for a case, in order, and how each ended; nobody confirms their own. */
export function disposals({ events }: Pick<Case, "events">): Disposal[] {
  const found = new Map<string, Disposal>();
  for (const done of events.filter(({ event }) => event.event === "disposal")) take(found, done);
  return [...found.values()];
}

function take(found: Map<string, Disposal>, { event }: Done): void {
  const word = (name: string) => {
    const value = Object.hasOwn(event.data, name) ? event.data[name] : undefined;
    return typeof value === "string" ? value : "";
  };
  const [id, step, known] = [word("id"), word("step"), found.get(word("id"))];
  if (step === "proposed" && known === undefined) {
    const count = /^[0-9]+$/.test(word("count")) ? Number(word("count")) : 0;
    found.set(id, { id, step, reason: word("reason"), reference: event.text, digest: word("digest"), count, proposedBy: event.by, proposedAt: event.at, endedBy: null, endedAt: null });
  } else if (known?.step === "proposed" && (step === "refused" || (step === "done" && event.by !== known.proposedBy && word("digest") === known.digest))) {
    found.set(id, { ...known, step, endedBy: event.by, endedAt: event.at });
  }
}

/** Whether a word is a reason of the table. */
export function isReason(word: string): word is Reason {
  return Object.hasOwn(REASONS, word);
}

/** Only a closed case: what is open is still owed something. */
export function mayPropose({ status }: Pick<Case, "status">): boolean {
  return status === "closed";
}

type Whole = Pick<Case, "ctxs" | "unproven" | "unknown" | "events">;

/** The `ctx` of all that is destroyed with a case, sorted: everything but the events on its disposal. */
export function doomed({ ctxs, unproven, unknown, events }: Whole): string[] {
  const stays = new Set(events.filter(({ event }) => event.event === "disposal").map(({ ctx }) => ctx));
  return [...new Set([...ctxs, ...unproven, ...unknown])].filter((ctx) => !stays.has(ctx)).sort();
}

/** Whether something came that the one who proposed had not seen; a mere opening does not count. */
export function changedSince(found: Whole, proposed: readonly string[]): boolean {
  const harmless = new Set(found.events.filter(({ event }) => HARMLESS.includes(event.event)).map(({ ctx }) => ctx));
  return doomed(found).some((ctx) => !proposed.includes(ctx) && !harmless.has(ctx));
}

type Dated = Pick<Case, "reports" | "assistance" | "messages" | "handovers" | "events">;

/** Whether something is here that had come when the second member confirmed; what came later proves nothing. */
export function outlived({ reports, assistance, messages, handovers, events }: Dated, endedAt: string): boolean {
  const filed = [...reports, ...assistance, ...messages, ...handovers].map(({ day }) => day);
  const told = events.filter(({ event }) => !HARMLESS.includes(event.event)).map(({ event }) => event.at);
  return filed.some((day) => day <= endedAt.slice(0, 10)) || told.some((at) => at <= endedAt);
}
