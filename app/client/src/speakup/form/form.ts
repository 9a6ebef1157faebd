/**
 * The form as data and which questions it asks: the same rules as `app/content/forms.py`, pure.
 *
 * The data is `app/content/data/form.yaml`, built to JSON. Every question can be skipped.
 */
import data from "../../words/generated/form.json";

export type Kind = "choice" | "choices" | "text" | "entity" | "country" | "language" | "page";
/** Where an answer goes: sealed with the report, as the narrative, apart for helpers, as consent, or nowhere. */
export type Purpose = "answer" | "words" | "assistance" | "consent" | "routing" | "local";
type Matches = Readonly<Record<string, readonly string[]>>;
export type When = readonly { readonly is?: Matches; readonly not?: Matches }[];

export interface Option {
  readonly value: string;
  readonly label: string;
  /** Choosing it clears the others. */
  readonly alone?: boolean;
  readonly when?: When;
}

export interface Question {
  readonly id: string;
  readonly section: string;
  readonly kind: Kind;
  readonly purpose?: Purpose;
  readonly text: string;
  readonly hint?: string;
  readonly notice?: readonly string[];
  readonly rows?: number;
  /** Choosing goes on by itself: one tap. */
  readonly at_once?: boolean;
  /** Kinds of local help that are shown with the question. */
  readonly services?: readonly string[];
  readonly options?: readonly Option[];
  readonly when?: When;
}

export interface Flow {
  readonly id: string;
  readonly when: When;
  readonly questions: readonly string[];
}

export interface Form {
  readonly version: number;
  readonly sections: readonly { readonly id: string; readonly title: string }[];
  readonly flows: readonly Flow[];
  readonly questions: readonly Question[];
}

/** Question id to the values chosen; free text is one value; skipped is absent. */
export type Answers = Readonly<Record<string, readonly string[]>>;

export const FORM = data as unknown as Form;

/** Whether a condition is met: no condition, or one alternative whose every `is` matches and no `not` does. */
export function holds(when: When | undefined, answers: Answers): boolean {
  if (when === undefined || when.length === 0) return true;
  return when.some(({ is = {}, not = {} }) => Object.entries(is).every(matched) && !Object.entries(not).some(matched));

  function matched([id, values]: [string, readonly string[]]): boolean {
    return (answers[id] ?? []).some((value) => values.includes(value));
  }
}

/** The questions to ask, in order, given the answers so far. */
export function steps(form: Form, answers: Answers): readonly Question[] {
  return chosen(form, answers).asked;
}

/** The name of the flow that is used. */
export function flowOf(form: Form, answers: Answers): string {
  return chosen(form, answers).flow;
}

/**
 * The first flow whose condition holds by the answers to its own questions.
 *
 * A condition sees only answers to questions that are asked before it, so that an answer that was taken back
 * together with its question decides nothing any more.
 */
function chosen(form: Form, answers: Answers): { readonly flow: string; readonly asked: readonly Question[] } {
  const byId = new Map(form.questions.map((question) => [question.id, question]));
  for (const { id, when, questions } of form.flows) {
    const { asked, seen } = walk(questions.flatMap((name) => byId.get(name) ?? []), answers);
    if (holds(when, seen)) return { flow: id, asked };
  }
  return { flow: "", asked: [] };
}

/** The questions that are asked, and the answers to them. */
function walk(questions: readonly Question[], answers: Answers): { readonly asked: readonly Question[]; readonly seen: Answers } {
  const asked: Question[] = [];
  const seen: Record<string, readonly string[]> = {};
  for (const question of questions) {
    if (!holds(question.when, seen)) continue;
    asked.push(question);
    seen[question.id] = answers[question.id] ?? [];
  }
  return { asked, seen };
}

/** The answers to questions that are still asked: a choice taken back takes its follow-ups along. */
export function standing(form: Form, answers: Answers): Answers {
  const asked = new Set(steps(form, answers).map(({ id }) => id));
  return Object.fromEntries(Object.entries(answers).filter(([id, values]) => asked.has(id) && values.some((value) => value.trim() !== "")));
}
