/** The app: a bar with the quick exit, the banner of what waits, and one screen. */
import { useEffect, useState } from "preact/hooks";
import type { Directory } from "../directory/types";
import { type Language, languageOf, LANGUAGES } from "../words/locales";
import { loadWords, type Words } from "../words/words";
import { AppContext, type Place, useApp } from "./context";
import { leave } from "./leave";
import { PendingBanner } from "./pending";
import { AboutScreen } from "./screens/about";
import { CheckJourney } from "./screens/check";
import { HelpScreen } from "./screens/help";
import { HomeScreen } from "./screens/home";
import { LanguageScreen } from "./screens/language";
import { ReportJourney } from "./screens/report";
import type { Session } from "./session";

const LANGUAGE_KEY = "l";

export function App({ session }: { readonly session: Session }) {
  const [words, setWords] = useState<Words | null>(null);
  const [place, setPlace] = useState<Place>("language");
  const [preview, setPreview] = useState<Directory | null>(null);
  const standing = useStanding(session);
  const choose = async (language: Language) => {
    setWords(await loadWords(language));
    remember(language);
    setPlace("home");
  };
  useEffect(() => {
    const language = remembered();
    if (language !== null) void choose(language);
    void session.preview().then(setPreview);
  }, [session]);

  const exit = () => {
    session.forget();
    leave((preview?.organisation as { quick_exit?: string } | undefined)?.quick_exit);
  };
  if (words === null || place === "language") return <LanguageScreen choose={(language) => { void choose(language); }} leave={exit} />;
  return (
    <AppContext.Provider value={{ words, session, preview, standing, go: setPlace }}>
      <Bar exit={exit} />
      <PendingBanner />
      <PlaceScreen place={place} />
    </AppContext.Provider>
  );
}

function PlaceScreen({ place }: { readonly place: Place }) {
  switch (place) {
    case "about":
      return <AboutScreen />;
    case "help":
      return <HelpScreen />;
    case "report":
      return <ReportJourney />;
    case "check":
      return <CheckJourney />;
    default:
      return <HomeScreen />;
  }
}

/** On every screen, at the same place: away at once. */
function Bar({ exit }: { readonly exit: () => void }) {
  const { t } = useApp();
  return (
    <header class="bar">
      <span class="mark" aria-hidden="true" />
      <button type="button" class="leave" aria-label={t("Leave this page at once")} onClick={exit}>
        {t("Leave")}
      </button>
    </header>
  );
}

/** What the courier does; it tries at the start and whenever the connection is back. */
function useStanding(session: Session) {
  const [standing, setStanding] = useState(session.courier.standing());
  useEffect(() => {
    const stop = session.courier.watch(setStanding);
    const run = () => { void session.courier.run(); };
    run();
    addEventListener("online", run);
    return () => {
      stop();
      removeEventListener("online", run);
    };
  }, [session]);
  return standing;
}

/** In this tab's session only, and on the document, so that direction and voice are right. */
function remember(language: Language): void {
  const { tag, direction } = LANGUAGES[language];
  document.documentElement.lang = tag;
  document.documentElement.dir = direction;
  try {
    sessionStorage.setItem(LANGUAGE_KEY, language);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}

function remembered(): Language | null {
  try {
    return languageOf(sessionStorage.getItem(LANGUAGE_KEY) ?? "");
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}
