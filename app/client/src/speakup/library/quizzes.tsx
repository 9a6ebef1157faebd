/** The quizzes, how far one is in each, and the one that was opened. */
import { useState } from "preact/hooks";
import { resumedQuiz, scoreOf, type Run } from "../content/quiz";
import type { Pack, Quiz } from "../content/types";
import { useApp } from "../context";
import type { Words } from "../../words/words";
import { Back, Screen } from "../ui";
import { ForgetProgress } from "./forget";
import { useVisit, WithPack } from "./pack";
import { QuizJourney } from "./quizJourney";

interface Props {
  /** The id of a quiz. */
  readonly item?: string;
}

export default function QuizzesScreen({ item }: Props) {
  const { t } = useApp();
  return (
    <WithPack name="quizzes" title={t("Quizzes")}>
      {(pack) => <Quizzes pack={pack} first={item ?? null} />}
    </WithPack>
  );
}

function Quizzes({ pack, first }: { readonly pack: Pack; readonly first: string | null }) {
  const { t, tn, go } = useApp();
  const { progress } = useVisit();
  const [open, setOpen] = useState(first);
  const [, redraw] = useState(0);
  const quiz = pack.quizzes.find(({ id }) => id === open);
  if (quiz !== undefined) return <QuizJourney key={quiz.id} pack={pack} quiz={quiz} back={() => { setOpen(null); }} />;
  return (
    <Screen name="quizzes" title={t("Quizzes")} actions={<Back onPress={() => { go("home"); }} />}>
      <p class="lead">{t("Short scenes from real work. After each answer you see why it is right or not. Nobody sees your answers.")}</p>
      <ul class="courses">
        {pack.quizzes.map((each) => (
          <li key={each.id}>
            <button type="button" class="course" data-quiz={each.id} onClick={() => { setOpen(each.id); }}>
              <span class="course-title">{each.title}</span>
              <span>{each.about}</span>
              <span class="course-state">{quizState(pack, each, progress.run(each.id), t, tn)}</span>
            </button>
          </li>
        ))}
      </ul>
      <ForgetProgress forgotten={() => { redraw((count) => count + 1); }} />
    </Screen>
  );
}

/** How far somebody is in a quiz, in words. */
function quizState(pack: Pack, quiz: Quiz, kept: Run | null, t: Words["t"], tn: Words["tn"]): string {
  const run = kept === null ? null : resumedQuiz(pack, quiz, kept);
  if (run === null) return tn("One question", "{count} questions", quiz.questions.length);
  const { right, of, answered, passed } = scoreOf(pack, quiz, run);
  if (answered < of) return t("Begun: {answered} of {of} answered", { answered, of });
  return passed ? t("Passed: {right} of {of} right", { right, of }) : t("{right} of {of} right", { right, of });
}
