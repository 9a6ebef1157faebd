/** The desk: locked, or an office at work. Locking ends the worker, and with it keys and texts. */
import { useCallback, useEffect, useState } from "preact/hooks";
import type { Pins } from "../sealing/directory";
import type { Memory as Remembered } from "../speakup/delivery/trust";
import { ALL_LANGUAGES, type Language, LANGUAGES, negotiate } from "../words/locales";
import { loadWords, type Words } from "../words/words";
import { OfficeDesk } from "./office";
import { type RemoteDesk, startDesk } from "./remote";
import { UnlockScreen } from "./screens/unlock";
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
}

type Listeners = Set<(progress: Progress) => void>;
/** Longer than this the server's answer to signing out is not waited for. */
const GOODBYE_MS = 1_000;

export function App({ pins, remembered }: AppProps) {
  const [words, choose] = useWords();
  const [unlocked, setUnlocked] = useState<Unlocked | null>(null);
  const [wasLocked, setWasLocked] = useState(false);

  const unlock = async (file: unknown, passphrase: string): Promise<void> => {
    const progress: Listeners = new Set();
    const remote = startDesk((made) => { for (const listener of progress) listener(made); });
    try {
      await remote.calls.unlock(file, passphrase);
      const self = await remote.calls.enter(pins, remembered.read());
      remembered.write(self.remember.seen, self.remember.pins);
      setUnlocked({ remote, self, progress });
    } catch (error) {
      remote.end();
      throw error;
    }
  };
  const lock = useCallback((byItself: boolean) => {
    if (unlocked !== null) void goodbye(unlocked.remote);
    setUnlocked(null);
    setWasLocked(byItself);
  }, [unlocked]);

  if (words === null) return null;
  if (unlocked === null) return <UnlockScreen words={words} choose={choose} unlock={unlock} wasLocked={wasLocked} />;
  return <OfficeDesk words={words} choose={choose} calls={unlocked.remote.calls} self={unlocked.self} progress={unlocked.progress} lock={lock} />;
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
    void loadWords(language).then((loaded) => {
      const { tag, direction } = LANGUAGES[language];
      document.documentElement.lang = tag;
      document.documentElement.dir = direction;
      setWords(loaded);
    });
  }, []);
  useEffect(() => { choose(negotiate(navigator.languages) ?? ALL_LANGUAGES[0] ?? "en"); }, [choose]);
  return [words, choose];
}
