/**
 * By when something is due in a case, in days; the same as `app/domain/clocks.py`.
 *
 * Clocks are reckoned from what stands in the case and from the signed policy: nothing is stored and no clock runs.
 * Days, because the store keeps no times. Source: the daily screen that focal points work by. Must never
 * call somebody late who is not: hours are rounded up to days, weekends do not count as working days.
 */
import type { Status } from "../../payloads";

/** What is due: the first answer, news for the reporter, the case's own mark, the question about retaliation, something noted elsewhere. */
export type ClockName = "acknowledge" | "feedback" | "benchmark" | "retaliation" | "reminder";

/** Numbers of the signed directory, in days unless the name says otherwise. */
export interface ClockPolicy {
  readonly acknowledge_hours_urgent: number;
  readonly acknowledge_working_days: number;
  readonly feedback_days: number;
  readonly benchmark_days: number;
  readonly retaliation_days: readonly number[];
}

/** What the clocks look at. Days are `YYYY-MM-DD`. */
export interface ClockFacts {
  readonly received: string | null;
  readonly urgent: boolean;
  readonly acknowledged: string | null;
  readonly closed: boolean;
  /** Why it was closed; empty otherwise. */
  readonly reason: string;
  /** The reporter does not wish to be written to. */
  readonly silent: boolean;
  /** Days on which the reporter was written to. */
  readonly told: readonly string[];
  /** Days on which the reporter was asked about retaliation. */
  readonly checked: readonly string[];
  /** Questions to the reporter: the day of each, and of the next text of theirs. */
  readonly asked: readonly { readonly from: string; readonly until: string | null }[];
  /** Kept elsewhere, such as asking after help that was arranged. */
  readonly reminders: readonly { readonly name: string; readonly due: string }[];
}

export interface Clock {
  readonly name: ClockName;
  readonly due: string;
  /** Days from today; below zero: late by so many. */
  readonly left: number;
  /** Of the benchmark: it stands still while an answer of the reporter is awaited. */
  readonly paused: boolean;
  /** Of retaliation: after how many days; of the benchmark: how many days it has run; else 0. */
  readonly days: number;
  /** Of a reminder: which. */
  readonly about: string;
}

const DAY_MS = 86_400_000;
const HOURS_A_DAY = 24;
const WORKING_DAYS: readonly number[] = [1, 2, 3, 4, 5];
/** The question about retaliation may be asked so many days before its day, and counts for it. */
const EARLY_DAYS = 7;
/** Nobody waits for retaliation here after such an end: it goes on elsewhere, or nothing was reported. */
const ENDS_WATCH: readonly string[] = ["transferred", "duplicate", "inquiry_answered"];

/** All clocks of a case on a day, the most pressing first. */
export function clocks(facts: ClockFacts, policy: ClockPolicy, today: string): Clock[] {
  const found = [acknowledging(facts, policy), feedback(facts, policy), benchmark(facts, policy, today), retaliation(facts, policy, today)];
  const reminders = facts.closed ? [] : facts.reminders.map(({ name, due }) => ({ ...PLAIN, name: "reminder" as const, due, about: name }));
  return [...found.flatMap((clock) => clock ?? []), ...reminders]
    .map((clock) => ({ ...clock, left: between(today, clock.due) }))
    .sort((one, other) => Number(one.paused) - Number(other.paused) || one.left - other.left);
}

/** The day since which an answer of the reporter is awaited; null when none is. */
export function awaitedSince({ asked, closed }: ClockFacts, policy: ClockPolicy, today: string): string | null {
  if (closed) return null;
  return asked.find(({ from, until }) => until === null && between(from, today) < policy.feedback_days)?.from ?? null;
}

/** The last day on which an acknowledgement is in time. */
export function acknowledgeBy(received: string, urgent: boolean, policy: ClockPolicy): string {
  if (urgent) return plus(received, Math.ceil(policy.acknowledge_hours_urgent / HOURS_A_DAY));
  let day = received;
  for (let left = policy.acknowledge_working_days; left > 0; left--) {
    do day = plus(day, 1);
    while (!WORKING_DAYS.includes(new Date(day).getUTCDay()));
  }
  return day;
}

/** The day so many days later. */
export function plus(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Days from one day to another. */
export function between(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}

/** Whether a status ends what is owed week by week. */
export function isClosed(status: Status): boolean {
  return status === "closed";
}

type Found = Omit<Clock, "left"> | null;
const PLAIN = { paused: false, days: 0, about: "" };

function acknowledging({ received, urgent, acknowledged, closed }: ClockFacts, policy: ClockPolicy): Found {
  if (received === null || acknowledged !== null || closed) return null;
  return { ...PLAIN, name: "acknowledge", due: acknowledgeBy(received, urgent, policy) };
}

/** From the last time that the reporter was written to. */
function feedback({ acknowledged, closed, silent, told }: ClockFacts, policy: ClockPolicy): Found {
  if (acknowledged === null || closed || silent) return null;
  const last = latest([acknowledged, ...told]);
  return { ...PLAIN, name: "feedback", due: plus(last, policy.feedback_days) };
}

function benchmark(facts: ClockFacts, policy: ClockPolicy, today: string): Found {
  if (facts.received === null || facts.closed) return null;
  const still = stoodStill(facts, policy, today);
  const ran = Math.max(0, between(facts.received, today) - still);
  return { ...PLAIN, name: "benchmark", due: plus(facts.received, policy.benchmark_days + still), paused: awaitedSince(facts, policy, today) !== null, days: ran };
}

/**
 * Days on which an answer was awaited, each once. A question stops the clock for as long as the reporter may
 * wait for news and no longer: silence must not keep a case for ever.
 */
function stoodStill({ asked }: ClockFacts, policy: ClockPolicy, today: string): number {
  const days = new Set<number>();
  for (const { from, until } of asked) {
    const end = Math.min(between(from, until ?? today), between(from, today), policy.feedback_days);
    const first = between("1970-01-01", from);
    for (let day = 0; day < end; day++) days.add(first + day);
  }
  return days.size;
}

/** The first step that no question has covered; of several that are past, the last. */
function retaliation({ received, acknowledged, silent, reason, checked }: ClockFacts, policy: ClockPolicy, today: string): Found {
  if (received === null || acknowledged === null || silent || ENDS_WATCH.includes(reason)) return null;
  const asked = latest(["", ...checked]);
  const open = policy.retaliation_days.map((days) => ({ days, due: plus(received, days) })).filter(({ due }) => asked < plus(due, -EARLY_DAYS));
  const next = open.filter(({ due }) => due <= today).at(-1) ?? open[0];
  return next === undefined ? null : { ...PLAIN, name: "retaliation", due: next.due, days: next.days };
}

function latest(days: readonly string[]): string {
  return days.reduce((most, day) => (day > most ? day : most), "");
}
