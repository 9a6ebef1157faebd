/**
 * Help that was arranged, step by step, for each request of a case; the same as `app/domain/assistance.py`.
 *
 * A request is named by the `ctx` of its envelope, or `own` when nobody asked and the office offers by itself. Help does
 * not depend on a report. A step that may not follow is shown, not obeyed. Must never hold what happened to the person.
 */
import type { Case, Done } from "../fold";
import { day as dayField } from "./fields";
import { BadInput } from "../../sealing/errors";

export const OWN = "own";
export const STEPS = ["none", "offered", "accepted", "referred", "received", "declined", "feedback"] as const;
export type Step = (typeof STEPS)[number];

/** What may follow. The same step again says that nothing has changed, with a new remark or provider. */
const NEXT: Readonly<Record<Step, readonly Step[]>> = {
  none: ["offered", "accepted", "referred", "received", "declined"],
  offered: ["offered", "accepted", "referred", "received", "declined"],
  accepted: ["accepted", "referred", "received", "declined"],
  referred: ["referred", "received", "declined"],
  received: ["received", "referred", "feedback"],
  declined: ["declined", "offered", "accepted"],
  feedback: ["feedback", "offered", "accepted", "referred"],
};

export const KINDS = ["medical", "psychosocial", "safety", "legal", "basic", "education_livelihood", "child_support"] as const;
export type Kind = (typeof KINDS)[number];

/** Days after a step on which somebody asks how it stands; a step recorded on that day or later answers it. */
const REMINDERS: Readonly<Partial<Record<Step, readonly number[]>>> = {
  // Who asks for help gets an answer the next day.
  none: [1],
  offered: [7, 30],
  accepted: [7, 30],
  referred: [7, 30],
  // Was it what you needed? Nobody has to answer.
  received: [30],
};
const DAY_MS = 86_400_000;

/** One step that a device recorded; `day` is when it happened, `counted` whether it may follow. */
export interface Taken {
  readonly ctx: string;
  readonly step: string;
  readonly day: string;
  readonly by: string;
  readonly kinds: readonly Kind[];
  readonly provider: string;
  readonly remark: string;
  readonly counted: boolean;
}

/** The help for one request: where it stands since when, how it came there, and days on which to ask. */
export interface Track {
  readonly request: string;
  readonly step: Step;
  readonly since: string;
  readonly kinds: readonly Kind[];
  readonly provider: string;
  readonly taken: readonly Taken[];
  readonly reminders: readonly string[];
}

type Helped = Pick<Case, "assistance" | "events">;

/** What may be recorded now. */
export function nextSteps(now: Step): readonly Step[] {
  return NEXT[now];
}

/** The help for each request of a case, in their order; last what the office offered by itself. */
export function tracks({ assistance, events }: Helped): Track[] {
  const asked = new Map(assistance.map(({ ctx, day }) => [ctx, day]));
  const said = new Map<string, Done[]>([...asked.keys()].map((name) => [name, []]));
  for (const done of events.filter(({ event }) => event.event === "assistance")) {
    const name = word(done, "request");
    // A request that this device does not know counts as the office's own.
    const request = asked.has(name) ? name : OWN;
    said.set(request, [...(said.get(request) ?? []), done]);
  }
  return [...said].map(([request, its]) => track(request, asked.get(request) ?? null, its));
}

/** Days on which to ask how the help of a case stands, in order. */
export function reminders(found: Helped): string[] {
  return tracks(found).flatMap((one) => one.reminders).sort();
}

function track(request: string, asked: string | null, said: readonly Done[]): Track {
  const taken = walk(said);
  const counted = taken.filter((one) => one.counted);
  let step: Step = "none";
  let since = asked ?? taken[0]?.day ?? "";
  for (const one of counted) {
    if (one.step === step) continue;
    step = one.step as Step;
    since = one.day;
  }
  const kinds = counted.filter((one) => one.kinds.length > 0).at(-1)?.kinds ?? [];
  const provider = counted.filter((one) => one.provider !== "").at(-1)?.provider ?? "";
  return { request, step, since, kinds, provider, taken, reminders: remindersOf(step, since, taken) };
}

function remindersOf(step: Step, since: string, taken: readonly Taken[]): string[] {
  const days = (REMINDERS[step] ?? []).map((after) => new Date(Date.parse(`${since}T00:00:00Z`) + after * DAY_MS).toISOString().slice(0, 10));
  const latest = taken.reduce((most, { day }) => (day > most ? day : most), since);
  return days.filter((day) => taken.length === 0 || day > latest);
}

/** Every step that was recorded, in order, and whether it may follow the one before. */
function walk(said: readonly Done[]): Taken[] {
  let now: Step = "none";
  return said.map((done) => {
    const step = word(done, "step");
    const next = NEXT[now].find((one) => one === step);
    now = next ?? now;
    const listed = done.event.data.kinds;
    const kinds = KINDS.filter((kind) => typeof listed === "object" && listed.includes(kind));
    return { ctx: done.ctx, step, day: dayOf(done), by: done.event.by, kinds, provider: word(done, "provider"), remark: done.event.text, counted: next !== undefined };
  });
}

/** The day that was named, else that of the event; nothing has happened after it was written down. */
function dayOf(done: Done): string {
  const at = done.event.at.slice(0, 10);
  try {
    const day = dayField(word(done, "day"), "day");
    return day < at ? day : at;
  } catch (error) {
    if (error instanceof BadInput) return at;
    throw error;
  }
}

function word({ event }: Done, name: string): string {
  const value = Object.hasOwn(event.data, name) ? event.data[name] : undefined;
  return typeof value === "string" ? value : "";
}
