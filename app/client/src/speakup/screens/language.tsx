/** The first screen: languages in their own names, so that nobody has to read another one. What stands here is in no catalogue. */
import { ALL_LANGUAGES, type Language, LANGUAGES } from "../../words/locales";

interface Props {
  readonly choose: (language: Language) => void;
  readonly leave: () => void;
}

export function LanguageScreen({ choose, leave }: Props) {
  return (
    <>
      <header class="bar">
        <span class="mark" aria-hidden="true" />
        <button type="button" class="leave" onClick={leave}>
          <InAll texts={LEAVE} />
        </button>
      </header>
      <Languages choose={choose} />
    </>
  );
}

function Languages({ choose }: Pick<Props, "choose">) {
  return (
    <main class="screen" data-screen="language">
      <div class="content dawn">
        <h1 class="languages-title">
          <InAll texts={GREETING} />
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

/** The same in every language, each marked as its own. */
function InAll({ texts }: { readonly texts: Readonly<Record<Language, string>> }) {
  return (
    <>
      {ALL_LANGUAGES.map((language) => (
        <span key={language} lang={LANGUAGES[language].tag} dir={LANGUAGES[language].direction}>
          {texts[language]}
        </span>
      ))}
    </>
  );
}

const LEAVE: Readonly<Record<Language, string>> = { en: "Leave", zh_Hans: "离开", ar: "مغادرة" };
const GREETING: Readonly<Record<Language, string>> = { en: "Language", zh_Hans: "语言", ar: "اللغة" };
