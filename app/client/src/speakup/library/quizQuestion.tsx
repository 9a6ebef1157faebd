/** One question; after the answer, why each option is right or not. Right and wrong are said in words and by a sign, not by colour alone. */
import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { Option, Question, Quiz } from "../content/types";
import { useApp } from "../context";
import { Back, Button, Live, Pick, Screen } from "../ui";

interface Props {
  readonly quiz: Quiz;
  readonly question: Question;
  /** From 1. */
  readonly place: number;
  readonly of: number;
  /** The option that was answered; null until then. */
  readonly chosen: string | null;
  readonly answer: (option: string) => void;
  readonly next: () => void;
  readonly rule: (() => void) | null;
  readonly back: () => void;
}

export function QuizQuestionScreen({ quiz, question, place, of, chosen, answer, next, rule, back }: Props) {
  const { t } = useApp();
  const [picked, setPicked] = useState<string | null>(null);
  const actions = (
    <>
      <Back onPress={back} />
      {chosen === null ? (
        <Button key="answer" kind="main" disabled={picked === null} onPress={() => { if (picked !== null) answer(picked); }}>
          {t("Answer")}
        </Button>
      ) : (
        <Button key="next" kind="main" onPress={next}>
          {place < of ? t("Next question") : t("See the result")}
        </Button>
      )}
    </>
  );
  return (
    <Screen name="quiz" turn={question.id} above={<p class="part">{quiz.title}</p>} title={t("Question {place} of {of}", { place, of })} actions={actions}>
      <progress class="way" value={place} max={of} aria-hidden="true" />
      <p class="scene">{question.scene}</p>
      {chosen === null ? (
        <Pick kind="radio" legend={question.ask} options={question.options.map(({ id, text }) => ({ value: id, label: text }))} chosen={picked === null ? [] : [picked]} onPick={setPicked} />
      ) : (
        <Explained question={question} chosen={chosen} />
      )}
      {chosen !== null && rule !== null && <Button onPress={rule}>{t("Read the rule")}</Button>}
    </Screen>
  );
}

/** The verdict gets the focus: from there a screen reader goes on to the explanations. */
function Explained({ question, chosen }: { readonly question: Question; readonly chosen: string }) {
  const { t } = useApp();
  const verdict = useRef<HTMLHeadingElement>(null);
  const name = useId();
  useEffect(() => { verdict.current?.focus(); }, []);
  const right = question.options.some((option) => option.id === chosen && option.right);
  return (
    <>
      <Live>
        <h2 class="verdict" id={name} ref={verdict} tabIndex={-1} data-right={right}>
          {right ? t("Yes, that is right.") : t("Not quite. Look at the answer with the tick.")}
        </h2>
      </Live>
      <p class="asked">{question.ask}</p>
      <ul class="explained" aria-labelledby={name}>
        {question.options.map((option) => <OptionExplained key={option.id} option={option} chosen={option.id === chosen} />)}
      </ul>
    </>
  );
}

function OptionExplained({ option, chosen }: { readonly option: Option; readonly chosen: boolean }) {
  const { t } = useApp();
  const marks = [...(option.right ? [t("Right answer")] : []), ...(chosen ? [t("Your answer")] : [])];
  return (
    <li class={option.right ? "right" : ""} data-option={option.id}>
      <span class="sign-mark" aria-hidden="true">{option.right ? "✓" : chosen ? "✗" : "·"}</span>
      <div>
        {marks.length > 0 && <p class="marks">{marks.join(" · ")}</p>}
        <p class="option-text">{option.text}</p>
        <p>{option.because}</p>
      </div>
    </li>
  );
}
