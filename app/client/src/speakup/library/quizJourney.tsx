/** A quiz: one question a screen, all explanations after each answer, the score at the end. */
import { useState } from "preact/hooks";
import { lookUp } from "../content/lookup";
import { beginQuiz, questionAt, type QuizStep, resumedQuiz, stepQuiz } from "../content/quiz";
import type { Pack, Quiz } from "../content/types";
import { useOpened, useVisit } from "./pack";
import { QuizQuestionScreen } from "./quizQuestion";
import { QuizResultScreen } from "./quizResult";
import { Reader } from "./reader";

interface Props {
  readonly pack: Pack;
  readonly quiz: Quiz;
  readonly back: () => void;
}

export function QuizJourney({ pack, quiz, back }: Props) {
  const { progress } = useVisit();
  const kept = progress.run(quiz.id);
  const [run, setRun] = useState(() => (kept === null ? null : resumedQuiz(pack, quiz, kept)) ?? beginQuiz(quiz));
  const [rule, setRule] = useState<string | null>(null);
  useOpened(pack, quiz.id);
  const question = questionAt(pack, run);
  useOpened(pack, question?.id ?? null);
  const step = (action: QuizStep) => {
    const next = stepQuiz(pack, quiz, run, action);
    progress.keepRun(next);
    setRun(next);
  };
  if (rule !== null) return <Reader pack={pack} id={rule} back={() => { setRule(null); }} />;
  if (question === undefined) return <QuizResultScreen pack={pack} quiz={quiz} run={run} step={step} back={back} />;
  return (
    <QuizQuestionScreen
      key={question.id}
      quiz={quiz}
      question={question}
      place={run.at + 1}
      of={run.round.length}
      chosen={run.answers[question.id] ?? null}
      answer={(option) => { step({ type: "answer", option }); }}
      next={() => { step({ type: "next" }); }}
      rule={lookUp(pack, question.rule) === null ? null : () => { setRule(question.rule); }}
      back={back}
    />
  );
}
