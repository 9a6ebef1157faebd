/**
 * What this device has opened, kept sealed on the computer, so that a later start needs no network and no opening.
 *
 * Entries lie in chunks of 256, in the order in which they came; `head` says how far the office's stream was read
 * and which version of each chunk is the right one, so that nobody can put an older row in a newer one's place. A
 * chunk and the head that names it are written together. Payloads are kept as they were sealed and are read anew at
 * each start: a later version of the desk understands what an earlier one kept.
 *
 * Whatever cannot be read is dropped and fetched again. Must never stop the desk: without room, or where the browser
 * keeps nothing, `state` says so and the desk works from memory.
 */
import { StorageFull } from "../../indexed";
import type { Published } from "../../api/reporter";
import { base64, unbase64 } from "../../sealing/bytes";
import type { Device } from "../../sealing/deviceFile";
import type { Primitives } from "../../sealing/primitives";
import type { Json } from "../case/fields";
import type { Failure } from "../view";
import type { Database, Row } from "./database";
import { type Box, storeBox } from "./sealing";

/** An opened envelope as it is kept; `position` 0: the server has it no more, or not yet. */
export interface KeptEntry {
  readonly position: number;
  readonly day: string;
  readonly ctx: string;
  readonly sender: string;
  /** Of an event: its member; absent when that is not known. */
  readonly member?: string;
  readonly vouched: string | null;
  readonly raw: Json;
}

export type Kept = KeptEntry | Failure;

/** How far the stream and the grants were read. */
export interface Reached {
  readonly newest: number;
  readonly newestGrant: number;
}

/** Records to drop: at these positions, or with this content wherever it stands. */
export interface Gone {
  readonly positions: ReadonlySet<number>;
  readonly ctxs: ReadonlySet<string>;
}

/** `kept`: all is stored. `full`: no more room, what comes is in memory only. `none`: nothing is stored. */
export type StoreState = "kept" | "full" | "none";

interface Chunk {
  readonly number: number;
  version: number;
  /** Of every record, in order. What did not open has no ctx. */
  places: readonly { readonly position: number; readonly ctx: string }[];
}

interface Head extends Reached {
  readonly asOf: string | null;
  readonly form: number;
  readonly chunks: readonly (readonly [number: number, version: number])[];
}

/** Another form of rows is another number: then all is fetched anew. */
const FORM = 1;
const HEAD = "head";
const DIRECTORIES = "directories";
const CHUNKS = "chunk ";
export const OUTGOING = "outgoing ";
const ANNUAL = "annual";
const CHUNK_RECORDS = 256;
const CHUNK_PAD = 65_536;
const SMALL_PAD = 4_096;

export class Store {
  state: StoreState;
  /** What was kept could not be read and is fetched anew. */
  renewed = false;
  readonly #box: Box;
  #chunks: Chunk[] = [];
  /** The records of the last chunk while it has room. */
  #tail: Kept[] = [];
  #reached: Reached = { newest: 0, newestGrant: 0 };
  #asOf: string | null = null;
  /** Writes go one after the other. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(
    p: Primitives,
    readonly device: Device,
    readonly database: Database | null,
  ) {
    this.#box = storeBox(p, device);
    this.state = database === null ? "none" : "kept";
  }

  /** Everything that was kept, in the order in which it came. */
  async load(): Promise<Reached & { readonly records: readonly Kept[]; readonly asOf: string | null }> {
    const rows = await this.#rows("");
    const records = this.#opened(rows);
    if (records === null) {
      this.renewed = rows.some(({ name }) => name === HEAD || name.startsWith(CHUNKS));
      await this.#forget();
    }
    return { records: records ?? [], ...this.#reached, asOf: this.#asOf };
  }

  /** Keep what came and how far that is. */
  keep(records: readonly Kept[], reached: Reached): Promise<void> {
    return this.#inTurn(async () => {
      if (records.length === 0 && same(reached, this.#reached)) return;
      await this.#placed(records);
      this.#reached = reached;
      const changed: Row[] = [];
      for (let at = 0; at < records.length; ) {
        const room = CHUNK_RECORDS - this.#tail.length;
        changed.push(this.#extended(records.slice(at, at + room)));
        at += room;
      }
      await this.#write([...changed, this.#head()]);
    });
  }

  /** All that the server had is here as of this moment. */
  synced(asOf: string): Promise<void> {
    return this.#inTurn(async () => {
      this.#asOf = asOf;
      await this.#write([this.#head()]);
    });
  }

  /** Keep what came late, without having read further. */
  keepMore(records: readonly Kept[]): Promise<void> {
    return records.length === 0 ? Promise.resolve() : this.keep(records, this.#reached);
  }

  /** Drop these records. */
  remove({ positions, ctxs }: Gone): Promise<void> {
    return this.#inTurn(() => this.#without(({ position, ctx }) => positions.has(position) || ctxs.has(ctx)));
  }

  /** The server begins to count anew: what is here stays, without a position. */
  unplace(): Promise<void> {
    this.#reached = { newest: 0, newestGrant: 0 };
    return this.#inTurn(() => this.#rewrite(() => true, (records) => records.flatMap((record) => ("check" in record ? [] : [{ ...record, position: 0 }]))));
  }

  /** The server has nothing at these positions any more: what was opened there stays, without a position. */
  lose(positions: ReadonlySet<number>): Promise<void> {
    const lost = ({ position }: { readonly position: number }) => position > 0 && positions.has(position);
    return this.#inTurn(() => this.#rewrite(({ places }) => places.some(lost), (records) => records.map((record) => (lost(record) && !("check" in record) ? { ...record, position: 0 } : record))));
  }

  /** The directories that were believed last, the newest first. */
  async directories(): Promise<readonly Published[]> {
    const [row] = await this.#rows(DIRECTORIES);
    const found = row && (this.#box.open(row, FORM) as readonly (Omit<Published, "document"> & { document: string })[] | undefined);
    return (found ?? []).map((one) => ({ ...one, document: unbase64(one.document) }));
  }

  keepDirectories(published: readonly Published[]): Promise<void> {
    const value = published.map((one) => ({ ...one, document: base64(one.document) }));
    return this.#inTurn(() => this.#write([this.#box.seal(DIRECTORIES, FORM, value, SMALL_PAD)]));
  }

  /** What waits to be sent, in the order in which it was kept. */
  async outgoing(): Promise<readonly { readonly id: string; readonly item: unknown }[]> {
    const rows = await this.#rows(OUTGOING);
    return rows.flatMap((row) => {
      const item = this.#box.open(row, FORM);
      return item === undefined ? [] : [{ id: row.name.slice(OUTGOING.length), item }];
    });
  }

  /** False when it cannot be kept. */
  async keepOutgoing(id: string, item: unknown): Promise<boolean> {
    await this.#inTurn(() => this.#write([this.#box.seal(OUTGOING + id, FORM, item, SMALL_PAD)]));
    return this.state === "kept";
  }

  dropOutgoing(id: string): Promise<void> {
    return this.#inTurn(() => this.#write([], [OUTGOING + id]));
  }

  /** The draft of the annual package; undefined: none is kept. */
  async annual(): Promise<unknown> {
    const [row] = await this.#rows(ANNUAL);
    return row && this.#box.open(row, FORM);
  }

  /** Keep it, or with null drop it; false when it cannot be kept. */
  async keepAnnual(draft: unknown): Promise<boolean> {
    await this.#inTurn(() => (draft === null ? this.#write([], [ANNUAL]) : this.#write([this.#box.seal(ANNUAL, FORM, draft, SMALL_PAD)])));
    return this.state === "kept";
  }

  /** Forget what was opened, all files, and what was typed; only what waits to be sent stays. */
  async wipe(): Promise<void> {
    await this.#inTurn(async () => {
      await this.#forget();
      await this.#write([], [ANNUAL]);
      await this.#guarded((database) => database.dropBricks(this.device.device));
    });
  }

  /** Wait for what is being written, then forget the key. */
  async close(): Promise<void> {
    await this.#turn;
    this.#tail = [];
    this.#box.wipe();
    this.database?.close();
  }

  #opened(rows: readonly Row[]): readonly Kept[] | null {
    const byName = new Map(rows.map((row) => [row.name, row]));
    const row = byName.get(HEAD);
    const head = row && (this.#box.open(row, FORM) as Head | undefined);
    if (head?.form !== FORM) return null;
    const all: Kept[] = [];
    for (const [number, version] of head.chunks) {
      const chunk = byName.get(nameOf(number));
      const records = chunk && (this.#box.open(chunk, version) as Kept[] | undefined);
      if (records === undefined) return null;
      this.#chunks.push({ number, version, places: records.map(placeOf) });
      this.#tail = records;
      for (const record of records) all.push(record);
    }
    if (this.#tail.length >= CHUNK_RECORDS) this.#tail = [];
    this.#reached = { newest: head.newest, newestGrant: head.newestGrant };
    this.#asOf = head.asOf;
    return all;
  }

  /** The last chunk with more records, sealed; a new one when it is full. */
  #extended(more: readonly Kept[]): Row {
    if (this.#tail.length === 0) this.#chunks.push({ number: (this.#chunks.at(-1)?.number ?? -1) + 1, version: 0, places: [] });
    const chunk = this.#chunks.at(-1) as Chunk;
    this.#tail = [...this.#tail, ...more];
    const row = this.#sealed(chunk, this.#tail);
    if (this.#tail.length >= CHUNK_RECORDS) this.#tail = [];
    return row;
  }

  #sealed(chunk: Chunk, records: readonly Kept[]): Row {
    chunk.version += 1;
    chunk.places = records.map(placeOf);
    return this.#box.seal(nameOf(chunk.number), chunk.version, records, CHUNK_PAD);
  }

  /** What had lost its position and is met again stands once, under its new one. */
  async #placed(records: readonly Kept[]): Promise<void> {
    const again = new Set(records.map((record) => placeOf(record).ctx));
    await this.#without(({ position, ctx }) => position === 0 && again.has(ctx));
  }

  #without(gone: (place: Chunk["places"][number]) => boolean): Promise<void> {
    return this.#rewrite(({ places }) => places.some(gone), (records) => records.filter((record) => !gone(placeOf(record))));
  }

  async #rewrite(concerned: (chunk: Chunk) => boolean, change: (records: readonly Kept[]) => readonly Kept[]): Promise<void> {
    const names = new Map(this.#chunks.filter(concerned).map((chunk) => [nameOf(chunk.number), chunk]));
    if (names.size === 0) return;
    // Without room nothing can be rewritten, and what was destroyed must not stay.
    if (this.state === "full") return this.#forget();
    const changed: Row[] = [];
    for (const row of await this.#rows(CHUNKS)) {
      const chunk = names.get(row.name);
      const records = chunk && (this.#box.open(row, chunk.version) as readonly Kept[] | undefined);
      if (chunk === undefined || records === undefined) continue;
      const left = change(records);
      changed.push(this.#sealed(chunk, left));
      if (chunk === this.#chunks.at(-1) && this.#tail.length > 0) this.#tail = [...left];
    }
    await this.#write([...changed, this.#head()]);
  }

  #head(): Row {
    const head: Head = { form: FORM, ...this.#reached, asOf: this.#asOf, chunks: this.#chunks.map(({ number, version }) => [number, version]) };
    return this.#box.seal(HEAD, FORM, head, SMALL_PAD);
  }

  async #forget(): Promise<void> {
    this.#chunks = [];
    this.#tail = [];
    this.#reached = { newest: 0, newestGrant: 0 };
    await this.#guarded(async (database) => {
      await database.drop(this.device.device, CHUNKS);
      await database.drop(this.device.device, HEAD);
    });
  }

  async #rows(prefix: string): Promise<Row[]> {
    return (await this.#guarded((database) => database.rows(this.device.device, prefix))) ?? [];
  }

  async #write(put: readonly Row[], drop: readonly string[] = []): Promise<void> {
    // What a full store keeps is a whole of an earlier day: it must not be mixed with what came later.
    if (this.state !== "kept" && put.length > 0) return;
    await this.#guarded((database) => database.write(this.device.device, put, drop));
  }

  /** Do it; a browser that cannot any more costs the store, never the desk. */
  async #guarded<T>(work: (database: Database) => Promise<T>): Promise<T | undefined> {
    if (this.database === null) return undefined;
    try {
      return await work(this.database);
    } catch (error) {
      if (!(error instanceof StorageFull || error instanceof DOMException)) throw error;
      this.state = error instanceof StorageFull ? "full" : "none";
      return undefined;
    }
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }
}

function nameOf(chunk: number): string {
  return CHUNKS + String(chunk).padStart(8, "0");
}

function placeOf(record: Kept): Chunk["places"][number] {
  return { position: record.position, ctx: "check" in record ? "" : record.ctx };
}

function same(one: Reached, other: Reached): boolean {
  return one.newest === other.newest && one.newestGrant === other.newestGrant;
}
