/** Stepping back from a case with one button: the office that stands in takes over, and this device forgets the texts. */
import { useState } from "preact/hooks";
import { nameIn } from "../../directory/parse";
import type { ReferView } from "../calls/refer";
import { useDesk } from "../context";
import { Outcome } from "../screens/outcome";
import { Button, Note, TextArea, useDoing } from "../ui";
import { takesOver } from "./draft";

export function Recuse({ thread, known }: { readonly thread: string; readonly known: ReferView }) {
  const { t, calls, changed, locale } = useDesk();
  const [asking, setAsking] = useState(false);
  const [note, setNote] = useState("");
  const doing = useDoing(t);
  const office = takesOver(known.offices);
  const step = async () => {
    await doing.run(async () => { await calls.recuse(thread, office?.id ?? "", note); });
    changed();
  };
  return (
    <section class="panel" aria-label={t("Step back from this case")}>
      <h2>{t("Step back from this case")}</h2>
      <p>{t("Do this when the case is about you, somebody close to you or somebody above you, or when you may not be fair in it.")}</p>
      {office === undefined ? (
        <Note kind="alert">{t("No office stands in for yours now. Tell those who keep the directory, and do not work on the case until then.")}</Note>
      ) : (
        <>
          <p>{t("{office} takes over.", { office: nameIn(office, locale.tag) })}</p>
          {!asking && <Button onPress={() => { setAsking(true); }}>{t("I step back")}</Button>}
          {asking && (
            <div class="fields">
              <ul>
                <li>{t("All that the reporter wrote and sent goes to that office. A safe way to reach them, and answers that tell who they are, go along only if they allowed it.")}</li>
                <li>{known.answerable ? t("The reporter is told to write there from now on.") : t("Nobody can tell the reporter: no report of theirs is here that can be answered.")}</li>
                <li>{t("This desk forgets the texts of the case, and nothing more about it is sealed to your device.")}</li>
              </ul>
              <Note kind="warn">{t("What cannot be undone: what you have read, you know. Your colleagues keep what they have. A copy that you made or printed stays where it is.")}</Note>
              <TextArea label={t("Why, if you wish to say")} rows={2} value={note} onInput={setNote} hint={t("The office that takes over and your colleagues read it.")} />
              <div class="row">
                <Button kind="main" disabled={doing.busy} onPress={() => { void step(); }}>{t("Step back now")}</Button>
                <Button kind="quiet" disabled={doing.busy} onPress={() => { setAsking(false); }}>{t("Not now")}</Button>
              </div>
            </div>
          )}
          <Outcome doing={doing} kept />
        </>
      )}
    </section>
  );
}
