/**
 * All that this device has opened, by case. Lives in the worker's memory; `store/` keeps a sealed copy.
 *
 * A case is folded when it is asked for and something came for it, so that a sync costs what is new. What this
 * device has said and could not send yet stands among the rest, so that the next thing it says comes after it.
 */
import { claimedTexts, doubtfulIn } from "../case/claims";
import type { Handover } from "../case/handover";
import type { Kin } from "../case/recusal";
import type { Text } from "../case/texts";
import { type Case, caseOf, distinct, type Entry, lastWithoutTrail, reporterOf, seenBy, textsOf } from "../fold";
import type { Gone } from "../store/store";
import type { Failure } from "../view";
import type { Read, Readable } from "./reading";

/** Where an opened envelope stands, and who vouches for it. Position 0: not on the server, or no longer. */
export interface Place extends Pick<Readable, "position" | "vouched"> {
  /** It waits here to be sent. */
  readonly waiting: boolean;
}

/** Whether an entry of a closed case may stay. */
type Keep = (entry: Entry) => boolean;

/** Events of a device that leaves a case; they stay as the stub that says so. */
const STUB: ReadonlySet<string> = new Set(["recusal", "handover"]);

export class Ledger {
  /** The highest position seen. */
  newest = 0;
  readonly #entries = new Map<string, Map<string, Entry>>();
  readonly #places = new Map<string, Place>();
  readonly #failures = new Map<number, Failure>();
  readonly #cases = new Map<string, Case>();
  /** Cases whose texts are not for this device any more. */
  readonly #closed = new Map<string, Keep>();
  /** What this device has said and not met in the stream yet. */
  readonly #said = new Set<string>();
  /** What the store has to drop. A server that counted anew left some of it there without a position. */
  #dropped = { positions: new Set<number>(), ctxs: new Set<string>() };
  #all: readonly Case[] | null = null;
  #unopened: readonly Failure[] | null = null;

  /** `own`: the device at this desk; a recusal of its member, at whichever device, closes the case to it. */
  constructor(
    readonly own: string,
    readonly kin: Kin,
  ) {}

  /** Take in what reading an envelope gave. What opens by a grant replaces its failure. */
  add(read: Read): void {
    this.newest = Math.max(this.newest, read.position);
    this.#unopened = null;
    if ("check" in read) {
      this.#failures.set(read.position, read);
      return;
    }
    if (this.#isForged(read)) {
      this.#failures.set(read.position, { position: read.position, day: read.entry.day, check: "sender" });
      return;
    }
    this.#failures.delete(read.position);
    const known = this.#places.get(read.entry.ctx);
    // The same envelope filed again changes nothing: its first day counts.
    if (known === undefined) this.#put(read, false);
    else if (known.position === 0 && read.position > 0) this.#placed(read, known);
  }

  /** Take in what this device has said: it could not be sent yet, or has just left. */
  expect(read: Readable, waiting: boolean): void {
    if (this.#places.has(read.entry.ctx)) return;
    this.#said.add(read.entry.ctx);
    this.#put(read, waiting);
  }

  /** It will not be sent after all. */
  unexpect(ctx: string): void {
    if (this.#places.get(ctx)?.position !== 0) return;
    for (const [thread, entries] of this.#entries) if (entries.has(ctx)) this.#drop(thread, [ctx]);
  }

  /** What stands at these positions is gone. */
  remove(positions: ReadonlySet<number>): void {
    this.#unopened = null;
    for (const position of positions) {
      this.#failures.delete(position);
      this.#dropped.positions.add(position);
    }
    for (const [thread, entries] of this.#entries) {
      this.#forget(thread, [...entries.keys()].filter((ctx) => positions.has(this.#places.get(ctx)?.position ?? 0)));
    }
  }

  /** Forget these, wherever they stand. */
  forget(ctxs: ReadonlySet<string>): void {
    for (const [thread, entries] of this.#entries) this.#forget(thread, [...entries.keys()].filter((ctx) => ctxs.has(ctx)));
  }

  /** The server has nothing at these positions any more, and nobody has said why: what was opened stays. */
  lose(positions: ReadonlySet<number>): void {
    for (const [ctx, place] of this.#places) if (positions.has(place.position)) this.#places.set(ctx, { ...place, position: 0 });
    this.#changed();
  }

  /** What is here and not on the server any more. */
  lost(): Entry[] {
    const lost = (ctx: string) => this.#places.get(ctx)?.position === 0 && !this.#said.has(ctx);
    return [...this.#entries.values()].flatMap((entries) => [...entries.values()].filter(({ ctx }) => lost(ctx)));
  }

  /** Forget all entries of a case but those that may stay; what comes for it later too. */
  close(thread: string, keep: Keep): void {
    this.#closed.set(thread, keep);
    const gone = [...(this.#entries.get(thread)?.values() ?? [])].filter((entry) => !keep(entry)).map(({ ctx }) => ctx);
    this.#forget(thread, gone);
  }

  /** Whether this device has left the case. */
  isClosed(thread: string): boolean {
    return this.#closed.has(thread);
  }

  /** What was forgotten since this was asked last. */
  takeDropped(): Gone {
    const dropped = this.#dropped;
    this.#dropped = { positions: new Set(), ctxs: new Set() };
    dropped.positions.delete(0);
    return dropped;
  }

  /** The server counts anew: what is here stays, until it is met again without a position. */
  unplace(): void {
    this.newest = 0;
    this.#failures.clear();
    for (const [ctx, place] of this.#places) this.#places.set(ctx, { ...place, position: 0 });
    this.#changed();
  }

  /** Whether the envelope at this position could not be opened, so that a grant may help. */
  hasFailed(position: number): boolean {
    return this.#failures.has(position);
  }

  place(ctx: string): Place | undefined {
    return this.#places.get(ctx);
  }

  /** Whether the server's envelope with this content was sealed to a device. */
  isFor(thread: string, ctx: string, device: string): boolean {
    const filed = (this.#places.get(ctx)?.position ?? 0) > 0;
    return !filed || this.#entries.get(thread)?.get(ctx)?.payload.recipients.includes(device) !== false;
  }

  /** Positions of all that is here, and what is known of each: the ctx of what was opened, null for what was not. */
  positions(): Map<number, string | null> {
    const found = new Map<number, string | null>();
    for (const [ctx, { position }] of this.#places) if (position > 0) found.set(position, ctx);
    for (const position of this.#failures.keys()) found.set(position, null);
    return found;
  }

  /** The case of a thread. Unchanged cases are the same object each time. */
  case(thread: string): Case | undefined {
    const entries = this.#entries.get(thread);
    if (entries === undefined) return undefined;
    let found = this.#cases.get(thread);
    if (found === undefined) this.#cases.set(thread, (found = caseOf(thread, attributed([...entries.values()]))));
    return found;
  }

  /** All cases; the same list until something comes. */
  cases(): readonly Case[] {
    this.#all ??= [...this.#entries.keys()].flatMap((thread) => this.case(thread) ?? []);
    return this.#all;
  }

  /** Envelopes that could not be opened, and those that opened but are not by whom they say; the newest first. Claims stand in their case. The same list until something comes. */
  failures(): readonly Failure[] {
    this.#unopened ??= this.#failuresNow();
    return this.#unopened;
  }

  #failuresNow(): Failure[] {
    const unproven = this.cases().flatMap((found) => doubtfulIn(found).map((ctx) => this.#unproven(found.thread, ctx)));
    return [...this.#failures.values(), ...unproven].sort((one, other) => other.position - one.position);
  }

  #unproven(thread: string, ctx: string): Failure {
    const day = this.#entries.get(thread)?.get(ctx)?.day ?? "";
    return { position: this.#places.get(ctx)?.position ?? 0, day, check: "sender" };
  }

  #put({ entry, position, vouched }: Readable, waiting: boolean): void {
    const { thread } = entry.payload;
    if (this.#closed.get(thread)?.(entry) === false) {
      this.#dropped.positions.add(position);
      this.#dropped.ctxs.add(entry.ctx);
      return;
    }
    this.#dropped.ctxs.delete(entry.ctx);
    const entries = this.#entries.get(thread) ?? new Map<string, Entry>();
    this.#entries.set(thread, entries.set(entry.ctx, entry));
    this.#places.set(entry.ctx, { position, vouched, waiting });
    this.#changed(thread);
    if (!waiting && this.#leaves(entry)) this.#leave(thread);
  }

  /** It stands on the server now, by the day of filing. */
  #placed({ entry, position, vouched }: Readable, known: Place): void {
    this.#said.delete(entry.ctx);
    this.#places.set(entry.ctx, { position, vouched: vouched ?? known.vouched, waiting: false });
    this.#entries.get(entry.payload.thread)?.set(entry.ctx, entry);
    this.#changed(entry.payload.thread);
    if (known.waiting && this.#leaves(entry)) this.#leave(entry.payload.thread);
  }

  #leaves(entry: Entry): boolean {
    return this.#isStub(entry) && entry.payload.kind === "event" && entry.payload.event === "recusal";
  }

  #leave(thread: string): void {
    this.close(thread, (one) => this.#isStub(one));
  }

  #isStub({ payload, sender }: Entry): boolean {
    return payload.kind === "event" && sender === payload.by && this.#isOwn(payload.by) && STUB.has(payload.event);
  }

  /** Words of this officer's own that somebody else passed on: a colleague's word must not shut anybody out. */
  #isForged({ entry: { payload }, vouched }: Readable): boolean {
    return vouched !== null && payload.kind === "event" && payload.event === "recusal" && this.#isOwn(payload.by) && !this.#isOwn(vouched);
  }

  #isOwn(device: string): boolean {
    return this.kin(this.own).has(device);
  }

  /** Drop it here, and have the store drop it too. */
  #forget(thread: string, ctxs: readonly string[]): void {
    for (const ctx of ctxs) {
      this.#dropped.positions.add(this.#places.get(ctx)?.position ?? 0);
      this.#dropped.ctxs.add(ctx);
    }
    this.#drop(thread, ctxs);
  }

  #drop(thread: string, ctxs: readonly string[]): void {
    const entries = this.#entries.get(thread);
    if (entries === undefined || ctxs.length === 0) return;
    for (const ctx of ctxs) {
      entries.delete(ctx);
      this.#places.delete(ctx);
      this.#said.delete(ctx);
    }
    if (entries.size === 0) this.#entries.delete(thread);
    this.#changed(thread);
  }

  #changed(thread?: string): void {
    if (thread !== undefined) this.#cases.delete(thread);
    this.#all = null;
    this.#unopened = null;
  }
}

/** Granted messages stand under the key of their thread: they do not name it themselves. */
function attributed(entries: readonly Entry[]): readonly Entry[] {
  if (entries.every(({ sender }) => sender !== "")) return entries;
  const reporter = reporterOf(distinct(entries)) ?? "";
  return entries.map((entry) => (entry.sender === "" ? { ...entry, sender: reporter } : entry));
}

/** The reporter's texts that `device` has not shown its officer: no event of it is about them, and it had opened the case without them. */
export function unreadTexts(found: Case, device: string): readonly Text[] {
  const own = found.events.map(({ event }) => event).filter(({ by }) => by === device);
  const seen = seenBy(found, own.filter(({ event }) => event === "opened"));
  const about = new Set(own.map((event) => event.about));
  const texts = textsOf(found);
  const before = lastWithoutTrail(texts, own);
  return texts.filter(({ ctxs }, index) => index > before && !ctxs.some((ctx) => seen.has(ctx) || about.has(ctx)));
}

/** What other keys wrote under the thread and `device` has not shown its officer: an event of it names what was shown. */
export function unreadClaims(found: Case, device: string): readonly Text[] {
  if (found.claims.length === 0) return [];
  const shown = new Set(found.events.filter(({ event }) => event.by === device && event.event === "opened").flatMap(({ event }) => event.data.claims ?? []));
  return claimedTexts(found).filter(({ ctx }) => !shown.has(ctx));
}

/** What other offices passed on and `device` has not shown its officer: an event of it names what was shown. */
export function unreadHandovers(found: Case, device: string): readonly Handover[] {
  const shown = new Set(found.events.filter(({ event }) => event.by === device && event.event === "opened").flatMap(({ event }) => event.data.handovers ?? []));
  return found.handovers.filter(({ ctx }) => !shown.has(ctx));
}
