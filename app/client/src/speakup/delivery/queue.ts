/**
 * What is sealed and not sent yet, kept in IndexedDB until the intake has signed for it.
 *
 * A row is an envelope, its office and the directory's version: nothing in it can be read on this phone, not even
 * by the person. No time is kept. The database has a name that says nothing.
 */

export interface Queued {
  readonly id: number;
  /** 16 bytes in hex. */
  readonly office: string;
  readonly envelope: Uint8Array;
  /** Version of the directory it was sealed under. */
  readonly directory: number;
}

export interface Queue {
  add(deposits: readonly Omit<Queued, "id">[]): Promise<void>;
  /** In the order in which they were added. */
  all(): Promise<Queued[]>;
  remove(id: number): Promise<void>;
}

const NAME = "q";
const STORE = "s";

/** Open the queue; `DOMException` where the browser keeps no storage, as in some private windows. */
export async function openQueue(factory: IDBFactory = indexedDB): Promise<Queue> {
  const opening = factory.open(NAME, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: "id", autoIncrement: true });
  const database = await settled(opening);
  const store = (mode: IDBTransactionMode) => database.transaction(STORE, mode, { durability: "strict" }).objectStore(STORE);
  return {
    add: async (deposits) => {
      const transaction = database.transaction(STORE, "readwrite", { durability: "strict" });
      for (const { office, envelope, directory } of deposits) transaction.objectStore(STORE).add({ office, envelope, directory });
      await finished(transaction);
    },
    all: async () => (await settled(store("readonly").getAll())) as Queued[],
    remove: async (id) => {
      await settled(store("readwrite").delete(id));
    },
  };
}

/** A queue for browsers without storage: it lasts as long as the page. */
export function memoryQueue(): Queue {
  const rows = new Map<number, Queued>();
  let next = 1;
  return {
    add: (deposits) => {
      for (const deposit of deposits) rows.set(next, { ...deposit, id: next++ });
      return Promise.resolve();
    },
    all: () => Promise.resolve([...rows.values()]),
    remove: (id) => {
      rows.delete(id);
      return Promise.resolve();
    },
  };
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => { resolve(request.result); };
    request.onerror = () => { reject(request.error ?? new Error("storage failed")); };
  });
}

function finished(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => { resolve(); };
    transaction.onabort = transaction.onerror = () => { reject(transaction.error ?? new Error("storage failed")); };
  });
}
