/** The app: a bar with help and the quick exit, the banner of what waits, and one screen. */
import { useEffect, useMemo, useState } from "preact/hooks";
import type { Directory } from "../directory/types";
import { type Keeper, keepOffline } from "../offline/keep";
import { type Language, languageOf, LANGUAGES } from "../words/locales";
import { loadWords, type Words, wordsOf } from "../words/words";
import { Bar } from "./bar";
import { type App as Reach, AppContext, type Place } from "./context";
import { chosenFace, wear } from "./face";
import { leave, onThreeShifts } from "./leave";
import { NewVersion } from "./newVersion";
import { PendingBanner } from "./pending";
import { PlaceScreen } from "./places";
import { LanguageScreen } from "./screens/language";
import type { Session } from "./session";
import { close, liesOver, trailAt, walk } from "./trail";

const LANGUAGE_KEY = "l";

interface Props {
  readonly session: Session;
  /** The place after the choice of a language. */
  readonly first: Place;
}

export function App({ session, first }: Props) {
  const [words, setWords] = useState<Words | null>(null);
  const [trail, setTrail] = useState(trailAt("language"));
  const preview = usePreview(session);
  const standing = useStanding(session);
  const [newer, keeper] = useKeeper();
  const [held, hold] = useState(false);
  const exit = () => {
    session.forget();
    leave((preview?.organisation as { quick_exit?: string } | undefined)?.quick_exit);
  };
  useEffect(() => onThreeShifts(exit), [preview]);
  const choose = async (language: Language, place: Place) => {
    // Words that do not come must not stop anybody at the first screen: then it is English, for this time.
    const loaded = await loadWords(language).catch(() => wordsOf("en", {}));
    setWords(loaded);
    remember(loaded.language);
    wear(chosenFace(), { plain: loaded.t("Notes"), own: loaded.t("Speak Up") });
    keeper.keep(loaded.language);
    setTrail(place === "help" ? walk(trailAt("home"), "help") : trailAt(place));
  };
  useEffect(() => {
    const language = remembered();
    if (language !== null) void choose(language, first);
  }, [session]);

  if (words === null || trail.base.place === "language") {
    return <LanguageScreen choose={(language, help) => { void choose(language, help ? "help" : first); }} leave={exit} />;
  }
  const go = (place: Place, item?: string) => {
    // What is being sealed is kept first; help can be looked for meanwhile.
    if (!session.sealing() || liesOver(place)) setTrail((before) => walk(before, place, item));
  };
  const reach: Reach = { words, session, preview, standing, go, hold };
  const top = trail.over.at(-1);
  const closeTop = () => {
    setTrail(close);
    // Back to what is said first there, for who listens to the screen.
    setTimeout(() => { document.querySelector<HTMLElement>(".base:not([hidden]) h1")?.focus({ preventScroll: true }); });
  };
  return (
    <AppContext.Provider value={reach}>
      <Bar exit={exit} helpOpen={top?.place === "help"} held={held} />
      <PendingBanner />
      {newer && trail.base.place === "home" && <NewVersion load={() => { keeper.takeOver(); }} />}
      {top !== undefined && <PlaceScreen key={top.place} stop={top} close={closeTop} />}
      <div class="base" hidden={top !== undefined}>
        <PlaceScreen stop={trail.base} />
      </div>
    </AppContext.Provider>
  );
}

function usePreview(session: Session): Directory | null {
  const [preview, setPreview] = useState<Directory | null>(null);
  useEffect(() => {
    const look = () => { void session.preview().then((found) => { if (found !== null) setPreview(found); }); };
    look();
    addEventListener("online", look);
    return () => { removeEventListener("online", look); };
  }, [session]);
  return preview;
}

/** Whether a newer version of the app waits, and what keeps this one. */
function useKeeper(): [boolean, Keeper] {
  const [newer, setNewer] = useState(false);
  const keeper = useMemo(() => keepOffline(() => { setNewer(true); }), []);
  return [newer, keeper];
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
