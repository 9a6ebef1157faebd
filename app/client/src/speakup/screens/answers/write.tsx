/** A message to an office that has the case: something to add, an answer, a question. */
import { useState } from "preact/hooks";
import { letterTo, tookOver, writable } from "../../answers/writing";
import { useApp } from "../../context";
import type { Kept } from "../../evidence/kept";
import { EvidencePicker, type PickerState } from "../../evidence/picker";
import { Button, Field, Note } from "../../ui";
import type { FormProps } from "./doing";
import { LetterForm } from "./letterForm";
import { OfficePick, officeName } from "./officePick";

interface Props extends FormProps {
  /** Chosen already, as when answering one letter. */
  readonly office?: string | undefined;
  readonly text?: string | undefined;
}

export function WriteScreen({ trusted, threads, back, office: first, text: begun = "" }: Props) {
  const { t, locale } = useApp();
  const { directory } = trusted;
  const offices = writable(directory, threads, new Date());
  const [office, setOffice] = useState<string | null>(first ?? (offices.length === 1 ? (offices[0] ?? null) : null));
  const [text, setText] = useState(begun);
  const [files, setFiles] = useState<readonly Kept[]>([]);
  const [picking, setPicking] = useState<PickerState | "closed">("closed");
  const opening = office !== null && tookOver(threads, office);
  const ready = office !== null && (text.trim() !== "" || opening || files.length > 0) && (picking === "closed" || picking === "free");
  return (
    <LetterForm trusted={trusted} name="write" title={t("Write to the office")} ready={ready} back={back} files={files} letters={() => (office === null ? [] : [{ office, draft: letterTo(threads, office, text) }])}>
      {first === undefined ? <OfficePick directory={directory} offices={offices} chosen={office === null ? [] : [office]} onPick={setOffice} /> : <p class="hint">{t("To: {office}", { office: officeName(directory, first, locale) })}</p>}
      {opening && <Note>{t("This office has taken it over. It cannot answer you before it has a letter from you: a few words are enough, or none.")}</Note>}
      <Field label={t("Your message")} rows={6} value={text} onInput={setText} />
      {picking === "closed" ? <Button onPress={() => { setPicking("free"); }}>{t("Add photos, papers or a voice note")}</Button> : <EvidencePicker kept={files} onChange={setFiles} onState={setPicking} />}
      <p class="hint">{t("You cannot read your own letters here later: they are kept nowhere on this phone.")}</p>
    </LetterForm>
  );
}
