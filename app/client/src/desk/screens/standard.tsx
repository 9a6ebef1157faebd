/** Standard answers without details, which the reporter reads in their own language. */
import { useState } from "preact/hooks";
import { CHECK_IN, templateText } from "../../speakup/templates";
import { LANGUAGES } from "../../words/locales";
import { useDesk } from "../context";
import { languageName } from "../labels";
import { useReferral } from "../refer/useReferral";
import { Button, Note, Select, useDoing } from "../ui";
import type { CaseView } from "../view";
import { Outcome, useAnswerTold, useReportersWords } from "./outcome";
import { Way } from "./way";

/** What they say must have been done. */
const PASSED: readonly string[] = ["passed_on", "handed_over"];

/** In the order in which a case goes; the reporter's app has more to offer under the last one. */
const OFFERED = ["being_looked_at", "passed_on", "handed_over", "investigation", "waiting", "question", "more_needed", "help_open", CHECK_IN];

export function StandardAnswer({ found }: { readonly found: CaseView }) {
  const { t, calls, changed, locale } = useDesk();
  const [picked, setPicked] = useState("");
  const told = useAnswerTold(found);
  const doing = useDoing(t);
  const known = useReferral(found.thread);
  const reporters = useReportersWords(found.lang);
  const facts = LANGUAGES[reporters?.language ?? "en"];
  const send = async () => {
    const done = await doing.run(() => calls.standard(found.thread, picked));
    changed();
    if (!done) return;
    told.sent();
    setPicked("");
  };
  return (
    <section class="panel" aria-label={t("Standard answer")}>
      <h2>{t("Standard answer")}</h2>
      <Select label={t("Words")} value={picked} options={[{ value: "", label: t("Choose the words") }, ...OFFERED.map((id) => ({ value: id, label: templateText(id, {}, t) }))]} onPick={(value) => { setPicked(value); told.forget(); }} />
      {picked !== "" && reporters !== null && (
        <>
          <p>{t("The reporter gets this text in {language}:", { language: languageName(facts.tag, locale) })}</p>
          <blockquote class="words" lang={facts.tag} dir={facts.direction}>{templateText(picked, {}, reporters.t)}</blockquote>
        </>
      )}
      {PASSED.includes(picked) && known?.passed.length === 0 && <Note kind="warn">{t("By the record of this case nothing was passed on yet. Pass it on first, under “Refer”.")} <Way thread={found.thread} tab="refer" /></Note>}
      {picked === CHECK_IN && <p class="hint">{t("The app offers the reporter the way to the ethics office with this question. You are not told whether they take it.")}</p>}
      <Button disabled={doing.busy || picked === ""} onPress={() => { void send(); }}>{t("Send these words")}</Button>
      <Outcome doing={doing} done={told.text} />
    </section>
  );
}
