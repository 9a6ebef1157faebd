/** Moving a case on by hand, and closing it: for a reason of the table, and the reporter is told the group of it. */
import { useState } from "preact/hooks";
import { templateText } from "../../speakup/templates";
import { LANGUAGES } from "../../words/locales";
import { useDesk } from "../context";
import { closingReasons, languageName, statusName } from "../labels";
import { Outcome, useReportersWords } from "../screens/outcome";
import { Button, Note, Select, Tick, useDoing } from "../ui";
import type { CaseView } from "../view";

export function StatusPanel({ found }: { readonly found: CaseView }) {
  const { t, calls, changed } = useDesk();
  const [picked, setPicked] = useState("");
  const doing = useDoing(t);
  const choices = found.choices.filter((status) => status !== "closed");
  const status = choices.find((choice) => choice === picked);
  const change = async () => {
    if (status === undefined) return;
    const done = await doing.run(() => calls.changeStatus(found.thread, status, ""));
    changed();
    if (done) setPicked("");
  };
  return (
    <section class="panel" aria-label={t("Change the status")}>
      <h2>{t("Change the status")}</h2>
      {found.choices.length === 0 && <p>{t("The status can be changed once the report is acknowledged.")}</p>}
      {choices.length > 0 && (
        <>
          <Select label={t("New status")} value={status ?? ""} options={[{ value: "", label: t("Choose a status") }, ...choices.map((value) => ({ value, label: statusName(value, t) }))]} onPick={setPicked} />
          <Button disabled={doing.busy || status === undefined} onPress={() => { void change(); }}>{t("Change status")}</Button>
          <Outcome doing={doing} />
          <p class="hint">{t("Your colleagues see it. The reporter does not, unless you tell them with an answer.")}</p>
        </>
      )}
    </section>
  );
}

export function ClosingPanel({ found }: { readonly found: CaseView }) {
  const { t, calls, changed } = useDesk();
  const [reason, setReason] = useState("");
  const [tell, setTell] = useState(true);
  const doing = useDoing(t);
  if (!found.choices.includes("closed")) return null;
  const telling = tell && found.answerable;
  const close = async () => {
    await doing.run(() => calls.closeCase(found.thread, reason, telling));
    changed();
  };
  return (
    <section class="panel" aria-label={t("Close the case")}>
      <h2>{t("Close the case")}</h2>
      <Select label={t("Reason for closing")} value={reason} options={[{ value: "", label: t("Choose a reason") }, ...closingReasons(t)]} onPick={setReason} />
      {reason === "withdrawn" && <Note kind="warn">{t("That the reporter no longer wishes it does not end your office's duty to act. Close the case only if nothing remains to be done.")}</Note>}
      {found.answerable && <Tick label={t("Tell the reporter")} checked={tell} onPick={setTell} />}
      {telling && reason !== "" && <Preview found={found} reason={reason} />}
      <Button disabled={doing.busy || reason === ""} onPress={() => { void close(); }}>{t("Close the case")}</Button>
      <Outcome doing={doing} />
      <p class="hint">{t("A closed case can be opened again, and the reporter can still write.")}</p>
    </section>
  );
}

function Preview({ found, reason }: { readonly found: CaseView; readonly reason: string }) {
  const { t, locale } = useDesk();
  const reporters = useReportersWords(found.lang);
  if (reporters === null) return null;
  const facts = LANGUAGES[reporters.language];
  return (
    <>
      <p>{t("The reporter gets this text in {language}:", { language: languageName(facts.tag, locale) })}</p>
      <blockquote class="words" lang={facts.tag} dir={facts.direction}>{templateText("closed", { reason }, reporters.t)}</blockquote>
    </>
  );
}
