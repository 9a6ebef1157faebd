/** The first screen: languages in their own names, so that nobody has to read another one. What stands here is in no catalogue. */
import { ALL_LANGUAGES, type Language, LANGUAGES, negotiate } from "../../words/locales";

interface Props {
  /** `help`: open what helps now. */
  readonly choose: (language: Language, help: boolean) => void;
  readonly leave: () => void;
}

export function LanguageScreen({ choose, leave }: Props) {
  const likely = negotiate(navigator.languages) ?? "en";
  return (
    <>
      <header class="bar">
        <span class="mark" aria-hidden="true" />
        <span class="bar-buttons">
          <button type="button" class="help-now" lang={LANGUAGES[likely].tag} onClick={() => { choose(likely, true); }}>
            {LANGUAGES[likely].help}
          </button>
          <button type="button" class="leave" lang={LANGUAGES[likely].tag} onClick={leave}>
            {LANGUAGES[likely].leave}
          </button>
        </span>
      </header>
      <Languages likely={likely} choose={choose} />
    </>
  );
}

function Languages({ likely, choose }: Pick<Props, "choose"> & { readonly likely: Language }) {
  return (
    <main class="screen" data-screen="language">
      <div class="content dawn">
        <h1 class="languages-title" lang={LANGUAGES[likely].tag} dir={LANGUAGES[likely].direction}>
          {LANGUAGES[likely].greeting}
        </h1>
        <div class="stack languages">
          {ALL_LANGUAGES.map((language) => (
            <button
              key={language}
              type="button"
              class="button main"
              lang={LANGUAGES[language].tag}
              dir={LANGUAGES[language].direction}
              onClick={() => { choose(language, false); }}
            >
              {LANGUAGES[language].name}
            </button>
          ))}
        </div>
      </div>
    </main>
  );
}
