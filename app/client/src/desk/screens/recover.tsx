/** Getting a device back with the twelve words of its recovery sheet. */
import { useState } from "preact/hooks";
import { type Language } from "../../words/locales";
import type { Words } from "../../words/words";
import type { Lock, RecoveredView } from "../calls/joining";
import { useJoining } from "../join/remote";
import type { Trusting } from "../join/waiting";
import { LockChoice } from "../keys/lockChoice";
import { keepDevice } from "../keys/store";
import { LanguagePicker } from "../languagePicker";
import { Button, Note, Screen, TextArea, useDoing } from "../ui";
import "../join/join.css";

interface RecoverProps extends Trusting {
  readonly words: Words;
  readonly choose: (language: Language) => void;
  /** To the door; with the device chosen there, when it was found. */
  readonly leave: (device?: string) => void;
}

export function RecoverScreen({ words, choose, pins, remembered, leave }: RecoverProps) {
  const { t } = words;
  const calls = useJoining();
  const [typed, setTyped] = useState("");
  const [found, setFound] = useState<RecoveredView | null>(null);
  const { busy, trouble, run } = useDoing(t);

  const look = (event: Event) => {
    event.preventDefault();
    void run(async () => {
      setFound(await calls().recover(typed, words.language, pins, remembered.read()));
      setTyped("");
    });
  };
  const lock = async (how: Lock) => {
    const record = await calls().lockKeys(how);
    await keepDevice(record);
    leave(record.device);
  };
  return (
    <Screen name="recover" title={t("Open with your recovery sheet")} above={<LanguagePicker words={words} choose={choose} />}>
      {found === null ? (
        <form class="card" onSubmit={look} aria-busy={busy}>
          <TextArea label={t("The twelve words of your sheet")} value={typed} rows={4} hint={t("In order, with spaces between. The first four letters of a word are enough.")} onInput={setTyped} />
          {trouble !== null && <Note kind="alert">{trouble}</Note>}
          <div class="acts">
            <Button onPress={() => { leave(); }}>{t("Back")}</Button>
            <button type="submit" class="button main" disabled={busy || typed.trim() === ""}>{t("Find my device")}</button>
          </div>
          <Note>{t("Was the old computer lost or stolen? Then these keys may be in other hands. Tell a colleague of your office to report the device as lost, and ask for an invitation instead.")}</Note>
        </form>
      ) : (
        <>
          <Note kind="good">{t("Your sheet is right: {title}, {office}. Now lock the keys on this computer.", { title: found.title, office: found.office })}</Note>
          <LockChoice words={words} device={found.device} label={`${found.title} — ${found.office}`} choose={lock} />
        </>
      )}
    </Screen>
  );
}
