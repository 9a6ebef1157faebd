/** Treated badly since speaking up: a new sealed report to the ethics office, under the same receipt. */
import { useState } from "preact/hooks";
import type { Draft } from "../../crypto/parts";
import { entityOf, protectorFor } from "../../answers/ways";
import { useApp } from "../../context";
import { wordingOf } from "../../form/wording";
import { HELP_KINDS } from "../../localHelp";
import { reasonText } from "../../reasons";
import { Field, Note, Pick } from "../../ui";
import { LocalHelp } from "../localHelp";
import type { FormProps } from "./doing";
import { LetterForm } from "./letterForm";
import { officeName } from "./officePick";

export function TreatedScreen({ trusted, threads, back }: FormProps) {
  const { t, locale } = useApp();
  const { directory } = trusted;
  const [what, setWhat] = useState("");
  const [deadline, setDeadline] = useState("");
  const [contact, setContact] = useState<readonly string[]>([]);
  const way = protectorFor(directory, entityOf(directory, threads), new Date());
  const office = way.primary;
  const asked = { what: wordingOf("what_after", t), deadline: wordingOf("deadline", t), contact: wordingOf("contact_ok", t) };
  const draft = (): Draft => ({
    kind: "report",
    answers: { category: ["retaliation"], reported_before: "reported", what_after: what, ...(deadline.trim() === "" ? {} : { deadline }) },
    words: "",
    consent: { contact: contact[0] === "yes" ? "yes" : "no" },
    urgent: false,
  });
  return (
    <LetterForm trusted={trusted} name="treated" title={t("Treated badly since you spoke up")} ready={office !== null && what.trim() !== ""} back={back} letters={() => (office === null ? [] : [{ office, draft: draft() }])}>
      <p class="lead">{t("Nobody may punish or threaten you for speaking up. It is not your fault.")}</p>
      {office === null ? (
        <Note kind="alert">{t("No office can receive this now. Nothing was sent. Please try again later, or report in another way.")}</Note>
      ) : (
        <>
          <p data-protector={office}>{t("This office gets it: {office}", { office: officeName(directory, office, locale) })}</p>
          <p class="hint">{reasonText(way.reason, t)} {t("The office that you wrote to before is not told by this app. The answers come under the receipt that you have.")}</p>
        </>
      )}
      <Field label={asked.what.text} rows={5} value={what} onInput={setWhat} />
      <Field label={asked.deadline.text} rows={2} value={deadline} onInput={setDeadline} />
      <p class="hint">{asked.deadline.hint}</p>
      <Pick kind="radio" legend={asked.contact.text} options={asked.contact.options} chosen={contact} onPick={(value) => { setContact([value]); }} />
      <LocalHelp kinds={HELP_KINDS} country={null} />
    </LetterForm>
  );
}
