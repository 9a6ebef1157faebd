/**
 * A case: what all opened envelopes of an office say together (protocol §9); the same as `app/domain/case.py`.
 *
 * Pure; the order of arrival changes nothing, so all devices of an office agree. Shared vectors:
 * `tests/vectors/fold.json`. Must never drop anything: what cannot be proven or is not understood is listed.
 */
import type { Status } from "../payloads";
import { readTimestamp, writeTimestamp } from "../sealing/timestamp";
import { type Claim, claimants, claimsOf, ownerOf, sorted } from "./case/claims";
import { type Handover, handoversOf } from "./case/handover";
import { type Assistance, type CaseEvent, isWritten, type Message, type Payload, type Report } from "./case/payload";
import { allowed, movesByItself, reached, standsAs } from "./case/status";
import { byOrder, compare, grouped, join, type Text } from "./case/texts";

/**
 * One opened envelope. `sender` is the device id that the directory gives for the sealing key of an event,
 * or the sealing key itself (hex) of a reporter's envelope.
 */
export interface Entry {
  readonly ctx: string;
  readonly day: string;
  readonly payload: Payload;
  readonly sender: string;
  /** Of an event: the member who has that device, by the directory that the payload names; empty when that is not known. */
  readonly member?: string;
}

/** An event in a case, with the `ctx` of its envelope; its `at` is the one that counts (`believed`). */
export interface Done {
  readonly ctx: string;
  readonly day: string;
  readonly event: CaseEvent;
  /** Of the entry. */
  readonly member: string;
}

/** One thread of one reporter with one office. Lists stand in the order of time. */
export interface Case {
  readonly thread: string;
  /** Their public key (`case/claims.ts`); null while nobody's report could be opened. */
  readonly reporter: string | null;
  readonly reports: readonly Text<Report>[];
  readonly assistance: readonly Text<Assistance>[];
  readonly messages: readonly Text<Message>[];
  /** What other offices passed on. */
  readonly handovers: readonly Handover[];
  readonly events: readonly Done[];
  readonly status: Status;
  /** `ctx` of status events that the life cycle does not allow. */
  readonly refused: readonly string[];
  readonly acknowledged: { readonly day: string; readonly device: string } | null;
  /** `ctx` of envelopes whose author is not who they say. */
  readonly unproven: readonly string[];
  /** `ctx` of kinds and events that this version does not know. */
  readonly unknown: readonly string[];
  /** Two keys claim to be the reporter. */
  readonly disputed: boolean;
  /** The reporter's own numbers (`seq`) of what has come. */
  readonly counted: ReadonlySet<number>;
  /** `ctx` of all envelopes whose author is proven. */
  readonly ctxs: readonly string[];
  /** Those of them that no event names as seen: what the next event is to name. */
  readonly heads: readonly string[];
  /** Named as seen by somebody, but not here: held back, destroyed, or not opened by this device. */
  readonly missing: readonly string[];
  /** `ctx` of what an officer said after they had stepped back, at whichever device: it does not count. */
  readonly late: readonly string[];
  /** What other keys wrote under the thread, as if they were the reporter. */
  readonly claims: readonly Claim[];
  /** What went to the reporter, by the key that counts now. */
  readonly answers: readonly CaseEvent[];
}

const EVENTS = new Set([
  ...["opened", "acknowledged", "status", "assignment", "note", "need_to_know", "referral", "handover", "disposal", "replied"],
  ...["triage", "link", "assistance", "partner", "authority", "recusal", "coding"],
]);
/** More missing numbers than this are not listed: a sender can claim any number. */
const MOST_GAPS = 100;
/** So many numbers of reply tags may be unknown here; one that skips more is not believed. */
const AHEAD = 32;
const DAY_MS = 86_400_000;

/** Answers that make a case urgent whatever the routing table said: a child, or danger now. */
const URGENT_ANSWERS: Readonly<Record<string, readonly string[]>> = {
  child_involved: ["yes", "unknown"],
  safe_now: ["no"],
  others_at_risk: ["yes"],
};

/** The cases that `entries` tell of, by thread; the same for any order of `entries`. */
export function fold(entries: readonly Entry[]): Map<string, Case> {
  const threads = grouped(entries, ({ payload }) => payload.thread);
  return new Map([...threads].sort(([one], [other]) => compare([one], [other])).map(([thread, found]) => [thread, caseOf(thread, found)]));
}

/** One case from all entries of its thread, in any order. */
export function caseOf(thread: string, found: readonly Entry[]): Case {
  const entries = distinct(found);
  const all = eventsIn(entries);
  const late = lateIn(all);
  const events = all.filter(({ ctx }) => !late.has(ctx));
  const handed = handoversIn(entries);
  const keys = claimants(entries);
  const { reporter, answers } = ownerOf(keys, events, handed);
  const proven = entries.filter((entry) => isProven(entry, reporter));
  const unproven = entries.filter((entry) => !isProven(entry, reporter));
  const written = proven.flatMap(({ ctx, day, payload }) => (isWritten(payload) ? [{ ctx, day, payload }] : []));
  return {
    thread,
    reporter,
    ...sorted(join(written)),
    handovers: handed,
    events,
    ...walk(events, handed.length > 0),
    acknowledged: acknowledgement(answers),
    unproven: unproven.map(({ ctx }) => ctx).sort(),
    unknown: entries.filter(({ payload }) => !isKnown(payload)).map(({ ctx }) => ctx).sort(),
    disputed: unproven.some(({ payload }) => payload.kind === "report" || payload.kind === "assistance"),
    counted: new Set(written.flatMap(({ payload }) => payload.seq ?? [])),
    ...trail(entries, proven, all),
    late: [...late].sort(),
    claims: claimsOf(keys, entries, reporter),
    answers,
  };
}

/**
 * What devices of the office did, in the order that counts. Events with a date that is not believed stand at one
 * moment: of them that one is later that names the others as seen.
 */
function eventsIn(entries: readonly Entry[]): Done[] {
  const moved = new Set<string>();
  const found = entries.flatMap((entry): Done[] => {
    const { ctx, day, payload, member = "" } = entry;
    if (payload.kind !== "event" || !isProven(entry, null)) return [];
    const at = believed(payload.at, day);
    if (at !== payload.at) moved.add(ctx);
    return [{ ctx, day, member, event: at === payload.at ? payload : { ...payload, at } }];
  });
  const seen = ({ ctx, event }: Done) => (moved.has(ctx) ? [...seenBy({ events: found }, [event])].filter((one) => moved.has(one)).length : 0);
  const after = new Map(found.map((done) => [done.ctx, seen(done)]));
  const place = ({ ctx, event }: Done) => [event.at, after.get(ctx) ?? 0, ctx];
  return found.sort((one, other) => compare(place(one), place(other)));
}

/**
 * What an officer said about a case after they had stepped back from it. Whose a device is, each event says by the
 * version that it names, which every desk has read to believe it: so all desks agree, whatever else they have met.
 */
function lateIn(events: readonly Done[]): ReadonlySet<string> {
  const [devices, members, late] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for (const { ctx, event, member } of events) {
    if (devices.has(event.by) || members.has(member)) late.add(ctx);
    if (event.event !== "recusal") continue;
    devices.add(event.by);
    if (member !== "") members.add(member);
  }
  return late;
}

/** The moment as which an event filed on `day` counts: not later than the end of the day after, else a false date would stand over all that follows. */
function believed(at: string, day: string): string {
  if (at.slice(0, 10) <= day) return at;
  const end = `${new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10)}T23:59:59Z`;
  return at < end ? at : end;
}

/** What other offices passed on, as far as its author is proven. */
function handoversIn(entries: readonly Entry[]): Handover[] {
  return handoversOf(entries.flatMap((entry) => (entry.payload.kind === "handover" && isProven(entry, null) ? [{ ctx: entry.ctx, day: entry.day, payload: entry.payload }] : [])));
}

/** How the envelopes hang together: each event names those that its device had seen and nobody had named. */
function trail(entries: readonly Entry[], proven: readonly Entry[], events: readonly Done[]): Pick<Case, "ctxs" | "heads" | "missing"> {
  const named = new Set(events.flatMap(({ event }) => event.heads));
  const known = new Set(entries.map(({ ctx }) => ctx));
  const ctxs = proven.map(({ ctx }) => ctx).sort();
  return { ctxs, heads: ctxs.filter((ctx) => !named.has(ctx)), missing: [...named].filter((ctx) => !known.has(ctx)).sort() };
}

/** The key that the thread belongs to. `entries` by day and ctx, each ctx once. */
export function reporterOf(entries: readonly Entry[]): string | null {
  return ownerOf(claimants(entries), eventsIn(entries), handoversIn(entries)).reporter;
}

/** By day and ctx, each ctx once. */
export function distinct(found: readonly Entry[]): Entry[] {
  const byCtx = new Map<string, Entry>();
  for (const entry of [...found].sort((one, other) => compare([one.day, one.ctx, one.sender], [other.day, other.ctx, other.sender]))) {
    if (!byCtx.has(entry.ctx)) byCtx.set(entry.ctx, entry);
  }
  return [...byCtx.values()];
}

function isProven({ payload, sender }: Entry, reporter: string | null): boolean {
  if (payload.kind === "report" || payload.kind === "assistance") return sender === payload.reply.key && sender === reporter;
  if (payload.kind === "message") return sender === reporter;
  return payload.kind === "event" || payload.kind === "handover" ? sender === payload.by : true;
}

function isKnown(payload: Payload): boolean {
  return payload.kind === "event" ? EVENTS.has(payload.event) : payload.kind === "handover" || isWritten(payload);
}

/** The status after all events, and the `ctx` of those that the life cycle does not allow. */
function walk(events: readonly Done[], handed: boolean): { status: Status; refused: string[] } {
  let status: Status = "received";
  const refused: string[] = [];
  const proposers = new Map<unknown, string>();
  for (const { ctx, event } of events) {
    const { step, id } = event.data;
    if (event.event === "disposal" && step === "proposed") proposers.set(id, event.by);
    // What two have destroyed is closed, whatever is left of it.
    else if (event.event === "disposal" && step === "done" && (proposers.get(id) ?? event.by) !== event.by) status = "closed";
    else if (movesByItself(event.event)) status = reached(status, event.event);
    else if (event.event === "status" && event.status !== status) {
      const next = allowed(standsAs(status, handed), event.status, event.reason);
      if (next === null) refused.push(ctx);
      else status = next;
    }
  }
  return { status, refused };
}

/** The first acknowledgement; a day later than its event is not believed. */
function acknowledgement(answers: readonly CaseEvent[]): Case["acknowledged"] {
  const first = answers.find(({ event }) => event === "acknowledged");
  if (first === undefined) return null;
  const at = first.at.slice(0, 10);
  return { day: first.day !== null && first.day < at ? first.day : at, device: first.by };
}

/** All the reporter's texts, oldest first. */
export function textsOf({ reports, assistance, messages }: Case): Text[] {
  return [...reports, ...assistance, ...messages].sort(byOrder);
}

/** Why a case is urgent: answers by question id, and `routing` when the routing table said so; empty: it is not. */
export function urgencyOf({ reports, handovers }: Case): string[] {
  const reasons = reports.flatMap(({ payload: { answers, urgent } }) => [
    ...Object.keys(URGENT_ANSWERS).filter((question) => {
      const answer = answers[question];
      return typeof answer === "string" && URGENT_ANSWERS[question]?.includes(answer);
    }),
    ...(urgent ? ["routing"] : []),
  ]);
  return [...new Set([...reasons, ...(handovers.some(({ body }) => body?.urgent === true) ? ["routing"] : [])])];
}

/** The language of the reporter's newest text; empty when none is known. */
export function languageOfCase(found: Case): string {
  const before = found.handovers.reduce((newest, { body }) => body?.lang || newest, "");
  return textsOf(found).reduce((newest, { payload }) => (payload.lang === "" ? newest : payload.lang), before);
}

/** The day on which the first text, or what another office passed on, was filed. */
export function receivedOn(found: Case): string | null {
  const days = [textsOf(found)[0]?.day, found.handovers[0]?.day].flatMap((day) => day ?? []);
  return days.sort()[0] ?? null;
}

/** The events of one name. */
export function named({ events }: Pick<Case, "events">, name: CaseEvent["event"]): Done[] {
  return events.filter(({ event }) => event.event === name);
}

/** Devices that said they opened it, sorted. */
export function openedBy(found: Case): string[] {
  return [...new Set(named(found, "opened").map(({ event }) => event.by))].sort();
}

/** The device that has the case, by the latest assignment. */
export function assignedTo(found: Case): string | null {
  return named(found, "assignment").at(-1)?.event.to ?? null;
}

/** The first reply tag number that no device of the office is known to have used. */
export function nextJ(found: Case): number {
  const numbers = found.answers.flatMap(({ j }) => j ?? []).sort((one, other) => one - other);
  return numbers.reduce((next, j) => (j <= next + AHEAD ? Math.max(next, j + 1) : next), 0);
}

/** Numbers missing in the reporter's own count: held back, or not to be opened. The first hundred of them. */
export function gapsOf({ counted }: Case): number[] {
  const last = [...counted].reduce((most, number) => Math.max(most, number), -1);
  const gaps: number[] = [];
  for (let number = 0; number < last && gaps.length < MOST_GAPS; number++) if (!counted.has(number)) gaps.push(number);
  return gaps;
}

/** Who is to write next. */
export function waitingFor(found: Case): "office" | "reporter" | "nobody" {
  if (found.status === "closed") return "nobody";
  const texts = textsOf(found);
  // Words that went out by themselves are no acknowledgement.
  if (texts.length > 0 && found.acknowledged === null) return "office";
  const newest = texts.at(-1);
  if (newest === undefined) return found.handovers.length > 0 ? "office" : "nobody";
  const { answers } = found;
  const seen = seenBy(found, answers);
  // Texts of one day stand in no order of arrival, so each of the last day must have been there when an answer was written.
  const before = lastWithoutTrail(texts, answers);
  const covered = ({ ctxs, day }: Text, index: number) =>
    index <= before || ctxs.some((ctx) => seen.has(ctx)) || answers.some(({ about, at }) => at.slice(0, 10) > day || (about !== null && ctxs.includes(about)));
  return texts.every((text, index) => text.day !== newest.day || covered(text, index)) ? "reporter" : "office";
}

/** The place of the last text that an event without a trail is about: earlier desks meant all up to it. -1: none. */
export function lastWithoutTrail(texts: readonly Text[], events: readonly CaseEvent[]): number {
  const about = new Set(events.filter(({ heads }) => heads.length === 0).map((event) => event.about));
  return texts.reduce((last, { ctxs }, index) => (ctxs.some((ctx) => about.has(ctx)) ? index : last), -1);
}

/** `ctx` of all that the devices had which made these events: what they name as seen, and what that names. */
export function seenBy(found: Pick<Case, "events">, events: readonly CaseEvent[]): ReadonlySet<string> {
  const heads = new Map(found.events.map(({ ctx, event }) => [ctx, event.heads]));
  const seen = new Set<string>();
  const next = events.flatMap((event) => event.heads);
  for (let ctx = next.pop(); ctx !== undefined; ctx = next.pop()) {
    if (seen.has(ctx)) continue;
    seen.add(ctx);
    next.push(...(heads.get(ctx) ?? []));
  }
  return seen;
}

/** The `at` of an event made at `now`: later than all that is known of the case. */
export function nextAt({ events }: Case, now: Date): string {
  const latest = events.reduce((most, { event }) => (event.at > most ? event.at : most), "");
  const clock = writeTimestamp(now);
  return clock > latest ? clock : secondAfter(latest);
}

/** The moment after `at`: for what a device does in the same breath. */
export function secondAfter(at: string): string {
  return writeTimestamp(new Date((readTimestamp(at) ?? 0) + 1000));
}
