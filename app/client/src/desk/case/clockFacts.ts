/** What the clocks look at, read out of a case; the same as `facts_of` in `app/domain/clocks.py`. */
import { type Case, type Done, named, receivedOn, textsOf, urgencyOf } from "../fold";
import type { ClockFacts } from "./clocks";
import { standing } from "./consent";
import { compare } from "./texts";

/** Standard answers that ask something. */
const QUESTIONS: readonly string[] = ["question", "more_needed"];
const CHECK = "check_in";
const GONE = "transferred";

export function clockFacts(found: Case, reminders: ClockFacts["reminders"] = []): ClockFacts {
  const texts = textsOf(found);
  const received = receivedOn(found);
  const answers = named(found, "replied");
  return {
    received,
    urgent: urgencyOf(found).length > 0,
    // There is nobody to acknowledge to: only the mark by which it should be done counts.
    acknowledged: texts.length === 0 ? received : (found.acknowledged?.day ?? null),
    closed: found.status === "closed" || hasGone(found),
    reason: hasGone(found) ? GONE : closingReason(found),
    silent: texts.length === 0 || standing(texts).contact === "no",
    told: [...answers, ...named(found, "acknowledged")].map(dayOf).sort(),
    checked: answers.filter(({ event }) => event.reason === CHECK).map(dayOf).sort(),
    asked: answers.filter(asks).map((done) => ({ from: dayOf(done), until: answeredOn(done, texts) })).sort((one, other) => compare([one.from, one.until ?? "~"], [other.from, other.until ?? "~"])),
    reminders,
  };
}

/** The reason of the closing that counts; empty while the case is open. */
export function closingReason(found: Case): string {
  if (found.status !== "closed") return "";
  return named(found, "status").filter(({ ctx, event }) => event.status === "closed" && !found.refused.includes(ctx)).at(-1)?.event.reason ?? "";
}

/** Whether an answer waits for the reporter. */
export function asks({ event }: Done): boolean {
  return event.data.asks === "yes" || QUESTIONS.includes(event.reason);
}

/** Another office has it: who stepped back passed it on, or it was transferred and did not come back since. */
export function hasGone(found: Case): boolean {
  const given = named(found, "handover").filter(({ event }) => event.data.purpose === "transfer").at(-1);
  const back = given !== undefined && found.handovers.some(({ day }) => day > dayOf(given));
  return found.status === GONE || named(found, "recusal").length > 0 || (given !== undefined && !back);
}

function answeredOn(done: Done, texts: ReturnType<typeof textsOf>): string | null {
  const about = done.event.about;
  const known = about === null ? -1 : texts.findIndex(({ ctxs }) => ctxs.includes(about));
  const next = known === -1 ? texts.find(({ day }) => day > dayOf(done)) : texts[known + 1];
  return next?.day ?? null;
}

function dayOf({ event }: Done): string {
  return event.at.slice(0, 10);
}
