/** The bar of every screen: help in one tap, and away at once. */
import { useApp } from "./context";

interface Props {
  readonly exit: () => void;
  /** Where help is open already, its button would do nothing. */
  readonly helpOpen: boolean;
  /** Something is half written: the sign leads nowhere. */
  readonly held: boolean;
}

export function Bar({ exit, helpOpen, held }: Props) {
  const { t, go, locale } = useApp();
  return (
    <header class="bar">
      {held ? (
        <span class="mark" aria-hidden="true" />
      ) : (
        <button type="button" class="mark-button" aria-label={t("To the start")} onClick={() => { go("home"); }}>
          <span class="mark" aria-hidden="true" />
        </button>
      )}
      <span class="bar-buttons">
        {!helpOpen && (
          <button type="button" class="help-now" onClick={() => { go("help"); }}>
            {/* The shortest word of the language: both buttons stay in one line on the smallest phones. */}
            {locale.help}
          </button>
        )}
        <button type="button" class="leave" title={t("Leave this page at once")} onClick={exit}>
          {t("Leave")}
        </button>
      </span>
    </header>
  );
}
