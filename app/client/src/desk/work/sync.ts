/**
 * Fetching what is new and opening it, a page at a time; the next page travels while one is opened. Then what waits
 * is sent: nothing leaves before this device knows what was said last, for somebody may have stepped back from a case.
 *
 * An error ends the sync where it stands; the next one goes on from there. Nothing is skipped. What was opened is
 * handed to the store as it comes.
 */
import type { DeskApi, Page } from "../../api/desk";
import { PAGE_ENVELOPES } from "../../api/desk";
import { Unreachable } from "../../api/reporter";
import type { Primitives } from "../../sealing/primitives";
import type { Store } from "../store/store";
import type { Progress } from "../view";
import type { Connection } from "./connection";
import type { Bounds } from "./destroyed";
import type { Ledger } from "./ledger";
import { isPassing } from "./outbox";
import { type Read, type Reader, toKeep } from "./reading";
import { lookAround } from "./whereabouts";

export interface SyncParts {
  readonly p: Primitives;
  readonly api: DeskApi;
  readonly connection: Connection;
  readonly ledger: Ledger;
  readonly reader: Reader;
  readonly progress: (progress: Progress) => void;
  readonly store: Store;
  /** By whose word, and from what day on, something may go that the server has no more. */
  readonly bounds: () => Bounds;
  /** The number of the newest grant that was read on an earlier day. */
  readonly newestGrant: number;
  /** What comes before anything is fetched: the newest directory. */
  readonly before: () => Promise<void>;
  /** Send what waits; how much left. */
  readonly flush: () => Promise<number>;
}

/** How many envelopes came or went since it was done last. */
export type Sync = () => Promise<number>;

export interface Syncing {
  /** Fetch and open what is new, then send. */
  readonly all: Sync;
  /** Fetch and open only, before something is sent. */
  readonly learn: () => Promise<void>;
}

export function openSync(parts: SyncParts): Syncing {
  const { ledger, store } = parts;
  const round = new Round(parts);
  let looked = false;
  let untold = 0;
  const learn = async () => {
    await parts.before();
    let gone = 0;
    if (!looked && ledger.newest > 0) gone = await lookAround(parts);
    looked = true;
    const came = await round.fetch();
    if (round.destroyed) gone += await lookAround(parts);
    await store.remove(ledger.takeDropped());
    untold += came + gone;
  };
  const all = async () => {
    await learn();
    if ((await sent(parts.flush)) > 0) untold += await round.fetch();
    await store.remove(ledger.takeDropped());
    const told = untold;
    untold = 0;
    return told;
  };
  return { all, learn };
}

/** What the server cannot take now waits, and is shown as that: all was fetched, so the desk is not without a connection. */
async function sent(flush: SyncParts["flush"]): Promise<number> {
  try {
    return await flush();
  } catch (error) {
    if (isPassing(error)) return 0;
    throw error;
  }
}

class Round {
  /** A colleague says that something was destroyed. */
  destroyed = false;
  #newestGrant: number;

  constructor(readonly parts: SyncParts) {
    this.#newestGrant = parts.newestGrant;
  }

  /** How many envelopes came. */
  async fetch(): Promise<number> {
    this.destroyed = false;
    const { ledger } = this.parts;
    const before = ledger.newest;
    let coming: Promise<Page> | null = this.#page(before);
    while (coming !== null) {
      const page: Page = await coming;
      const last: number | undefined = page.filed.at(-1)?.position;
      coming = last === undefined || page.filed.length < PAGE_ENVELOPES ? null : this.#page(last);
      // An error of the next page is met when its turn comes.
      coming?.catch(() => undefined);
      await this.#take(page);
    }
    await this.#grants();
    return ledger.newest - before;
  }

  async #page(after: number): Promise<Page> {
    const { connection, api } = this.parts;
    const page = await connection.with((token) => api.envelopes(token, after));
    // A server that repeats itself would keep us for ever.
    if (page.filed.some(({ position }) => position <= after)) throw new Unreachable();
    return page;
  }

  async #take({ filed, newest }: Page): Promise<void> {
    const { ledger, reader, progress } = this.parts;
    const reads = await reader.read(filed);
    for (const read of reads) {
      ledger.add(read);
      if (!("check" in read) && read.entry.payload.kind === "event" && read.entry.payload.event === "disposal") this.destroyed = true;
    }
    progress({ done: ledger.newest, total: Math.max(newest, ledger.newest) });
    this.#keep(reads);
  }

  async #grants(): Promise<void> {
    const { connection, api, ledger, reader } = this.parts;
    for (;;) {
      const grants = await connection.with((token) => api.grants(token, this.#newestGrant));
      if (grants.some(({ id }) => id <= this.#newestGrant)) throw new Unreachable();
      const opened: Read[] = [];
      for (const granted of grants) {
        const filed = ledger.hasFailed(granted.position) ? await connection.with((token) => api.envelope(token, granted.position)) : undefined;
        const read = filed && (await reader.readGranted(filed, granted));
        // A grant that does not help leaves the first failure standing.
        if (read !== undefined && !("check" in read)) opened.push(read);
        this.#newestGrant = Math.max(this.#newestGrant, granted.id);
      }
      for (const read of opened) ledger.add(read);
      this.#keep(opened);
      if (grants.length === 0) return;
    }
  }

  /** Written while the next page travels; what this device has left is not kept. */
  #keep(reads: readonly Read[]): void {
    const { ledger, store } = this.parts;
    const kept = reads.filter((read) => "check" in read || ledger.place(read.entry.ctx) !== undefined).flatMap(toKeep);
    void store.keep(kept, { newest: ledger.newest, newestGrant: this.#newestGrant });
  }
}
