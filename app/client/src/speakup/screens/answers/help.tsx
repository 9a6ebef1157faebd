/** Asking for help later: a sealed letter of its own to those who help, without the story. */
import { useState } from "preact/hooks";
import { entityOf, helperFor } from "../../answers/ways";
import { useApp } from "../../context";
import type { Answers } from "../../form/form";
import { helpDraft } from "../../form/plan";
import { wordingOf } from "../../form/wording";
import { HELP_KINDS } from "../../localHelp";
import { countries } from "../../names";
import { Field, Note, Pick } from "../../ui";
import { LocalHelp } from "../localHelp";
import type { FormProps } from "./doing";
import { LetterForm } from "./letterForm";
import { officeName } from "./officePick";

export function AskHelpScreen({ trusted, threads, back }: FormProps) {
  const { t, locale } = useApp();
  const { directory } = trusted;
  const [answers, setAnswers] = useState<Answers>({});
  const country = answers.country?.[0] ?? null;
  const helper = helperFor(directory, entityOf(directory, threads), country, new Date());
  const wanted = answers.assistance ?? [];
  const set = (id: string, values: readonly string[]) => { setAnswers({ ...answers, [id]: values }); };
  const assistance = wordingOf("assistance", t);
  const today = wordingOf("help_today", t);
  const contact = wordingOf("safe_contact", t);
  return (
    <LetterForm trusted={trusted} name="ask-help" title={t("Ask for help")} ready={helper !== null && wanted.length > 0} back={back} letters={() => (helper === null ? [] : [{ office: helper, draft: helpDraft(answers) }])}>
      <p class="lead">{t("Help does not depend on your report. It goes apart, to those who help, without your story.")}</p>
      <Pick kind="checkbox" legend={assistance.text} options={assistance.options.filter(({ value }) => value !== "none")} chosen={wanted} onPick={(value) => { set("assistance", wanted.includes(value) ? wanted.filter((other) => other !== value) : [...wanted, value]); }} />
      <Pick kind="radio" legend={today.text} options={today.options} chosen={answers.help_today ?? []} onPick={(value) => { set("help_today", [value]); }} />
      <p class="hint">{today.hint}</p>
      <Pick kind="radio" legend={t("In which country?")} options={countries(directory, locale)} chosen={answers.country ?? []} onPick={(value) => { set("country", [value]); }} />
      <Field label={contact.text} rows={2} value={answers.safe_contact?.[0] ?? ""} onInput={(value) => { set("safe_contact", [value]); }} />
      <p class="hint">{contact.hint}</p>
      {helper === null ? (
        <Note kind="alert">{t("No office that arranges help can receive this now. Please use the help below, or write to the office that answered you.")}</Note>
      ) : (
        <p data-helper={helper}>{t("This office gets it: {office}", { office: officeName(directory, helper, locale) })}</p>
      )}
      <LocalHelp kinds={HELP_KINDS} country={country} />
    </LetterForm>
  );
}
