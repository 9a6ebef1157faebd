/**
 * The browser's database under the sealed store: rows by device and name, written together or not at all.
 *
 * One row is `{device, name, nonce, sealed}`. Who looks into it sees the device's id, how much there is, and
 * nothing of what it says. Must never be handed anything that is not sealed.
 */
import { finished, openIndexed, settled, StorageFull } from "../../indexed";

export const DATABASE = "speakup-desk-store";
const ROWS = "rows";
const VERSION = 1;
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
  close(): void;
}

/** Open the database; null where the browser keeps none, as in some private windows. */
export async function openDatabase(factory: IDBFactory | undefined): Promise<Database | null> {
  try {
    return factory === undefined ? null : over(await openIndexed(factory, DATABASE, VERSION, (database) => { database.createObjectStore(ROWS, { keyPath: ["device", "name"] }); }));
  } catch (error) {
    if (error instanceof DOMException || error instanceof StorageFull) return null;
    throw error;
  }
}

/** Forget all that is kept for a device on this computer, what waits to be sent included. */
export async function wipeStore(device: string, factory: IDBFactory | undefined = globalThis.indexedDB): Promise<void> {
  const database = await openDatabase(factory);
  await database?.drop(device, "");
  database?.close();
}

function over(database: IDBDatabase): Database {
  const change = (work: (rows: IDBObjectStore) => void): Promise<void> => {
    const transaction = database.transaction(ROWS, "readwrite");
    const end = finished(transaction);
    work(transaction.objectStore(ROWS));
    return end;
  };
  return {
    rows: (device, prefix) => settled(database.transaction(ROWS).objectStore(ROWS).getAll(within(device, prefix)) as IDBRequest<Row[]>),
    write: (device, put, drop = []) =>
      change((rows) => {
        for (const row of put) rows.put(row);
        for (const name of drop) rows.delete([device, name]);
      }),
    drop: (device, prefix) => change((rows) => { rows.delete(within(device, prefix)); }),
    close: () => { database.close(); },
  };
}

function within(device: string, prefix: string): IDBKeyRange {
  return IDBKeyRange.bound([device, prefix], [device, prefix + LAST]);
}
