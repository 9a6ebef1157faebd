/** The desk: locked, or an office at work. Locking ends the worker, and with it keys and texts. */
import { useCallback, useEffect, useState } from "preact/hooks";
import type { DeviceName } from "../sealing/deviceFile";
import type { Pins } from "../sealing/directory";
import type { Memory as Remembered } from "../speakup/delivery/trust";
import { ALL_LANGUAGES, type Language, LANGUAGES, negotiate } from "../words/locales";
import { loadDeskWords } from "../words/desk";
import type { Words } from "../words/words";
import { OpenElsewhere } from "./errors";
import { useKeptGrants } from "./keys/keptGrants";
import { OpenSession } from "./keys/session";
import { OfficeDesk } from "./office";
import { type RemoteDesk, startDesk } from "./remote";
import { ElsewhereScreen, TakenScreen } from "./screens/elsewhere";
import { JoinScreen } from "./screens/join";
import { RecoverScreen } from "./screens/recover";
import { type Unlock, UnlockScreen } from "./screens/unlock";
import type { Progress, Self } from "./view";

interface AppProps {
  readonly pins: Pins | null;
  readonly remembered: Remembered;
}

interface Unlocked {
  readonly remote: RemoteDesk;
  readonly self: Self;
  /** Told while envelopes come in. */
  readonly progress: Listeners;
  /** The id of the device. */
  readonly device: string;
}

/** What the door shows. */
interface Door {
  readonly recovering: boolean;
  /** The device that is chosen at first. */
  readonly first: string | null;
  readonly wasLocked: boolean;
  /** Another tab has taken over the desk. */
  readonly taken: boolean;
}

/** A desk that another tab has; its keys are open already. */
interface Elsewhere {
  readonly take: () => Promise<void>;
  readonly leave: () => void;
}

type Listeners = Set<(progress: Progress) => void>;
/** Longer than this the server's answer to signing out is not waited for. */
const GOODBYE_MS = 1_000;

export function App({ pins, remembered }: AppProps) {
  const [words, choose] = useWords();
  const [unlocked, setUnlocked] = useState<Unlocked | null>(null);
  const [door, setDoor] = useState<Door>({ recovering: false, first: null, wasLocked: false, taken: false });
  const [elsewhere, setElsewhere] = useState<Elsewhere | null>(null);
  const [link, setLink] = useInvitation();

  const unlock: Unlock = async (file, secret) => {
    const progress: Listeners = new Set();
    const { device } = (file ?? {}) as DeviceName;
    const taken = () => {
      remote.end();
      setUnlocked(null);
      setDoor({ recovering: false, first: device, wasLocked: false, taken: true });
    };
    const remote = startDesk((made) => { for (const listener of progress) listener(made); }, taken);
    const enter = async (takeOver: boolean) => {
      const self = await remote.calls.enter(pins, remembered.read(), takeOver);
      remembered.write(self.remember.seen, self.remember.pins);
      setElsewhere(null);
      setUnlocked({ remote, self, progress, device });
    };
    try {
      await remote.calls.unlock(file, secret);
      if (typeof secret !== "string") secret.fill(0);
      await enter(false);
    } catch (error) {
      if (error instanceof OpenElsewhere) {
        setElsewhere({ take: () => enter(true), leave: () => { remote.end(); setElsewhere(null); } });
        return;
      }
      remote.end();
      throw error;
    }
  };
  const lock = useCallback((byItself: boolean, next?: string) => {
    if (unlocked !== null) void goodbye(unlocked.remote);
    setDoor({ recovering: false, first: next ?? unlocked?.device ?? null, wasLocked: byItself, taken: false });
    setUnlocked(null);
  }, [unlocked]);

  useKeptGrants(unlocked?.remote.calls ?? null);

  if (words === null) return null;
  const trusting = { pins, remembered };
  const toDoor = (first: string | null = null) => {
    setLink(null);
    setDoor({ recovering: false, first, wasLocked: false, taken: false });
  };
  if (unlocked !== null) {
    return (
      <OpenSession.Provider value={{ device: unlocked.device, lock: (next) => { lock(false, next); } }}>
        <OfficeDesk words={words} choose={choose} calls={unlocked.remote.calls} self={unlocked.self} progress={unlocked.progress} lock={lock} />
      </OpenSession.Provider>
    );
  }
  if (elsewhere !== null) return <ElsewhereScreen {...{ words, choose }} {...elsewhere} />;
  if (door.taken) return <TakenScreen {...{ words, choose }} leave={() => { setDoor({ ...door, taken: false }); }} />;
  if (link !== null) return <JoinScreen key={link} {...{ words, choose, link }} {...trusting} kept={forgetInvitation} leave={toDoor} />;
  if (door.recovering) return <RecoverScreen {...{ words, choose }} {...trusting} leave={toDoor} />;
  return <UnlockScreen {...{ words, choose, unlock }} {...trusting} {...door} recover={() => { setDoor({ ...door, recovering: true }); }} />;
}

/** The invitation in the address, also one that is opened while this page stands. An open desk is not left for it. */
function useInvitation(): [string | null, (link: string | null) => void] {
  const read = () => (location.hash.startsWith("#join=") ? location.hash : null);
  const [link, setLink] = useState<string | null>(read);
  useEffect(() => {
    const look = () => { setLink(read()); };
    addEventListener("hashchange", look);
    return () => { removeEventListener("hashchange", look); };
  }, []);
  const change = (next: string | null) => {
    if (next === null) forgetInvitation();
    setLink(next);
  };
  return [link, change];
}

/** The link holds a secret: it is not left in the address. */
function forgetInvitation(): void {
  if (location.hash !== "") history.replaceState(null, "", location.pathname);
}

async function goodbye(remote: RemoteDesk): Promise<void> {
  const waited = new Promise((resolve) => { setTimeout(resolve, GOODBYE_MS); });
  await Promise.race([remote.calls.leave().catch(() => undefined), waited]);
  remote.end();
}

/** The desk's words; the language is not remembered. */
function useWords(): [Words | null, (language: Language) => void] {
  const [words, setWords] = useState<Words | null>(null);
  const choose = useCallback((language: Language) => {
    void loadDeskWords(language).then((loaded) => {
      const { tag, direction } = LANGUAGES[language];
      document.documentElement.lang = tag;
      document.documentElement.dir = direction;
      setWords(loaded);
    });
  }, []);
  useEffect(() => { choose(negotiate(navigator.languages) ?? ALL_LANGUAGES[0] ?? "en"); }, [choose]);
  return [words, choose];
}
