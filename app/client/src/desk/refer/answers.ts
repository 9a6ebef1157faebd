/**
 * Which answers of the form tell who the reporter is; the same as `app/domain/answer_groups.py`.
 *
 * A list of what may go, not of what may not: an answer to a question that stands in none of the two lists stays
 * behind unless the reporter allows it. A test holds the lists to the form.
 */

/** Chosen from a list, or a place or body: says what happened, not who tells it. */
export const HARMLESS: readonly string[] = [
  "safe_now", "reporter_role", "with_you", "trusted_adult", "they_agree", "category", "inquiry_topic", "prefer", "accused_affiliation",
  "entity", "contracting", "country", "ongoing", "how_know", "in_return", "still_near", "work_relation", "repeated", "written_kept", "formal",
  "documents", "injury", "missing_rules", "reported_before", "reported_to", "at_event", "child_involved", "others_at_risk", "assistance",
  "help_today", "contact_ok", "identity_helpers", "identity_investigators", "told_elsewhere",
];

/** Typed by the reporter: goes, once the officer has read it and taken out what tells who they are. */
export const IN_OWN_WORDS: readonly string[] = [
  "your_question", "accused_desc", "what", "what_child", "when", "where", "outcome_wish", "ground", "decision", "goods", "damaged_item",
  "partner_name", "reported_when", "what_after", "deadline", "event_name",
];

/** Questions of the form whose answers stay behind without the reporter's word. */
export const IDENTIFYING: readonly string[] = ["own_entity", "contact_person", "safe_contact"];

const MAY_GO = new Set([...HARMLESS, ...IN_OWN_WORDS]);

export function mayGo(question: string): boolean {
  return MAY_GO.has(question);
}
