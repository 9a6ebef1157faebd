/**
 * What is sealed and not sent yet, kept in IndexedDB until the server has confirmed it.
 *
 * A row is an envelope with its office, the directory's version and the bricks it waits for; or a brick under its
 * id. Nothing in it can be read on this phone, not even by the person. No time is kept, no name, no type. The
 * database has a name that says nothing.
 */
import { finished, openIndexed, settled } from "../../indexed";

export interface Queued {
  readonly id: number;
  /** 16 bytes in hex. */
  readonly office: string;
  readonly envelope: Uint8Array;
  /** Version of the directory it was sealed under. */
  readonly directory: number;
  /** Ids of the bricks that it names: it leaves when none of them is kept here any more. Absent: none. */
  readonly bricks?: readonly string[];
}

/** A sealed piece of a file, as `sealing/attachment.ts` makes it. */
export interface KeptBrick {
  readonly id: string;
  readonly bytes: Uint8Array;
}

export interface Queue {
  /** Throws `BricksLost`, and keeps nothing, when a brick that a deposit names is not kept. */
  add(deposits: readonly Omit<Queued, "id">[]): Promise<void>;
  /** In the order in which they were added. */
  all(): Promise<Queued[]>;
  remove(id: number): Promise<void>;
  /** Throws `StorageFull`. */
  keepBrick(brick: KeptBrick): Promise<void>;
  /** Ids of the bricks that the server has not confirmed yet. */
  brickIds(): Promise<readonly string[]>;
  brick(id: string): Promise<Uint8Array | null>;
  dropBricks(ids: readonly string[]): Promise<void>;
}

/** The browser has thrown bricks away before the envelope that names them was kept. */
export class BricksLost extends Error {
  constructor() {
    super("sealed pieces of a file are gone");
    this.name = "BricksLost";
  }
}

const NAME = "q";
const DEPOSITS = "s";
const BRICKS = "b";
const VERSION = 2;

/** Open the queue; `DOMException` where the browser keeps no storage, as in some private windows. */
export async function openQueue(factory: IDBFactory = indexedDB): Promise<Queue> {
  const database = await opened(factory);
  const begin = (mode: IDBTransactionMode) => database.transaction([DEPOSITS, BRICKS], mode, { durability: "strict" });
  const read = <T>(store: string, ask: (rows: IDBObjectStore) => IDBRequest<T>) => settled(ask(begin("readonly").objectStore(store)));
  const write = async (work: (transaction: IDBTransaction) => Promise<void> | void) => {
    const transaction = begin("readwrite");
    const end = finished(transaction);
    // Whoever fails first is told; the other must not be left unheard.
    await Promise.all([Promise.resolve(work(transaction)).catch((error: unknown) => { abort(transaction); throw error; }), end]);
  };
  return {
    add: (deposits) =>
      write(async (transaction) => {
        const known = new Set(await settled(transaction.objectStore(BRICKS).getAllKeys()));
        if (deposits.some(({ bricks = [] }) => bricks.some((id) => !known.has(id)))) throw new BricksLost();
        for (const deposit of deposits) transaction.objectStore(DEPOSITS).add(row(deposit));
      }),
    all: async () => (await read(DEPOSITS, (rows) => rows.getAll())) as Queued[],
    remove: (id) => write((transaction) => { transaction.objectStore(DEPOSITS).delete(id); }),
    keepBrick: ({ id, bytes }) => write((transaction) => { transaction.objectStore(BRICKS).put({ id, bytes }); }),
    brickIds: async () => (await read(BRICKS, (rows) => rows.getAllKeys())) as string[],
    brick: async (id) => ((await read(BRICKS, (rows) => rows.get(id))) as KeptBrick | undefined)?.bytes ?? null,
    dropBricks: (ids) => write((transaction) => { for (const id of ids) transaction.objectStore(BRICKS).delete(id); }),
  };
}

/** A queue for browsers without storage: it lasts as long as the page. */
export function memoryQueue(): Queue {
  const rows = new Map<number, Queued>();
  const bricks = new Map<string, Uint8Array>();
  let next = 1;
  return {
    add: (deposits) => {
      if (deposits.some((deposit) => (deposit.bricks ?? []).some((id) => !bricks.has(id)))) return Promise.reject(new BricksLost());
      for (const deposit of deposits) rows.set(next, { ...row(deposit), id: next++ });
      return Promise.resolve();
    },
    all: () => Promise.resolve([...rows.values()]),
    remove: (id) => {
      rows.delete(id);
      return Promise.resolve();
    },
    keepBrick: ({ id, bytes }) => {
      bricks.set(id, bytes);
      return Promise.resolve();
    },
    brickIds: () => Promise.resolve([...bricks.keys()]),
    brick: (id) => Promise.resolve(bricks.get(id) ?? null),
    dropBricks: (ids) => {
      for (const id of ids) bricks.delete(id);
      return Promise.resolve();
    },
  };
}

/** Only these fields, whatever else the caller holds. */
function row({ office, envelope, directory, bricks = [] }: Omit<Queued, "id">): Omit<Queued, "id"> {
  return { office, envelope, directory, ...(bricks.length > 0 ? { bricks } : {}) };
}

function opened(factory: IDBFactory): Promise<IDBDatabase> {
  return openIndexed(factory, NAME, VERSION, (database) => {
    if (!database.objectStoreNames.contains(DEPOSITS)) database.createObjectStore(DEPOSITS, { keyPath: "id", autoIncrement: true });
    if (!database.objectStoreNames.contains(BRICKS)) database.createObjectStore(BRICKS, { keyPath: "id" });
  });
}

function abort(transaction: IDBTransaction): void {
  try {
    transaction.abort();
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}
