/**
 * The directories that this desk believes: the newest by its signatures, earlier ones because each names its
 * predecessor's hash (protocol §8).
 */
import type { Published, ReporterApi } from "../../api/reporter";
import { Refused } from "../../api/reporter";
import { parseDirectory } from "../../directory/parse";
import type { Directory } from "../../directory/types";
import { hex } from "../../sealing/bytes";
import { type Pins, type Seen, verifyDirectory } from "../../sealing/directory";
import { hash, type Primitives } from "../../sealing/primitives";
import { parseJson } from "../../sealing/strictJson";
import { trust } from "../../speakup/delivery/trust";
import type { Remembered } from "../view";

/** A directory, and the hash by which payloads name it. */
export interface Known {
  readonly directory: Directory;
  readonly hash: string;
}

export interface Directories {
  newest(): Known;
  /** The directory of that version, or null when no hash leads to it. */
  at(version: number): Promise<Known | null>;
  /** Ask for a newer one. Throws `CannotBeTrusted`. */
  refresh(): Promise<void>;
  /** What to remember for the next visit. */
  remembered(): Remembered;
  /** As they were fetched, the newest first: what a start without a network needs. */
  published(): readonly Published[];
  /** Nothing was pinned: the first directory was believed at sight. */
  readonly firstSight: boolean;
}

type Source = Pick<ReporterApi, "directory">;
const NOT_FOUND = 404;

/**
 * Fetch and verify the newest directory. Throws `CannotBeTrusted`.
 *
 * With `kept`, which this device has verified and sealed itself, nothing is fetched: `refresh` does that later.
 */
export async function openDirectories(
  p: Primitives,
  source: Source,
  compiled: Pins | null,
  before: Remembered | null,
  now: () => number,
  kept: readonly Published[] = [],
): Promise<Directories> {
  let held = newer(before, rememberedOf(p, kept));
  const documents = new Map(kept.map((one) => [one.version, one]));
  const api: Source = {
    directory: async (version) => {
      const one = (version === undefined ? undefined : documents.get(version)) ?? (await source.directory(version));
      documents.set(one.version, one);
      return one;
    },
  };
  const memory = { read: () => held, write: (seen: Seen, pins: Pins) => { held = { seen, pins }; } };
  const verify = verifier(p);
  const believe = async () => trust(await api.directory(), api, { verify }, memory, compiled, now());

  const first = asKept(kept, held) ?? (await believe());
  let { directory, seen, pins } = first;
  let chain: Known[] = [{ directory, hash: seen.hash }];

  /** Fetch the version before the oldest known one; false when there is none that is meant by its hash. */
  const back = async (): Promise<boolean> => {
    const oldest = chain.at(-1)?.directory;
    const published = oldest === undefined || oldest.version <= 1 ? null : await found(api, oldest.version - 1);
    if (published === null || hex(hash(p, published.document)) !== oldest?.previous) return false;
    chain.push({ directory: parseDirectory(parseJson(published.document)), hash: oldest.previous });
    return true;
  };

  return {
    newest: () => ({ directory, hash: seen.hash }),
    at: async (version) => {
      const steps = directory.version - version;
      while (chain.length <= steps) if (!(await back())) return null;
      return chain[steps] ?? null;
    },
    refresh: async () => {
      const version = directory.version;
      ({ directory, seen, pins } = await believe());
      if (directory.version !== version) chain = [{ directory, hash: seen.hash }];
    },
    remembered: () => ({ seen, pins }),
    published: () => chain.flatMap(({ directory: { version } }) => documents.get(version) ?? []),
    firstSight: first.firstSight,
  };
}

/** What was remembered when the newest of these was believed. */
function rememberedOf(p: Primitives, [newest]: readonly Published[]): Remembered | null {
  if (newest === undefined) return null;
  const { version, roots } = parseDirectory(parseJson(newest.document));
  return { seen: { version, hash: hex(hash(p, newest.document)) }, pins: { roots: roots.keys, threshold: roots.threshold } };
}

/** What saw the newer version. */
function newer(one: Remembered | null, other: Remembered | null): Remembered | null {
  return other !== null && (one === null || other.seen.version > one.seen.version) ? { ...other, pins: other.pins.roots.length > 0 ? other.pins : (one?.pins ?? other.pins) } : one;
}

/** The newest one that is kept, unless a newer one was seen in the meantime. */
function asKept([newest]: readonly Published[], held: Remembered | null) {
  if (newest === undefined || held === null || held.seen.version !== newest.version) return null;
  return { directory: parseDirectory(parseJson(newest.document)), ...held, firstSight: false };
}

function verifier(p: Primitives) {
  return (document: Uint8Array, signatures: Parameters<typeof verifyDirectory>[2], pins: Pins, now: number, seen: Seen | null, newest: boolean) => {
    const { version, hash: digest } = verifyDirectory(p, document, signatures, pins, new Date(now), seen, newest);
    return Promise.resolve({ version, hash: digest });
  };
}

/** An earlier version, or null when the server has it no more: then nothing that names it can be proven. */
async function found(api: Source, version: number): Promise<Published | null> {
  try {
    return await api.directory(version);
  } catch (error) {
    if (error instanceof Refused && error.status === NOT_FOUND) return null;
    throw error;
  }
}
