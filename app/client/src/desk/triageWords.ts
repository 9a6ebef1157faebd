/** The words of the triage checklist: questions, answers, what follows from them; and of links between cases. */
import type { Words } from "../words/words";
import type { Consequence } from "./case/triage";
import type { TabId } from "./context";
import { categoryName } from "./labels";

type T = Words["t"];
type Names = Readonly<Record<string, string>>;

export function triageQuestion(id: string, t: T): string {
  const questions: Names = {
    safety: t("Is anyone in danger now?"),
    child: t("Is a child affected?"),
    assistance: t("Do they want help?"),
    authority: t("Does the United Nations have authority over the person?"),
    entity: t("Which entity is it about?"),
    conflict: t("Does anyone here have a conflict of interest?"),
    category: t("What is it about?"),
    duplicate: t("Was the same reported before?"),
    enough: t("Is there enough to know which entity must act?"),
    consent: t("Have you read who may know who they are?"),
    inquiry: t("Is it a question rather than a report?"),
  };
  return questions[id] ?? id;
}

export function triageValue(question: string, value: string, t: T): string {
  if (question === "category") return categoryName(value, t);
  const own: Readonly<Record<string, Names>> = {
    safety: { safe: t("No, as far as we know"), danger: t("Yes"), unknown: t("Not known") },
    assistance: { wanted: t("Yes"), arranged: t("Yes, and it is arranged"), not_wanted: t("No"), unknown: t("Not known") },
    conflict: { none: t("No"), mine: t("Yes, I have one"), head: t("Yes, the head of the entity"), colleague: t("Yes, a colleague here") },
    duplicate: { no: t("No"), maybe: t("Perhaps"), yes: t("Yes") },
    enough: { yes: t("Yes"), ask: t("Not yet, we must ask"), no: t("No, and we cannot ask") },
    consent: { read: t("Yes, and we keep to it"), ask: t("It is not clear, we must ask") },
  };
  const plain: Names = { yes: t("Yes"), no: t("No"), unknown: t("Not known") };
  return own[question]?.[value] ?? plain[value] ?? value;
}

/** What to do next because of an answer. */
export function consequenceText(consequence: Consequence, t: T): string {
  const texts: Readonly<Record<Consequence, string>> = {
    help_first: t("Safety comes first. Offer help today, under “Help”, before anything else."),
    child_way: t("Take the child protection way: do not question the child, and tell only those who protect them."),
    arrange_help: t("Arrange it under “Help”. Helpers get the needs and a safe way to reach them, not the story."),
    outside: t("Your office cannot act on it. Tell the reporter who can, and close it for that reason, or pass it on under “Refer”."),
    step_back: t("Please stop reading here, and step back from the case under “Refer”. Another office takes over."),
    other_office: t("Keep this person out of it: give the case to somebody else below, or to another office under “Refer”."),
    link_it: t("Link the two cases below, so that both are seen together."),
    ask_reporter: t("Ask the reporter, under “Report and answers”. The clock stands still while you wait."),
    give_advice: t("Answer the question, then close the case as “Inquiry answered”."),
    ask_consent: t("Until they have said it, nobody may learn who they are."),
  };
  return texts[consequence];
}

/** The part of the case where that is done; null: it is done where the sentence stands, or not at the desk. */
export const CONSEQUENCE_TABS: Readonly<Record<Consequence, TabId | null>> = {
  help_first: "help",
  child_way: null,
  arrange_help: "help",
  outside: "refer",
  step_back: "refer",
  other_office: "refer",
  link_it: null,
  ask_reporter: "story",
  give_advice: "story",
  ask_consent: "story",
};

export function relationName(relation: string, t: T): string {
  const names: Names = {
    duplicate: t("The same was reported"),
    same_person: t("The same person is accused"),
    same_subject: t("The same matter"),
    related: t("Has to do with it"),
  };
  return names[relation] ?? relation;
}
