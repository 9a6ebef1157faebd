/** The first screen: languages in their own names, so that nobody has to read another one. */
import { ALL_LANGUAGES, type Language, LANGUAGES } from "../../words/locales";

export function LanguageScreen({ choose }: { readonly choose: (language: Language) => void }) {
  return (
    <main class="screen" data-screen="language">
      <div class="content dawn">
        <h1 class="languages-title">
          {ALL_LANGUAGES.map((language) => (
            <span key={language} lang={LANGUAGES[language].tag} dir={LANGUAGES[language].direction}>
              {GREETING[language]}
            </span>
          ))}
        </h1>
        <div class="stack">
          {ALL_LANGUAGES.map((language) => (
            <button
              key={language}
              type="button"
              class="button main"
              lang={LANGUAGES[language].tag}
              dir={LANGUAGES[language].direction}
              onClick={() => { choose(language); }}
            >
              {LANGUAGES[language].name}
            </button>
          ))}
        </div>
      </div>
    </main>
  );
}

/** "Language", before one is chosen: these three stand in no catalogue. */
const GREETING: Readonly<Record<Language, string>> = { en: "Language", zh_Hans: "语言", ar: "اللغة" };
