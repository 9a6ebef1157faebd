/** Changing what is allowed, and taking one's name back. What was passed on before cannot be called back: it says so. */
import { useState } from "preact/hooks";
import { changeOf, letterTo, WITHDRAWN, writable } from "../../answers/writing";
import { useApp } from "../../context";
import type { Answers } from "../../form/form";
import { wordingOf } from "../../form/wording";
import { Field, Note, Pick } from "../../ui";
import type { FormProps } from "./doing";
import { LetterForm } from "./letterForm";
import { OfficePick, officeName } from "./officePick";

const CONSENTS = ["contact_ok", "identity_helpers", "identity_investigators"];

export function ConsentScreen({ trusted, threads, back }: FormProps) {
  const { t } = useApp();
  const [answers, setAnswers] = useState<Answers>({});
  const [to, Offices] = useOffices({ trusted, threads });
  const consent = changeOf(answers);
  const ready = to.length > 0 && Object.keys(consent).length > 0;
  return (
    <LetterForm trusted={trusted} name="consent" title={t("Change what you allow")} ready={ready} back={back} letters={() => to.map((office) => ({ office, draft: letterTo(threads, office, "", consent) }))}>
      <p class="lead">{t("Each of the three stands for itself. What you leave open stays as it was.")}</p>
      {CONSENTS.map((id) => {
        const { text, options } = wordingOf(id, t);
        return <Pick key={id} kind="radio" legend={text} options={options} chosen={answers[id] ?? []} onPick={(value) => { setAnswers({ ...answers, [id]: [value] }); }} />;
      })}
      <p class="hint">{t("If you answer only one of the two about who you are, the other counts as no.")}</p>
      <Limits />
      {Offices}
    </LetterForm>
  );
}

export function WithdrawScreen({ trusted, threads, back }: FormProps) {
  const { t } = useApp();
  const [text, setText] = useState("");
  const [to, Offices] = useOffices({ trusted, threads });
  return (
    <LetterForm trusted={trusted} name="withdraw" title={t("Take my name back")} ready={to.length > 0} back={back} letters={() => to.map((office) => ({ office, draft: letterTo(threads, office, text, WITHDRAWN) }))}>
      <p class="lead">{t("From then on nobody new may learn who you are. You do not have to say anything more.")}</p>
      <Limits />
      <Field label={t("If you want, add a few words")} rows={3} value={text} onInput={setText} />
      {Offices}
    </LetterForm>
  );
}

function Limits() {
  const { t } = useApp();
  return (
    <Note>
      <p>{t("What was passed on before cannot be called back. The office must still act on what you reported.")}</p>
      <p>{t("If you change it twice on one day, only what both allow counts.")}</p>
    </Note>
  );
}

/** All offices that answered get it; when none did, the person says which have the report. */
function useOffices({ trusted: { directory }, threads }: Pick<FormProps, "trusted" | "threads">) {
  const { t, locale } = useApp();
  const [picked, setPicked] = useState<readonly string[]>([]);
  const offices = writable(directory, threads, new Date());
  const answered = threads.some(({ letters }) => letters.some(({ state }) => state === "read"));
  const to = answered ? offices : picked;
  const toggle = (office: string) => { setPicked(picked.includes(office) ? picked.filter((other) => other !== office) : [...picked, office]); };
  const shown = answered ? (
    <p>{t("It goes to: {offices}", { offices: offices.map((id) => officeName(directory, id, locale)).join("; ") })}</p>
  ) : (
    <>
      <p>{t("No office has answered yet, and this phone does not know which ones have your report. Please choose them.")}</p>
      <OfficePick directory={directory} offices={offices} chosen={picked} onPick={toggle} several />
    </>
  );
  return [to, shown] as const;
}
