/**
 * What a visit knows of reading and learning, in memory: packs, the reader's situation, what was opened.
 *
 * It belongs to the session and ends with it. Progress alone outlives it, in `progress.ts`.
 */
import known from "../../words/generated/content.json";
import type { Language } from "../../words/locales";
import type { Session } from "../session";
import { type Counts, countUntilHidden, openCounts, sendNote } from "./counts";
import { browserShelf, loadPack, type Loaded, type Sources } from "./load";
import { openProgress, type Progress } from "./progress";
import type { Situation } from "./shown";
import { catalogue, type Pack } from "./types";

export interface Visit {
  readonly progress: Progress;
  readonly counts: Counts;
  /** Chosen by the reader; null until then. */
  situation: Situation | null;
  /** A pack, loaded once a visit; asked again after a failure. Throws `BadPack`. */
  pack(language: Language): Promise<Loaded>;
  /** An item was opened. */
  opened(pack: Pack, id: string): void;
}

/** Not a global state: a visit lives and dies with its session. */
const visits = new WeakMap<Session, Visit>();

export function visitOf(session: Session): Visit {
  const there = visits.get(session);
  if (there !== undefined) return there;
  const made = openVisit(browserSources(), openProgress(() => localStorage));
  countUntilHidden(made.counts, document);
  visits.set(session, made);
  return made;
}

export function openVisit(sources: Sources, progress: Progress): Visit {
  const packs = new Map<Language, Promise<Loaded>>();
  const counts = openCounts(sendNote, (length) => crypto.getRandomValues(new Uint8Array(length)));
  return {
    progress,
    counts,
    situation: null,
    pack: (language) => {
      const loading = packs.get(language) ?? loadPack(language, sources);
      packs.set(language, loading);
      loading.catch(() => packs.delete(language));
      return loading;
    },
    opened: (pack, id) => { counts.opened(id, pack.catalogue_hash, catalogue(pack)); },
  };
}

function browserSources(): Sources {
  return {
    fetch: (url, request) => fetch(url, request),
    known,
    shelf: browserShelf("caches" in globalThis ? caches : undefined),
    // Only on secure origins, whatever the types say.
    subtle: (crypto as { subtle?: SubtleCrypto }).subtle ?? null,
  };
}
