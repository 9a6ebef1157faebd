/** An office at work: the bar, what the sync is doing, and one screen. */
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { nameIn } from "../directory/parse";
import type { Language } from "../words/locales";
import type { Words } from "../words/words";
import { ANY } from "./calls/store";
import { Desk, type Memory, type Place, type PlaceName } from "./context";
import { useIdleLock } from "./idle";
import { wereTheSame, wordsToCompare } from "./keys/compared";
import { LanguagePicker } from "./languagePicker";
import { KeysEnded } from "./people/keysEnding";
import { CaseScreen } from "./screens/case";
import { PLACES } from "./screens/places";
import { StoreNotices } from "./store/notices";
import { troubleText } from "./trouble";
import { Button, Note } from "./ui";
import type { DeskCalls, Progress, Self } from "./view";

interface OfficeProps {
  readonly words: Words;
  readonly choose: (language: Language) => void;
  readonly calls: DeskCalls;
  readonly self: Self;
  readonly progress: Set<(progress: Progress) => void>;
  readonly lock: (byItself: boolean) => void;
}

/** New envelopes are looked for so often. */
const SYNC_MS = 60_000;

export function OfficeDesk({ words, choose, calls, self, progress, lock }: OfficeProps) {
  const { t } = words;
  const [place, go] = useState<Place>({ name: PLACES[0]?.name ?? "cases" });
  const [edition, setEdition] = useState(0);
  const memory = useRef<Memory>({ wanted: ANY, drafts: new Map() }).current;
  const changed = useCallback(() => { setEdition((before) => before + 1); }, []);
  const [visit, setVisit] = useState(0);
  const turn = (name: PlaceName) => {
    // Who comes by the navigation wants their cases, not what they once searched for; the way back from a case keeps it.
    if (name === "cases") {
      memory.wanted = ANY;
      setVisit(visit + 1);
    }
    go({ name });
  };
  const sync = useSync(calls, progress, changed);
  const warned = useIdleLock(useCallback(() => { lock(true); }, [lock]));

  return (
    <Desk.Provider value={{ words, calls, self, memory, edition, changed, go }}>
      <div class="desk">
        <header class="bar">
          <div class="who">
            <strong><bdi>{nameIn({ name: self.office, names: self.officeNames }, words.language)}</bdi></strong>
            <span>{self.title}</span>
          </div>
          <Navigation place={place} turn={turn} t={t} />
          <div class="tools">
            <Button onPress={sync.again} disabled={sync.made !== null}>{t("Check for new")}</Button>
            <LanguagePicker words={words} choose={choose} />
            <Button kind="main" onPress={() => { lock(false); }}>{t("Lock")}</Button>
          </div>
        </header>
        <div class="beside">
          {self.demonstration && <p class="demo">{t("Demonstration. This is not an official channel, and nothing here is confidential.")}</p>}
          <section class="notices" aria-label={t("Notices")}>
            <Standing self={self} t={t} />
            <div role="status" aria-live="polite">
              {sync.made !== null && sync.made.total > 0 && <Fetching made={sync.made} t={t} />}
              {warned && <Note kind="warn">{t("Nobody seems to be here. The desk locks itself in one minute. Press any key to stay.")}</Note>}
            </div>
            {sync.error !== null && (
              <Note kind="alert">
                {troubleText(sync.error, t)} {t("What you see is as of the last time it worked.")} <Button kind="quiet" onPress={sync.again}>{t("Try again")}</Button>
              </Note>
            )}
            <StoreNotices round={sync.made} />
          </section>
          <PlaceScreen key={place.name === "cases" ? visit : 0} place={place} />
        </div>
      </div>
    </Desk.Provider>
  );
}

interface NavigationProps {
  readonly place: Place;
  readonly turn: (name: PlaceName) => void;
  readonly t: Words["t"];
}

function Navigation({ place, turn, t }: NavigationProps) {
  const listed = PLACES.filter((entry) => entry.listed);
  if (listed.length < 2) return null;
  return (
    <nav class="ways" aria-label={t("Desk")}>
      <ul class="places">
        {listed.map(({ name, title }) => (
          <li key={name}>
            <button type="button" class="place" aria-current={place.name === name ? "page" : undefined} onClick={() => { turn(name); }}>
              {title(t)}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function PlaceScreen({ place }: { readonly place: Place }) {
  if (place.name === "case") return <CaseScreen key={place.thread} thread={place.thread} tab={place.tab ?? "story"} />;
  const Screen = PLACES.find(({ name }) => name === place.name)?.screen;
  return Screen === undefined ? null : <Screen />;
}

/** What this device has to know about itself. */
function Standing({ self, t }: { readonly self: Self; readonly t: Words["t"] }) {
  const [compare, setCompare] = useState(() => wordsToCompare(self.fingerprint));
  const [differ, setDiffer] = useState(false);
  const same = () => {
    wereTheSame();
    setCompare(null);
  };
  return (
    <>
      <KeysEnded />
      {compare !== null && (
        <Note kind="warn">
          <p>{t("This desk saw the directory for the first time. Compare these twelve words with the poster of your organization:")}</p>
          <p><strong lang="en" dir="ltr">{compare.join(" ")}</strong></p>
          <Button kind="quiet" onPress={same}>{t("They are the same")}</Button> <Button kind="quiet" onPress={() => { setDiffer(true); }}>{t("They differ")}</Button>
          {differ && <p role="alert"><strong>{t("Stop. Do not go on. Tell those who keep the directory.")}</strong></p>}
        </Note>
      )}
    </>
  );
}

function Fetching({ made, t }: { readonly made: Progress; readonly t: Words["t"] }) {
  const label = t("Opening reports on this device: {done} of {total}", { ...made });
  return (
    <div class="fetching">
      <progress aria-label={label} max={made.total} value={made.done} />
      <span>{label}</span>
    </div>
  );
}

interface Syncing {
  /** How far it is; null when it is not under way. */
  readonly made: Progress | null;
  readonly error: unknown;
  readonly again: () => void;
}

/** Fetch what is new at once and then every minute. */
function useSync(calls: DeskCalls, progress: OfficeProps["progress"], changed: () => void): Syncing {
  const [made, setMade] = useState<Progress | null>(null);
  const [error, setError] = useState<unknown>(null);
  const running = useRef(false);

  const sync = useCallback(async (shown: boolean) => {
    if (running.current) return;
    running.current = true;
    if (shown) setMade({ done: 0, total: 0 });
    try {
      if ((await calls.sync()) > 0 || shown) changed();
      setError(null);
    } catch (failure) {
      setError(failure);
      changed();
    } finally {
      running.current = false;
      setMade(null);
    }
  }, [calls, changed]);

  useEffect(() => {
    const listen = (now: Progress) => { setMade((before) => (before === null ? null : now)); };
    progress.add(listen);
    void sync(true);
    const timer = setInterval(() => { void sync(false); }, SYNC_MS);
    const online = () => { void sync(false); };
    addEventListener("online", online);
    return () => {
      progress.delete(listen);
      clearInterval(timer);
      removeEventListener("online", online);
    };
  }, [progress, sync]);
  return { made, error, again: () => { void sync(true); } };
}
