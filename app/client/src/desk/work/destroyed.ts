/**
 * What may go from this computer when the server does not have it any more: what two members had destroyed, by what
 * both sealed to their office, and what has passed the time for which the directory has it kept.
 *
 * Whoever runs the server can say that something is gone, and can keep it from a desk; must never be able to make
 * the desks that have it forget it.
 */
import type { GoneView } from "../calls/account";
import { disposals } from "../case/disposal";
import { type Kin, recusalOf } from "../case/recusal";
import type { Case } from "../fold";
import type { Ledger } from "./ledger";

export interface Bounds {
  readonly kin: Kin;
  /** What was filed on this day or before (`YYYY-MM-DD`) is not kept any more. */
  readonly keptAfter: string;
}

const DAY_MS = 86_400_000;

/** What was filed so many days before `now` has passed its time. */
export function keptAfter(now: number, days: number): string {
  return new Date(now - days * DAY_MS).toISOString().slice(0, 10);
}

/** The `ctx` of what is not on the server any more and may go here. */
export function mayGo(ledger: Ledger, { kin, keptAfter: last }: Bounds): Set<string> {
  const cases = new Map<string, Standing>();
  const over = ledger.lost().filter(({ ctx, day, payload }) => {
    const known = cases.get(payload.thread) ?? standingOf(ledger.case(payload.thread), kin);
    cases.set(payload.thread, known);
    const said = payload.kind === "event" ? payload.at.slice(0, 10) : "";
    const isOver = [day, said, known.first].every((one) => one <= last);
    return isOver || (day <= known.destroyed && !known.disposals.has(ctx));
  });
  return new Set(over.map(({ ctx }) => ctx));
}

interface Standing {
  /** When a member of the office did something about it for the first time: a day that the server cannot make up. */
  readonly first: string;
  /** When a second member had it destroyed; empty: none did. What was filed later is none of it. */
  readonly destroyed: string;
  /** The events on that, which stay. */
  readonly disposals: ReadonlySet<string>;
}

function standingOf(found: Case | undefined, kin: Kin): Standing {
  const events = found?.events ?? [];
  return {
    first: events.map(({ event }) => event.at.slice(0, 10)).sort()[0] ?? "",
    destroyed: destroyedOn({ events }, kin),
    disposals: new Set(events.filter(({ event }) => event.event === "disposal").map(({ ctx }) => ctx)),
  };
}

/** The day on which a second member had the case destroyed, the last such day; empty: none did. */
export function destroyedOn(found: Pick<Case, "events">, kin: Kin): string {
  const byTwo = disposals(found).filter(({ step, proposedBy, endedBy }) => step === "done" && endedBy !== null && !kin(proposedBy).has(endedBy));
  return byTwo.map(({ endedAt }) => (endedAt ?? "").slice(0, 10)).sort().at(-1) ?? "";
}

/** Nothing of it is here: it was destroyed, the officer stepped back from it, or nothing of it could be read yet. */
export function isGone({ reports, assistance, messages, handovers }: Pick<Case, "reports" | "assistance" | "messages" | "handovers">): boolean {
  return reports.length + assistance.length + messages.length + handovers.length === 0;
}

/** How many cases there are of which nothing is here, by the reason. */
export function goneOf(cases: readonly Case[], own: string, kin: Kin): GoneView {
  const reasons = cases.filter(isGone).map((found) => reasonOf(found, own, kin));
  const many = (reason: keyof GoneView) => reasons.filter((one) => one === reason).length;
  return { destroyed: many("destroyed"), left: many("left"), unread: many("unread") };
}

/** Who stepped back learns nothing more of the case, not even that colleagues had it destroyed. */
function reasonOf(found: Case, own: string, kin: Kin): keyof GoneView {
  if (recusalOf(found, own, kin) !== null) return "left";
  return destroyedOn(found, kin) === "" ? "unread" : "destroyed";
}
