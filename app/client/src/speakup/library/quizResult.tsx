/** The score, what to do next, and a result to share that names nobody. */
import { useState } from "preact/hooks";
import { missed, type QuizStep, type Run, scoreOf } from "../content/quiz";
import { share, type Shared } from "../content/share";
import type { Pack, Quiz } from "../content/types";
import { useApp } from "../context";
import { Back, Button, Live, Note, Screen } from "../ui";

interface Props {
  readonly pack: Pack;
  readonly quiz: Quiz;
  readonly run: Run;
  readonly step: (step: QuizStep) => void;
  readonly back: () => void;
}

export function QuizResultScreen({ pack, quiz, run, step, back }: Props) {
  const { t, tn, go } = useApp();
  const { right, of, passed } = scoreOf(pack, quiz, run);
  const open = missed(pack, quiz, run).length;
  return (
    <Screen name="quiz-result" turn={String(right)} above={<p class="part">{quiz.title}</p>} title={t("{right} of {of} right", { right, of })} actions={<Back onPress={back} />}>
      <progress class="way" value={right} max={of} aria-hidden="true" />
      {passed ? (
        <Note kind="good">{t("You passed this quiz. Thank you for taking the time.")}</Note>
      ) : (
        <p class="lead">{t("{pass} right answers pass this quiz. You can answer those that you missed again, as often as you like.", { pass: quiz.pass })}</p>
      )}
      <div class="stack">
        {open > 0 && (
          <Button kind={passed ? "plain" : "main"} onPress={() => { step({ type: "missed" }); }}>
            {tn("Again with the one I missed", "Again with the {count} I missed", open)}
          </Button>
        )}
        {passed && <Button kind="main" onPress={() => { go("certificate", quiz.id); }}>{t("Get a certificate")}</Button>}
        <ShareResult text={t("I answered {right} of {of} questions right in the quiz “{quiz}”.", { right, of, quiz: quiz.title })} />
        <Button onPress={() => { step({ type: "again" }); }}>{t("Again from the beginning")}</Button>
        <Button onPress={back}>{t("To the quizzes")}</Button>
      </div>
    </Screen>
  );
}

function ShareResult({ text }: { readonly text: string }) {
  const { t } = useApp();
  const [shared, setShared] = useState<Shared | null>(null);
  return (
    <>
      <Button onPress={() => { void share(text).then(setShared); }}>{t("Share the result, without a name")}</Button>
      <Live>
        {shared === "copied" && <p class="hint">{t("Copied. You can paste it anywhere: {text}", { text })}</p>}
        {shared === "no" && <p class="hint">{text}</p>}
      </Live>
    </>
  );
}
