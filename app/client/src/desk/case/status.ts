/**
 * The life cycle of a case: which status may follow which; the same as `app/domain/status.py`.
 *
 * Opening and acknowledging move a case forward by themselves; all else is somebody's decision.
 */
import { STATUSES, type Status } from "../../payloads";
import { isClosure } from "./closing";

const WAYS: readonly Status[] = ["transferred", "referred_investigation", "ethics_review", "returned_to_entity", "informal_resolution", "inquiry_advice"];
/** A duplicate or an answered inquiry closes at once. */
const AFTER_TRIAGE: readonly Status[] = [...WAYS, "initial_assessment", "closed"];
/** Reached by an event of the same name, never left backwards. */
const BY_ITSELF: readonly Status[] = ["received", "opened", "acknowledged"];

function fromWay(way: Status): readonly Status[] {
  return AFTER_TRIAGE.filter((other) => other !== way);
}

const NEXT: Readonly<Record<Status, readonly Status[]>> = {
  received: ["opened"],
  opened: ["acknowledged"],
  acknowledged: ["triaged"],
  triaged: AFTER_TRIAGE,
  transferred: fromWay("transferred"),
  referred_investigation: fromWay("referred_investigation"),
  ethics_review: fromWay("ethics_review"),
  returned_to_entity: fromWay("returned_to_entity"),
  informal_resolution: fromWay("informal_resolution"),
  inquiry_advice: fromWay("inquiry_advice"),
  initial_assessment: [...WAYS, "under_investigation", "closed"],
  under_investigation: ["outcome", "closed"],
  outcome: ["closed"],
  closed: ["reopened"],
  reopened: [...AFTER_TRIAGE, "triaged", "under_investigation"],
};

/** What another office passed on is no report to acknowledge: once opened, it goes on as if it had been. */
export function standsAs(now: Status, handed: boolean): Status {
  return handed && now === "opened" ? "acknowledged" : now;
}

/** What a person may put the case to now, in the order of the life cycle. */
export function choices(now: Status): readonly Status[] {
  return STATUSES.filter((status) => NEXT[now].includes(status) && !BY_ITSELF.includes(status));
}

/** The status that a word means, if it may follow `now`; a word that we do not know is none. A closing needs a reason. */
export function allowed(now: Status, wanted: string | null, reason: string): Status | null {
  const next = NEXT[now].find((status) => status === wanted) ?? null;
  return next === "closed" && !isClosure(reason) ? null : next;
}

/** Whether an event of this name moves a case by itself. */
export function movesByItself(event: string): event is Status {
  return BY_ITSELF.some((status) => status === event);
}

/** The status after such an event: forward only. */
export function reached(now: Status, wanted: Status): Status {
  return BY_ITSELF.includes(now) && BY_ITSELF.indexOf(wanted) > BY_ITSELF.indexOf(now) ? wanted : now;
}
