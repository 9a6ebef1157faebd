/**
 * A case: what all opened envelopes of an office say together (protocol §9); the same as `app/domain/case.py`.
 *
 * Pure; the order of arrival changes nothing, so all devices of an office agree. Shared vectors:
 * `tests/vectors/fold.json`. Must never drop anything: what cannot be proven or is not understood is listed.
 */
import type { Status } from "../payloads";
import { readTimestamp, writeTimestamp } from "../sealing/timestamp";
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
}

/** An event in a case, with the `ctx` of its envelope. */
export interface Done {
  readonly ctx: string;
  readonly day: string;
  readonly event: CaseEvent;
}

/** One thread of one reporter with one office. Lists stand in the order of time. */
export interface Case {
  readonly thread: string;
  /** Their public key; null while no report of theirs could be opened. */
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
}

const EVENTS = new Set([
  ...["opened", "acknowledged", "status", "assignment", "note", "need_to_know", "referral", "handover", "disposal", "replied"],
  ...["triage", "link", "assistance", "partner", "authority", "recusal", "coding"],
]);
/** More missing numbers than this are not listed: a sender can claim any number. */
const MOST_GAPS = 100;

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
  const reporter = reporterOf(entries);
  const proven = entries.filter((entry) => isProven(entry, reporter));
  const unproven = entries.filter((entry) => !isProven(entry, reporter));
  const written = proven.flatMap(({ ctx, day, payload }) => (isWritten(payload) ? [{ ctx, day, payload }] : []));
  const texts = join(written);
  const events = proven
    .flatMap(({ ctx, day, payload }) => (payload.kind === "event" ? [{ ctx, day, event: payload }] : []))
    .sort((one, other) => compare([one.event.at, one.ctx], [other.event.at, other.ctx]));
  const handed = handoversOf(proven.flatMap(({ ctx, day, payload }) => (payload.kind === "handover" ? [{ ctx, day, payload }] : [])));
  return {
    thread,
    reporter,
    reports: texts.filter((text): text is Text<Report> => text.payload.kind === "report"),
    assistance: texts.filter((text): text is Text<Assistance> => text.payload.kind === "assistance"),
    messages: texts.filter((text): text is Text<Message> => text.payload.kind === "message"),
    handovers: handed,
    events,
    ...walk(events, handed.length > 0),
    acknowledged: acknowledgement(events),
    unproven: unproven.map(({ ctx }) => ctx).sort(),
    unknown: entries.filter(({ payload }) => !isKnown(payload)).map(({ ctx }) => ctx).sort(),
    disputed: unproven.some(({ payload }) => payload.kind === "report" || payload.kind === "assistance"),
    counted: new Set(written.flatMap(({ payload }) => payload.seq ?? [])),
    ...trail(entries, proven, events),
  };
}

/** How the envelopes hang together: each event names those that its device had seen and nobody had named. */
function trail(entries: readonly Entry[], proven: readonly Entry[], events: readonly Done[]): Pick<Case, "ctxs" | "heads" | "missing"> {
  const named = new Set(events.flatMap(({ event }) => event.heads));
  const known = new Set(entries.map(({ ctx }) => ctx));
  const ctxs = proven.map(({ ctx }) => ctx).sort();
  return { ctxs, heads: ctxs.filter((ctx) => !named.has(ctx)), missing: [...named].filter((ctx) => !known.has(ctx)).sort() };
}

/** The key that the thread belongs to: that of the first report or request for help. `entries` by day and ctx. */
export function reporterOf(entries: readonly Entry[]): string | null {
  const first = entries.find(({ payload, sender }) => (payload.kind === "report" || payload.kind === "assistance") && payload.reply.key === sender);
  return first?.sender ?? null;
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
  for (const { ctx, event } of events) {
    if (movesByItself(event.event)) status = reached(status, event.event);
    else if (event.event === "status" && event.status !== status) {
      const next = allowed(standsAs(status, handed), event.status, event.reason);
      if (next === null) refused.push(ctx);
      else status = next;
    }
  }
  return { status, refused };
}

function acknowledgement(events: readonly Done[]): Case["acknowledged"] {
  const first = events.find(({ event }) => event.event === "acknowledged")?.event;
  return first === undefined ? null : { day: first.day ?? first.at.slice(0, 10), device: first.by };
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
  return answersOf(found).reduce((next, { j }) => (j === null ? next : Math.max(next, j + 1)), 0);
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
  const newest = texts.at(-1);
  if (newest === undefined) return found.handovers.length > 0 ? "office" : "nobody";
  const answers = answersOf(found);
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

function answersOf({ events }: Case): CaseEvent[] {
  return events.map(({ event }) => event).filter(({ event }) => event === "replied" || event === "acknowledged");
}
