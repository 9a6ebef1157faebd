/**
 * What one visit holds: the way to the server, the worker (started when first needed), the queue and its courier.
 *
 * Built once in `main.tsx`. Nothing here outlives the page but the sealed queue and the version of the directory seen.
 */
import type { Published, ReporterApi } from "../api/reporter";
import { Refused, Unreachable } from "../api/reporter";
import { isValid, MisshapenDirectory } from "../directory/parse";
import type { DatedKey, Directory } from "../directory/types";
import type { Pins } from "../sealing/directory";
import type { RemoteWorkshop } from "./crypto/remote";
import type { Workshop } from "./crypto/workshop";
import { type Courier, type DeliveryKeys, openCourier } from "./delivery/courier";
import { breath, pause } from "./delivery/pause";
import type { Queue } from "./delivery/queue";
import { NO_TURNS, type Turns } from "./delivery/turns";
import { type Memory, trust, type Trusted, unverified } from "./delivery/trust";

export interface Session {
  readonly api: ReporterApi;
  readonly courier: Courier;
  readonly queue: Queue;
  /** The newest directory, read but not believed; null when the server does not answer. Needs no crypto. */
  preview(): Promise<Directory | null>;
  /** The workshop behind the worker; starts it. */
  readonly workshop: () => Workshop;
  /** A directory that was verified just now. Throws `CannotBeTrusted`, or `Unreachable` when none was ever loaded. */
  trusted(): Promise<Trusted>;
  /** Whether nobody has vouched for the roots that this app believes: none are built in, and nobody compared their words. */
  unvouched(): boolean;
  /** Somebody compared the words: they are those of the poster. */
  vouch(): void;
  /** Whether something is being sealed: who left its screen before it is kept would lose it without a word. */
  sealing(): boolean;
  /** Do `work`, during which `sealing` says so. */
  whileSealing<T>(work: () => Promise<T>): Promise<T>;
  /** Forget the receipt; what is queued can still be sent. */
  forgetReceipt(): void;
  /** The next screen goes on with the receipt in use: the next `forgetReceipt`, of the screen that is left, does nothing. */
  passReceiptOn(): void;
  /** Forget everything and end the worker. */
  forget(): void;
}

export interface Parts {
  readonly api: ReporterApi;
  readonly queue: Queue;
  readonly memory: Memory;
  readonly pins: Pins | null;
  readonly start: () => Promise<RemoteWorkshop>;
  readonly now: () => number;
  /** Between the pages of the app; none in a browser without locks. */
  readonly turns?: Turns;
}

/** A verified directory is asked for again after this; a rotation of keys takes days. */
const FRESH_MS = 5 * 60_000;

export function openSession({ api, queue, memory, pins, start, now, turns = NO_TURNS }: Parts): Session {
  let worker: Promise<RemoteWorkshop> | null = null;
  let published: Published | null = null;
  let publishedAt = 0;
  let believed: { readonly trusted: Trusted; readonly at: number } | null = null;
  let sealing = 0;
  let passedOn = false;

  /** The newest directory the server gives, or the one of this visit while there is no way to it. */
  const newest = async (): Promise<Published> => {
    try {
      published = await api.directory();
      publishedAt = now();
    } catch (error) {
      if (published === null || !(error instanceof Unreachable || error instanceof Refused)) throw error;
    }
    return published;
  };
  const workshop = new Proxy({}, { get: (_, name) => async (...values: unknown[]) => called(await (worker ??= start()), name, values) }) as Workshop;
  const trusted = async () => {
    if (believed !== null && now() - believed.at < FRESH_MS) return believed.trusted;
    // The one that every visit fetches at its start: a request more would tell that a report has begun.
    const found = published !== null && now() - publishedAt < FRESH_MS ? published : await newest();
    believed = { trusted: await trust(found, api, workshop, memory, pins, now()), at: now() };
    return believed.trusted;
  };
  const keys = async (): Promise<DeliveryKeys> => deliveryKeys((await trusted()).directory, now());

  return {
    api,
    queue,
    courier: openCourier({ queue, api, workshop: () => workshop, keys, pause, breath, turns }),
    preview: async () => {
      try {
        return unverified(published ?? (await newest()));
      } catch (error) {
        if (error instanceof Unreachable || error instanceof Refused || error instanceof MisshapenDirectory) return null;
        throw error;
      }
    },
    workshop: () => workshop,
    trusted,
    ...vouching(memory, pins),
    sealing: () => sealing > 0,
    whileSealing: async (work) => {
      sealing++;
      try {
        return await turns.making(work);
      } finally {
        sealing--;
      }
    },
    forgetReceipt: () => {
      if (!passedOn) void worker?.then((remote) => remote.workshop.forget());
      passedOn = false;
    },
    // While something is being sealed no screen may be left, so there is none to pass it to.
    passReceiptOn: () => { passedOn = sealing === 0; },
    forget: () => {
      passedOn = false;
      void worker?.then((remote) => { remote.close(); });
      worker = null;
    },
  };
}

/** Who vouches for the roots. A browser that keeps nothing is asked again in the next visit, not on the next screen. */
function vouching(memory: Memory, pins: Pins | null): Pick<Session, "unvouched" | "vouch"> {
  let vouched = false;
  return {
    unvouched: () => {
      const remembered = memory.read();
      return !vouched && (remembered === null ? pins === null : remembered.unvouched === true);
    },
    vouch: () => {
      vouched = true;
      const remembered = memory.read();
      if (remembered !== null) memory.write(remembered.seen, remembered.pins, false);
    },
  };
}

function called({ workshop }: RemoteWorkshop, name: string | symbol, values: readonly unknown[]): Promise<unknown> {
  const calls = workshop as unknown as Record<string | symbol, (...values: readonly unknown[]) => Promise<unknown>>;
  const call = calls[name];
  return call === undefined ? Promise.reject(new TypeError("no such call")) : call(...values);
}

/** The relay key whose validity ends last, and every intake key, of those valid at `at`. */
export function deliveryKeys(directory: Directory, at: number): DeliveryKeys {
  const valid = (keys: readonly DatedKey[]) =>
    keys
      .filter((dated) => isValid(dated, new Date(at)))
      .sort((one, other) => Date.parse(other.until) - Date.parse(one.until))
      .map(({ key }) => key);
  return { relay: valid(directory.relays)[0] ?? null, intake: valid(directory.intake) };
}
