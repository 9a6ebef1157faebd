/** The language of the desk itself; each is written in its own. */
import { ALL_LANGUAGES, type Language, LANGUAGES } from "../words/locales";
import type { Words } from "../words/words";

export function LanguagePicker({ words, choose }: { readonly words: Words; readonly choose: (language: Language) => void }) {
  const { t } = words;
  return (
    <select class="language" aria-label={t("Language")} value={words.language} onChange={(event) => { choose(event.currentTarget.value as Language); }}>
      {ALL_LANGUAGES.map((language) => (
        <option key={language} value={language} lang={LANGUAGES[language].tag}>
          {LANGUAGES[language].name}
        </option>
      ))}
    </select>
  );
}
