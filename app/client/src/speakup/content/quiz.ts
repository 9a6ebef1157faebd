/** A walk through a quiz: one question after the other, then again those that were missed. Pure. */
import type { Option, Pack, Question, Quiz } from "./types";

export interface Run {
  readonly quiz: string;
  /** Ids of the questions of this round, and the place of the present one; past the last one the round is over. */
  readonly round: readonly string[];
  readonly at: number;
  /** The option chosen last, by question. */
  readonly answers: Readonly<Record<string, string>>;
}

export type QuizStep = { readonly type: "answer"; readonly option: string } | { readonly type: "next" } | { readonly type: "missed" } | { readonly type: "again" };

export function beginQuiz(quiz: Quiz): Run {
  return { quiz: quiz.id, round: quiz.questions, at: 0, answers: {} };
}

/** The run after a step. An answer counts once in a round: whoever has seen the explanation cannot take it back. */
export function stepQuiz(pack: Pack, quiz: Quiz, run: Run, step: QuizStep): Run {
  const asked = run.round[run.at];
  switch (step.type) {
    case "answer":
      return asked === undefined || run.answers[asked] !== undefined ? run : { ...run, answers: { ...run.answers, [asked]: step.option } };
    case "next":
      return asked === undefined || run.answers[asked] === undefined ? run : { ...run, at: run.at + 1 };
    case "missed": {
      const round = missed(pack, quiz, run);
      return { ...run, round, at: 0, answers: Object.fromEntries(Object.entries(run.answers).filter(([id]) => !round.includes(id))) };
    }
    case "again":
      return beginQuiz(quiz);
  }
}

export function questionAt(pack: Pack, run: Run): Question | undefined {
  return pack.questions.find(({ id }) => id === run.round[run.at]);
}

export function rightOption(question: Question): Option | undefined {
  return question.options.find(({ right }) => right);
}

export interface Score {
  readonly right: number;
  readonly of: number;
  readonly answered: number;
  readonly passed: boolean;
}

/** Over the whole quiz, by the answers given last. */
export function scoreOf(pack: Pack, quiz: Quiz, { answers }: Pick<Run, "answers">): Score {
  const right = quiz.questions.filter((id) => isRight(pack, id, answers[id])).length;
  return { right, of: quiz.questions.length, answered: quiz.questions.filter((id) => answers[id] !== undefined).length, passed: right >= quiz.pass };
}

/** The questions without a right answer, in the order of the quiz. */
export function missed(pack: Pack, quiz: Quiz, { answers }: Pick<Run, "answers">): string[] {
  return quiz.questions.filter((id) => !isRight(pack, id, answers[id]));
}

/** A kept run as it can be gone on with: without what this pack does not have any more. Null: it must begin anew. */
export function resumedQuiz(pack: Pack, quiz: Quiz, run: Run): Run | null {
  const options = new Map(pack.questions.map((question) => [question.id, question.options.map(({ id }) => id)]));
  const answers = Object.fromEntries(Object.entries(run.answers).filter(([id, option]) => quiz.questions.includes(id) && options.get(id)?.includes(option) === true));
  const sound = run.round.every((id) => quiz.questions.includes(id)) && run.round.slice(0, run.at).every((id) => answers[id] !== undefined);
  const whole = run.at < run.round.length || quiz.questions.every((id) => answers[id] !== undefined);
  return sound && whole && run.at <= run.round.length ? { ...run, answers } : null;
}

function isRight(pack: Pack, id: string, option: string | undefined): boolean {
  const question = pack.questions.find((each) => each.id === id);
  return question !== undefined && option !== undefined && rightOption(question)?.id === option;
}
