/** The simulator: four ways to the same hotline, beside each other, or one at a time where the screen is narrow. */
import { useCallback, useEffect, useState } from "preact/hooks";
import { ALL_LANGUAGES, type Language, LANGUAGES, negotiate } from "../words/locales";
import type { Words } from "../words/words";
import { Devices } from "./devices";
import { place } from "./server";
import { loadSimulatorWords } from "./words";

export function App() {
  const [words, choose] = useWords();
  const [app, setApp] = useState("");
  useEffect(() => {
    place().then((found) => { setApp(found.app); }, () => undefined);
  }, []);
  if (words === null) return null;
  const { t } = words;
  return (
    <>
      <header class="bar">
        <span class="mark" aria-hidden="true" />
        <h1>{t("Hotline simulator")}</h1>
        <nav class="elsewhere" aria-label={t("Elsewhere in the demonstration")}>
          {app !== "" && <a href={`${app}/`} target="_blank" rel="noreferrer">{t("Phone app")}</a>}
          {app !== "" && <a href={`${app}/desk`} target="_blank" rel="noreferrer">{t("Desk")}</a>}
        </nav>
        <LanguagePicker words={words} choose={choose} />
      </header>
      <main>
        <p class="demo">{t("A demonstration: nobody answers here, no office is real, and nothing that you send leaves this computer. Please send nothing true.")}</p>
        <Devices words={words} />
      </main>
    </>
  );
}

function LanguagePicker({ words, choose }: { readonly words: Words; readonly choose: (language: Language) => void }) {
  return (
    <select class="language" aria-label={words.t("Language")} value={words.language} onChange={(event) => { choose(event.currentTarget.value as Language); }}>
      {ALL_LANGUAGES.map((language) => (
        <option key={language} value={language} lang={LANGUAGES[language].tag}>{LANGUAGES[language].name}</option>
      ))}
    </select>
  );
}

/** The simulator's words; the language is not remembered. */
function useWords(): [Words | null, (language: Language) => void] {
  const [words, setWords] = useState<Words | null>(null);
  const choose = useCallback((language: Language) => {
    void loadSimulatorWords(language).then((loaded) => {
      const { tag, direction } = LANGUAGES[language];
      document.documentElement.lang = tag;
      document.documentElement.dir = direction;
      document.title = loaded.t("Hotline simulator");
      setWords(loaded);
    });
  }, []);
  useEffect(() => { choose(negotiate(navigator.languages) ?? ALL_LANGUAGES[0] ?? "en"); }, [choose]);
  return [words, choose];
}
