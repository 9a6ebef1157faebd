/** Where a person is in the form: a pure reducer. Nothing is kept but what it holds, and `erase` drops that. */
import { type Answers, type Form, type Question, steps } from "./form";

export interface Progress {
  readonly answers: Answers;
  /** The id of the question shown, or null: before the first or past the last. */
  readonly at: string | null;
  readonly done: boolean;
}

export type Step =
  | { readonly type: "answer"; readonly id: string; readonly values: readonly string[] }
  | { readonly type: "next" }
  | { readonly type: "back" }
  | { readonly type: "erase" };

/** Nothing answered, the first question shown. */
export function begin(form: Form): Progress {
  return { answers: {}, at: form.flows[0]?.questions[0] ?? null, done: false };
}

export function advance(form: Form, progress: Progress, step: Step): Progress {
  switch (step.type) {
    case "answer":
      return { ...progress, answers: { ...progress.answers, [step.id]: step.values } };
    case "erase":
      return begin(form);
    case "next":
      return moved(form, progress, 1);
    case "back":
      return moved(form, progress, -1);
  }
}

/** The question shown, if any. */
export function current(form: Form, { answers, at }: Progress): Question | undefined {
  return steps(form, answers).find(({ id }) => id === at);
}

/** Of the sections that are asked, which one is shown: for a progress that counts parts, not questions. */
export function sectionOf(form: Form, progress: Progress): { readonly index: number; readonly count: number; readonly title: string } {
  const asked = new Set(form.questions.map(({ section }) => section));
  const sections = form.sections.filter(({ id }) => asked.has(id));
  const index = sections.findIndex(({ id }) => id === current(form, progress)?.section);
  return { index, count: sections.length, title: sections[index]?.title ?? "" };
}

function moved(form: Form, progress: Progress, by: 1 | -1): Progress {
  const order = steps(form, progress.answers).map(({ id }) => id);
  if (progress.done) return by === 1 ? progress : { ...progress, done: false, at: order.at(-1) ?? null };
  const to = order.indexOf(progress.at ?? "") + by;
  if (to < 0) return { ...progress, at: null };
  return to < order.length ? { ...progress, at: order[to] ?? null } : { ...progress, done: true };
}

/** Add or take away a value of a question with several answers; one that stands alone clears the rest. */
export function toggled(question: Question, values: readonly string[], value: string): readonly string[] {
  if (values.includes(value)) return values.filter((other) => other !== value);
  const alone = new Set((question.options ?? []).filter((option) => option.alone === true).map((option) => option.value));
  return alone.has(value) ? [value] : [...values.filter((other) => !alone.has(other)), value];
}
