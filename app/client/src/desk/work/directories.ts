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
import { type Kin, kinIn } from "../case/recusal";
import type { Remembered } from "../view";

/** A directory, and the hash by which payloads name it. */
export interface Known {
  readonly directory: Directory;
  readonly hash: string;
}

/** The newest one, and whose devices belong together by all versions that were met. */
export interface Newest extends Known {
  readonly kin: Kin;
}

export interface Directories {
  newest(): Newest;
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
  const chain = new Chain(p, api);
  await chain.renew({ directory, hash: seen.hash });
  // What is kept is known at once: who stepped back under an earlier version stays recognised.
  while (documents.has(chain.oldest - 1)) if (!(await chain.back())) break;

  return {
    newest: () => ({ directory, hash: seen.hash, kin: chain.kin }),
    at: (version) => chain.at(version),
    refresh: async () => {
      const { version } = directory;
      ({ directory, seen, pins } = await believe());
      if (directory.version !== version) await chain.renew({ directory, hash: seen.hash });
    },
    remembered: () => ({ seen, pins }),
    published: () => chain.links.flatMap(({ directory: { version } }) => documents.get(version) ?? []),
    firstSight: first.firstSight,
  };
}

/** The newest directory and those before it, as far as each one's hash of its predecessor led. */
class Chain {
  links: readonly Known[] = [];
  kin = kinIn([]);
  /** By version: what was met once counts for who is who, even when no hash leads to it any more. */
  readonly #met = new Map<number, Directory>();

  constructor(
    readonly p: Primitives,
    readonly api: Source,
  ) {}

  get oldest(): number {
    return this.links.at(-1)?.directory.version ?? 0;
  }

  /** Begin with a newer one, and go back to the newest before it. */
  async renew(newest: Known): Promise<void> {
    const before = this.links;
    const last = before[0]?.directory.version ?? newest.directory.version;
    this.links = [];
    this.#link(newest);
    while (this.oldest > last + 1) if (!(await this.back())) return;
    if (this.links.at(-1)?.directory.previous === before[0]?.hash) this.links = [...this.links, ...before];
  }

  /** The directory of that version, or null when no hash leads to it. */
  async at(version: number): Promise<Known | null> {
    const steps = (this.links[0]?.directory.version ?? 0) - version;
    while (this.links.length <= steps) if (!(await this.back())) return null;
    return this.links[steps] ?? null;
  }

  /** Fetch the version before the oldest known one; false when there is none that is meant by its hash. */
  async back(): Promise<boolean> {
    const oldest = this.links.at(-1)?.directory;
    const published = oldest === undefined || oldest.version <= 1 ? null : await found(this.api, oldest.version - 1);
    if (published === null || hex(hash(this.p, published.document)) !== oldest?.previous) return false;
    this.#link({ directory: parseDirectory(parseJson(published.document)), hash: oldest.previous });
    return true;
  }

  #link(known: Known): void {
    this.links = [...this.links, known];
    this.#met.set(known.directory.version, known.directory);
    this.kin = kinIn([...this.#met.values()]);
  }
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
