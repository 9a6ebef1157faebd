/**
 * The browser's database under the sealed store: rows by device and name, written together or not at all, and the
 * bricks of files as the server gave them.
 *
 * One row is `{device, name, nonce, sealed}`, one brick `{device, id, sealed}`. Who looks into it sees the device's
 * id, how much there is, and nothing of what it says. Must never be handed anything that is not sealed.
 */
import { finished, openIndexed, settled, StorageFull } from "../../indexed";

export const DATABASE = "speakup-desk-store";
const ROWS = "rows";
const BRICKS = "bricks";
const VERSION = 2;
/** Sorts behind every name. */
const LAST = "\uffff";

export interface Row {
  /** 16 bytes in hex. */
  readonly device: string;
  readonly name: string;
  readonly nonce: Uint8Array;
  readonly sealed: Uint8Array;
}

export interface Database {
  /** All rows of a device whose name begins so, by name. */
  rows(device: string, prefix: string): Promise<Row[]>;
  /** Put and drop at one go. Throws `StorageFull`; then nothing was changed. */
  write(device: string, put: readonly Row[], drop?: readonly string[]): Promise<void>;
  /** Drop all rows of a device whose name begins so. */
  drop(device: string, prefix: string): Promise<void>;
  /** The ids of the bricks that are kept for a device. */
  bricks(device: string): Promise<string[]>;
  brick(device: string, id: string): Promise<Uint8Array | undefined>;
  /** Throws `StorageFull`. */
  keepBrick(device: string, id: string, sealed: Uint8Array): Promise<void>;
  /** Drop these bricks of a device; without ids all of them. */
  dropBricks(device: string, ids?: readonly string[]): Promise<void>;
  close(): void;
}

/** Open the database; null where the browser keeps none, as in some private windows. */
export async function openDatabase(factory: IDBFactory | undefined): Promise<Database | null> {
  try {
    return factory === undefined ? null : over(await openIndexed(factory, DATABASE, VERSION, build));
  } catch (error) {
    if (error instanceof DOMException || error instanceof StorageFull) return null;
    throw error;
  }
}

/** Forget all that is kept for a device on this computer, what waits to be sent included. */
export async function wipeStore(device: string, factory: IDBFactory | undefined = globalThis.indexedDB): Promise<void> {
  const database = await openDatabase(factory);
  await database?.drop(device, "");
  await database?.dropBricks(device);
  database?.close();
}

function build(database: IDBDatabase): void {
  const present = database.objectStoreNames;
  if (!present.contains(ROWS)) database.createObjectStore(ROWS, { keyPath: ["device", "name"] });
  if (!present.contains(BRICKS)) database.createObjectStore(BRICKS, { keyPath: ["device", "id"] });
}

function over(database: IDBDatabase): Database {
  const change = (name: string, work: (objects: IDBObjectStore) => void): Promise<void> => {
    const transaction = database.transaction(name, "readwrite");
    const end = finished(transaction);
    work(transaction.objectStore(name));
    return end;
  };
  const look = (name: string): IDBObjectStore => database.transaction(name).objectStore(name);
  return {
    rows: (device, prefix) => settled(look(ROWS).getAll(within(device, prefix)) as IDBRequest<Row[]>),
    write: (device, put, drop = []) =>
      change(ROWS, (rows) => {
        for (const row of put) rows.put(row);
        for (const name of drop) rows.delete([device, name]);
      }),
    drop: (device, prefix) => change(ROWS, (rows) => { rows.delete(within(device, prefix)); }),
    bricks: async (device) => ((await settled(look(BRICKS).getAllKeys(within(device, "")))) as [string, string][]).map(([, id]) => id),
    brick: async (device, id) => ((await settled(look(BRICKS).get([device, id]))) as { sealed: Uint8Array } | undefined)?.sealed,
    keepBrick: (device, id, sealed) => change(BRICKS, (bricks) => { bricks.put({ device, id, sealed }); }),
    dropBricks: (device, ids) =>
      change(BRICKS, (bricks) => {
        if (ids === undefined) bricks.delete(within(device, ""));
        for (const id of ids ?? []) bricks.delete([device, id]);
      }),
    close: () => { database.close(); },
  };
}

function within(device: string, prefix: string): IDBKeyRange {
  return IDBKeyRange.bound([device, prefix], [device, prefix + LAST]);
}
