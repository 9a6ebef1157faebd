/**
 * Sending what waits, fetching what is new and opening it, a page at a time; the next page travels while one is opened.
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
import type { Ledger } from "./ledger";
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
  /** The number of the newest grant that was read on an earlier day. */
  readonly newestGrant: number;
  /** What comes before anything is fetched: the newest directory, then what waits to be sent. */
  readonly before: () => Promise<void>;
}

/** Send, fetch and open what is new; how many envelopes came or went. */
export type Sync = () => Promise<number>;

export function openSync(parts: SyncParts): Sync {
  const { ledger, store } = parts;
  const round = new Round(parts);
  let looked = false;
  return async () => {
    await parts.before();
    let gone = 0;
    if (!looked && ledger.newest > 0) gone = await lookAround(parts);
    looked = true;
    const came = await round.fetch();
    if (round.destroyed) gone += await lookAround(parts);
    await store.remove(ledger.takeDropped());
    return came + gone;
  };
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
