/** IndexedDB behind promises: opening, one request, one transaction. A browser without room says `StorageFull`. */

/** There is no room left for what should be kept. */
export class StorageFull extends Error {
  constructor() {
    super("the storage is full");
    this.name = "StorageFull";
  }
}

/** Open a database. Throws `DOMException` when the browser forbids it, or another page holds an older version of it. */
export async function openIndexed(factory: IDBFactory, name: string, version: number, build: (database: IDBDatabase) => void): Promise<IDBDatabase> {
  const opening = factory.open(name, version);
  opening.onupgradeneeded = () => { build(opening.result); };
  // A page of an older version holds the database: rather none here than an app that never starts.
  const blocked = new Promise<never>((_, reject) => { opening.onblocked = () => { reject(new DOMException("held by another page", "AbortError")); }; });
  const database = await Promise.race([settled(opening), blocked]);
  database.onversionchange = () => { database.close(); };
  return database;
}

/** What a request gives. Throws `StorageFull`. */
export function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => { resolve(request.result); };
    request.onerror = () => { reject(told(request.error)); };
  });
}

/** When all of it is kept. Throws `StorageFull`; then nothing was. */
export function finished(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => { resolve(); };
    transaction.onabort = transaction.onerror = () => { reject(told(transaction.error)); };
  });
}

function told(error: DOMException | null): Error {
  if (error?.name === "QuotaExceededError") return new StorageFull();
  return error ?? new DOMException("the storage failed", "UnknownError");
}
