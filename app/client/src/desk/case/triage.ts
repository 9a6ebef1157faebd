/**
 * The triage checklist: what an office settles about a case before it goes its way; the same as `app/domain/triage.py`.
 *
 * An answer is a value of the table, so that it can be counted and passed on; an entity is an id of the directory.
 * Source: the checklist that focal points work by. Must never decide anything: it tells what follows, a person acts.
 */
import type { Answer } from "./fields";

export interface TriageQuestion {
  readonly id: string;
  readonly kind: "one" | "many" | "entity";
  readonly values: readonly string[];
  /** The reporter's answers that say something about it, by question id. */
  readonly from: readonly string[];
}

const CATEGORIES = ["sea", "sexual_harassment", "harassment", "discrimination", "abuse_of_authority", "fraud", "damage", "retaliation", "conflict_of_interest", "partner_noncompliance", "inquiry", "other"] as const;

/** In the order in which they are asked: safety first. */
export const TRIAGE: readonly TriageQuestion[] = [
  { id: "safety", kind: "one", values: ["safe", "danger", "unknown"], from: ["safe_now", "still_near", "others_at_risk"] },
  { id: "child", kind: "one", values: ["yes", "no", "unknown"], from: ["child_involved"] },
  { id: "assistance", kind: "one", values: ["wanted", "arranged", "not_wanted", "unknown"], from: ["assistance", "help_today"] },
  { id: "authority", kind: "one", values: ["yes", "no", "unknown"], from: ["accused_affiliation"] },
  { id: "entity", kind: "entity", values: [], from: ["entity", "contracting", "partner_name"] },
  { id: "conflict", kind: "one", values: ["none", "mine", "head", "colleague"], from: [] },
  { id: "category", kind: "many", values: CATEGORIES, from: ["category"] },
  { id: "duplicate", kind: "one", values: ["no", "maybe", "yes"], from: ["reported_before", "reported_to"] },
  { id: "enough", kind: "one", values: ["yes", "ask", "no"], from: ["accused_desc", "where", "event_name"] },
  { id: "consent", kind: "one", values: ["read", "ask"], from: [] },
  { id: "inquiry", kind: "one", values: ["no", "yes"], from: ["inquiry_topic"] },
];

/** What follows from an answer, by the words that the screen has for it. */
export type Consequence = "help_first" | "child_way" | "arrange_help" | "outside" | "step_back" | "other_office" | "link_it" | "ask_reporter" | "give_advice" | "ask_consent";

const FOLLOWS: Readonly<Record<string, Consequence>> = {
  "safety danger": "help_first",
  "child yes": "child_way",
  "child unknown": "child_way",
  "assistance wanted": "arrange_help",
  "authority no": "outside",
  "conflict mine": "step_back",
  "conflict head": "other_office",
  "conflict colleague": "other_office",
  "duplicate yes": "link_it",
  "duplicate maybe": "link_it",
  "enough ask": "ask_reporter",
  "consent ask": "ask_consent",
  "inquiry yes": "give_advice",
};

export function follows(question: string, value: Answer): Consequence | null {
  return typeof value === "string" ? (FOLLOWS[`${question} ${value}`] ?? null) : null;
}

/** Questions that nobody has answered yet. */
export function unanswered(said: Readonly<Record<string, { readonly value: Answer }>>): string[] {
  return TRIAGE.map(({ id }) => id).filter((id) => (said[id]?.value ?? "").length === 0);
}
