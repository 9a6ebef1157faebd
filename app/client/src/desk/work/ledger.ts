/**
 * All that this device has opened, by case. Lives in the worker's memory and nowhere else.
 *
 * A case is folded when it is asked for and something came for it, so that a sync costs what is new.
 */
import { type Case, caseOf, distinct, type Entry, reporterOf, textsOf } from "../fold";
import type { Failure } from "../view";
import type { Read, Readable } from "./reading";

/** Where an opened envelope stands, and who vouches for it. */
export type Place = Pick<Readable, "position" | "vouched">;

export class Ledger {
  /** The highest position seen. */
  newest = 0;
  readonly #entries = new Map<string, Map<string, Entry>>();
  readonly #places = new Map<string, Place>();
  readonly #failures = new Map<number, Failure>();
  readonly #cases = new Map<string, Case>();

  /** Take in what reading an envelope gave. What opens by a grant replaces its failure. */
  add(read: Read): void {
    this.newest = Math.max(this.newest, read.position);
    if ("check" in read) {
      this.#failures.set(read.position, read);
      return;
    }
    this.#failures.delete(read.position);
    // The same envelope filed again changes nothing: its first day counts.
    if (!this.#places.has(read.entry.ctx)) this.#put(read);
  }

  /** Whether the envelope at this position could not be opened, so that a grant may help. */
  hasFailed(position: number): boolean {
    return this.#failures.has(position);
  }

  place(ctx: string): Place | undefined {
    return this.#places.get(ctx);
  }

  /** The case of a thread. Unchanged cases are the same object each time. */
  case(thread: string): Case | undefined {
    const entries = this.#entries.get(thread);
    if (entries === undefined) return undefined;
    const found = this.#cases.get(thread) ?? caseOf(thread, attributed([...entries.values()]));
    this.#cases.set(thread, found);
    return found;
  }

  cases(): Case[] {
    return [...this.#entries.keys()].flatMap((thread) => this.case(thread) ?? []);
  }

  /** Envelopes that could not be opened, and those that opened but are not by whom they say; the newest first. */
  failures(): Failure[] {
    const unproven = this.cases().flatMap((found) => found.unproven.map((ctx) => this.#unproven(found.thread, ctx)));
    return [...this.#failures.values(), ...unproven].sort((one, other) => other.position - one.position);
  }

  #unproven(thread: string, ctx: string): Failure {
    const day = this.#entries.get(thread)?.get(ctx)?.day ?? "";
    return { position: this.#places.get(ctx)?.position ?? 0, day, check: "sender" };
  }

  #put({ entry, position, vouched }: Readable): void {
    const { thread } = entry.payload;
    const entries = this.#entries.get(thread) ?? new Map<string, Entry>();
    this.#entries.set(thread, entries.set(entry.ctx, entry));
    this.#places.set(entry.ctx, { position, vouched });
    this.#cases.delete(thread);
  }
}

/** Granted messages stand under the key of their thread: they do not name it themselves. */
function attributed(entries: readonly Entry[]): Entry[] {
  const reporter = reporterOf(distinct(entries)) ?? "";
  return entries.map((entry) => (entry.sender === "" ? { ...entry, sender: reporter } : entry));
}

/** How many of the reporter's texts `device` has shown its officer: those up to the newest that an event of it is about. */
export function readUpTo(found: Case, device: string): number {
  const about = new Set(found.events.filter(({ event }) => event.by === device).map(({ event }) => event.about));
  return textsOf(found).reduce((most, { ctxs }, index) => (ctxs.some((ctx) => about.has(ctx)) ? index + 1 : most), 0);
}
