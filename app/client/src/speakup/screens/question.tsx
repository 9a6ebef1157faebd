/** One question, one screen. The main button says "Skip" until something is answered: nothing is required. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Directory } from "../../directory/types";
import { ALL_LANGUAGES, LANGUAGES } from "../../words/locales";
import type { Words } from "../../words/words";
import { useApp } from "../context";
import { type Answers, FORM, holds, type Question } from "../form/form";
import { type Progress, sectionOf, toggled } from "../form/progress";
import { countries, nameOf } from "../names";
import { Back, Button, Field, Pick, Screen } from "../ui";
import { LocalHelp } from "./localHelp";

interface Props {
  readonly question: Question;
  readonly progress: Progress;
  readonly directory: Directory;
  readonly answer: (values: readonly string[]) => void;
  readonly next: () => void;
  readonly back: () => void;
  readonly erase: () => void;
}

export function QuestionScreen({ question, progress, directory, answer, next, back, erase }: Props) {
  const { t } = useApp();
  const values = progress.answers[question.id] ?? [];
  const answered = question.kind === "page" || values.some((value) => value.trim() !== "");
  const [resting, setResting] = useState(false);
  if (resting) return <RestScreen goOn={() => { setResting(false); }} erase={erase} />;
  const actions = (
    <>
      <Back onPress={back} />
      <Button kind={question.at_once === true ? "plain" : "main"} onPress={next}>
        {answered ? t("Continue") : t("Skip this question")}
      </Button>
    </>
  );
  const choose = (value: string) => {
    answer([value]);
    next();
  };
  return (
    <Screen name="question" turn={question.id} title={t(question.text)} above={<Part progress={progress} />} actions={actions}>
      {question.notice?.map((text) => <p key={text}>{t(text)}</p>)}
      {question.hint !== undefined && <p class="hint">{t(question.hint)}</p>}
      {question.at_once === true ? (
        <AtOnce question={question} answers={progress.answers} choose={choose} />
      ) : (
        <Answer key={question.id} question={question} values={values} answers={progress.answers} directory={directory} answer={answer} />
      )}
      {question.services !== undefined && <LocalHelp kinds={question.services} country={progress.answers.country?.[0] ?? null} />}
      <Button kind="quiet" onPress={() => { setResting(true); }}>
        {t("Pause")}
      </Button>
      <StopAndErase erase={erase} />
    </Screen>
  );
}

/** Each answer is a button that goes on by itself: one tap. */
function AtOnce({ question, answers, choose }: { readonly question: Question; readonly answers: Answers; readonly choose: (value: string) => void }) {
  const { t } = useApp();
  return (
    <div class="at-once">
      {optionsOf(question, answers, t).map(({ value, label }, place) => (
        <Button key={value} kind={place === 0 ? "main" : "plain"} onPress={() => { choose(value); }}>
          {label}
        </Button>
      ))}
    </div>
  );
}

/** Nothing to read for who looks over the shoulder, and no hurry. */
function RestScreen({ goOn, erase }: { readonly goOn: () => void; readonly erase: () => void }) {
  const { t } = useApp();
  return (
    <Screen name="rest" title={t("Take your time")} actions={<Button kind="main" onPress={goOn}>{t("Go on")}</Button>}>
      <div class="resting">
        <p class="lead">{t("Nothing is sent. Your answers stay on this page as long as it is open.")}</p>
        <p>{t("Breathe. Look around you. Go on when you want, or not at all.")}</p>
      </div>
      <StopAndErase erase={erase} />
    </Screen>
  );
}

/** Which part of the form this is. Parts, not questions: how many come depends on the answers, and nobody is hurried. */
function Part({ progress }: { readonly progress: Progress }) {
  const { t } = useApp();
  const { index, count, title } = sectionOf(FORM, progress);
  return (
    <div class="part">
      <span class="stones" aria-hidden="true">
        {Array.from({ length: count }, (_, place) => (
          <i key={place} class={place <= index ? "reached" : ""} />
        ))}
      </span>
      <span>{t(title)}</span>
    </div>
  );
}

interface AnswerProps {
  readonly question: Question;
  readonly values: readonly string[];
  readonly answers: Answers;
  readonly directory: Directory;
  readonly answer: (values: readonly string[]) => void;
}

function Answer({ question, values, answers, directory, answer }: AnswerProps) {
  const { t, locale } = useApp();
  const label = t(question.text);
  switch (question.kind) {
    case "page":
      return null;
    case "text":
      return <Field label={label} hideLabel value={values[0] ?? ""} rows={question.rows ?? 3} onInput={(value) => { answer([value]); }} />;
    case "choices":
      return <Pick kind="checkbox" legend={label} hideLegend options={optionsOf(question, answers, t)} chosen={values} onPick={(value) => { answer(toggled(question, values, value)); }} />;
    case "choice":
      return <Pick kind="radio" legend={label} hideLegend options={optionsOf(question, answers, t)} chosen={values} onPick={(value) => { answer([value]); }} />;
    case "language":
      return (
        <Pick kind="radio" legend={label} hideLegend chosen={values} onPick={(value) => { answer([value]); }} options={ALL_LANGUAGES.map((language) => ({ value: LANGUAGES[language].tag, label: LANGUAGES[language].name }))} />
      );
    case "country":
      return <Pick kind="radio" legend={label} hideLegend options={countries(directory, locale)} chosen={values} onPick={(value) => { answer([value]); }} />;
    case "entity": {
      const options = entities(question.id, answers, directory).map((entity) => ({ value: entity.id, label: nameOf(entity, locale) }));
      return <Pick kind="radio" legend={label} hideLegend options={options} chosen={values} onPick={(value) => { answer([value]); }} />;
    }
  }
}

function optionsOf(question: Question, answers: Answers, t: Words["t"]) {
  return (question.options ?? []).filter(({ when }) => holds(when, answers)).map(({ value, label }) => ({ value, label: t(label) }));
}

/** The kinds of entity that an accused of that affiliation can belong to; all others: any but partners. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  partner: ["partner"],
  mission_civilian: ["mission"],
  contingent: ["mission"],
  un_police: ["mission"],
};

function entities(question: string, answers: Answers, directory: Directory) {
  const affiliation = question === "entity" ? (answers.accused_affiliation?.[0] ?? "") : "";
  const kinds = KINDS[affiliation];
  const listed = directory.entities.filter(({ kind }) => (kinds === undefined ? kind !== "partner" : kinds.includes(kind)));
  const partner = question === "contracting" ? directory.entities.find(({ id }) => id === answers.entity?.[0]) : undefined;
  const contracting: readonly string[] = partner?.contracting ?? [];
  return contracting.length > 0 ? listed.filter(({ id }) => contracting.includes(id)) : listed;
}

/** Asks once more: a slip of the thumb must not cost a story. */
export function StopAndErase({ erase }: { readonly erase: () => void }) {
  const { t } = useApp();
  const [asked, setAsked] = useState(false);
  const group = useRef<HTMLDivElement>(null);
  useEffect(() => {
    group.current?.focus();
    group.current?.scrollIntoView({ block: "center" });
  }, [asked]);
  if (!asked) {
    return (
      <Button kind="quiet" onPress={() => { setAsked(true); }}>
        {t("Stop and erase")}
      </Button>
    );
  }
  return (
    <div class="confirm" role="group" tabIndex={-1} ref={group} aria-label={t("Stop and erase")}>
      <p>{t("Erase everything that you answered? Nothing was sent.")}</p>
      <Button onPress={erase}>{t("Yes, erase")}</Button>
      <Button onPress={() => { setAsked(false); }}>{t("No, go on")}</Button>
    </div>
  );
}
