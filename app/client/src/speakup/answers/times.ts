/** When an office should be heard from: policy of the directory and of feedback, never a promise. Pure; days only. */
import type { Policy } from "../../directory/types";
import { lettersOf, proofIn, statusTold, type Thread } from "./letters";

/** An office tells how it stands at least this often. */
export const UPDATE_DAYS = 30;
/** An investigation often takes so long; many take longer. */
export const INVESTIGATION_DAYS = 120;
const DAY_SECONDS = 86_400;
const DAY_HOURS = 24;
const WORKING_DAYS_A_WEEK = 5;

/** Calendar days after which a confirmation is late for certain: weekends, the relay's wait and time zones included. */
export function latestDays({ acknowledge_working_days: working, batch }: Policy): number {
  const weekends = 2 * Math.ceil(working / WORKING_DAYS_A_WEEK);
  return working + weekends + Math.ceil(batch.deadline / DAY_SECONDS);
}

/** The day by which an office should have confirmed what is sent `today`: the same as `app/domain/deadlines.py` reckons. */
export function heardBy(policy: Policy, urgent: boolean, today: string): string {
  const days = urgent ? Math.ceil(policy.acknowledge_hours_urgent / DAY_HOURS) + Math.ceil(policy.batch.deadline / DAY_SECONDS) : latestDays(policy);
  return dayAfter(today, days);
}

/** `YYYY-MM-DD`, `days` later; empty for a text that is no day. */
export function dayAfter(day: string, days: number): string {
  const time = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(time) ? "" : new Date(time + days * DAY_SECONDS * 1000).toISOString().slice(0, 10);
}

export interface Expected {
  /** The day by which to hear from the office again; null when that is not known, or it has closed the case. */
  readonly by: string | null;
  /** Nothing came by that day. */
  readonly overdue: boolean;
}

/**
 * When to hear from an office again.
 *
 * Replies carry no day but that of the acknowledgement, so later letters count as heard. An office could dodge by a
 * letter, or by a day that is yet to come, which is not believed: so the way to another office stands open all the time.
 */
export function expected(thread: Thread, today: string): Expected {
  const given = proofIn(thread);
  const proof = given !== null && given.day <= dayAfter(today, 1) ? given : null;
  const letters = lettersOf(thread);
  const first = letters.findIndex((letter) => letter.proof === proof);
  const since = letters.length - 1 - first + thread.waiting;
  if (proof === null || since > 0 || statusTold(thread) === "closed") return { by: null, overdue: false };
  const by = dayAfter(proof.day, UPDATE_DAYS);
  return by === "" ? { by: null, overdue: false } : { by, overdue: today > by };
}
