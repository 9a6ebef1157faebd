/** One tab at a time: another one has this desk, or has just taken it over. */
import type { Language } from "../../words/locales";
import type { Words } from "../../words/words";
import { LanguagePicker } from "../languagePicker";
import { Button, Note, Screen, useDoing } from "../ui";
import "../store/store.css";

interface ElsewhereProps {
  readonly words: Words;
  readonly choose: (language: Language) => void;
  /** Open the desk here; the other tab loses it. */
  readonly take: () => Promise<void>;
  readonly leave: () => void;
}

export function ElsewhereScreen({ words, choose, take, leave }: ElsewhereProps) {
  const { t } = words;
  const { busy, trouble, run } = useDoing(t);
  return (
    <Screen name="elsewhere" title={t("This desk is open in another tab")} above={<LanguagePicker words={words} choose={choose} />}>
      <div class="card">
        <p>{t("Two tabs would answer the same reporter twice. You can go on in the other tab, or use the desk here: then the other tab locks itself. What you began to write there and did not send is lost.")}</p>
        <div class="row">
          <Button kind="main" disabled={busy} onPress={() => { void run(take); }}>{t("Use the desk here")}</Button>
          <Button disabled={busy} onPress={leave}>{t("Leave it there")}</Button>
        </div>
        {trouble !== null && <Note kind="alert">{trouble}</Note>}
      </div>
    </Screen>
  );
}

export function TakenScreen({ words, choose, leave }: Omit<ElsewhereProps, "take">) {
  const { t } = words;
  return (
    <Screen name="taken" title={t("The desk was opened in another tab")} above={<LanguagePicker words={words} choose={choose} />}>
      <div class="card">
        <p>{t("This tab has forgotten everything. You can close it, or unlock the desk here again.")}</p>
        <Button onPress={leave}>{t("Unlock here")}</Button>
      </div>
    </Screen>
  );
}
