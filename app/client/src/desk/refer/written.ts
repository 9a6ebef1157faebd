/** What the office writes down when it passes a case on: the event, who was told what, and the status that follows. Pure. */
import type { EventName, Status } from "../../payloads";
import { choices } from "../case/status";
import type { ReferChoice } from "../calls/refer";
import type { ToldRole, ToldWhat } from "../case/needToKnow";
import { type Audience, type Level, type Purpose } from "./audience";

/** Passing it on takes the case away from us; referring it does not. */
const EVENT_OF: Readonly<Record<Purpose, EventName>> = {
  transfer: "handover",
  recusal: "handover",
  leaver: "handover",
  escalation: "handover",
  referral: "referral",
  assistance: "referral",
};

/** The status after a referral to an office of this role. */
const STATUS_OF_ROLE: Readonly<Record<string, Status>> = {
  investigations: "referred_investigation",
  ethics_office: "ethics_review",
  ethics_adviser: "ethics_review",
  ethics_legal: "ethics_review",
};

const TOLD: Readonly<Record<Level, ToldWhat>> = { whole: "allegation", needs: "needs", existence: "existence" };
const TOLD_ROLE: Readonly<Record<Audience, ToldRole>> = { helpers: "assistance", investigators: "other_office", head: "head_of_entity", others: "other" };

export function eventOf(purpose: Purpose): EventName {
  return EVENT_OF[purpose];
}

/** The status that follows, if the life cycle allows it now. */
export function statusAfter(now: Status, { purpose, role }: { readonly purpose: Purpose; readonly role: string }): Status | null {
  const wanted = EVENT_OF[purpose] === "handover" ? "transferred" : purpose === "referral" ? (STATUS_OF_ROLE[role] ?? null) : null;
  return wanted !== null && choices(now).includes(wanted) ? wanted : null;
}

/** The data of a referral or handover event. */
export function passedData(choice: ReferChoice, withheld: readonly string[], named: boolean, day: string): Record<string, string | readonly string[]> {
  const { office, to, purpose, reference } = choice;
  return { office, to, purpose, identity: named ? "yes" : "no", withheld, reference, day };
}

/** The line in the register of who was told what. */
export function toldData(who: string, role: string, audience: Audience, level: Level, named: boolean, day: string): Record<string, string> {
  const investigates = audience === "investigators" && role === "investigations";
  return { who, role: investigates ? "oios" : TOLD_ROLE[audience], what: TOLD[level], identity: named && level !== "existence" ? "yes" : "no", day };
}
