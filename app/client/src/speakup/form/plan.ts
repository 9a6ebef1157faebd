/**
 * Which office gets what: a draft for each office of the route (protocol §5).
 *
 * The helpers' draft never holds the narrative, the report never says which help is wanted, and no draft
 * names another office. Answers with the purpose `routing` or `local` are in none of them.
 */
import type { Route } from "../../directory/types";
import type { Draft } from "../crypto/parts";
import { type Answers, type Form, standing } from "./form";
import { helpOnly, wantsHelp } from "./facts";

export interface Planned {
  readonly office: string;
  readonly draft: Draft;
}

/** The drafts in the order in which they should leave: first the one that matters most to the person. */
export function plan(form: Form, all: Answers, route: Route): Planned[] {
  const answers = standing(form, all);
  const planned: Planned[] = [];
  // Without an office for assistance the first reader gets the wish for help: better than nobody.
  const helper = route.assistance ?? route.primary;
  if (wantsHelp(answers) && helper !== null) planned.push({ office: helper, draft: helpDraft(answers) });
  if (!helpOnly(all)) {
    const draft = reportDraft(form, answers, route.urgent);
    for (const office of readers(route)) planned.push({ office, draft });
  }
  return planned;
}

/** The offices that read the report itself, each once. */
export function readers(route: Route): readonly string[] {
  return [...new Set([route.primary, ...route.copies])].filter((office) => office !== null);
}

export function helpDraft(answers: Answers): Draft {
  const today = answers.help_today?.[0] === "yes" ? ["today"] : [];
  const person = (answers.contact_person ?? []).filter((value) => value !== "either");
  return {
    kind: "assistance",
    help: [...(answers.assistance ?? []), ...today, ...person],
    safe_contact: answers.safe_contact?.[0] ?? "",
    country: answers.country?.[0] ?? null,
  };
}

function reportDraft(form: Form, answers: Answers, urgent: boolean): Draft {
  const purposes = new Map(form.questions.map((question) => [question.id, question]));
  const sent: Record<string, string | readonly string[]> = {};
  for (const [id, values] of Object.entries(answers)) {
    const question = purposes.get(id);
    if (question === undefined || (question.purpose ?? "answer") !== "answer") continue;
    sent[id] = question.kind === "choices" ? values : (values[0] ?? "");
  }
  return { kind: "report", answers: sent, words: wordsOf(form, answers), consent: consentOf(answers), urgent };
}

function wordsOf(form: Form, answers: Answers): string {
  const ids = form.questions.filter(({ purpose }) => purpose === "words").map(({ id }) => id);
  return ids.flatMap((id) => answers[id] ?? []).join("\n\n");
}

/** Three consents, each for itself. What was not answered is not agreed to; whether to write back is not said at all then: silence is no refusal. */
export function consentOf(answers: Answers): Record<string, string> {
  const helpers = answers.identity_helpers?.[0] === "yes";
  const investigators = answers.identity_investigators?.[0] === "yes";
  const identity = helpers && investigators ? "helpers_and_investigators" : helpers ? "helpers" : investigators ? "investigators" : "none";
  const contact = answers.contact_ok?.[0];
  return { ...(contact === undefined ? {} : { contact: contact === "yes" ? "yes" : "no" }), identity };
}
