/**
 * The devices of this browser: one IndexedDB record each, keys locked.
 *
 * Must never hold a passphrase, an open key or a text of a report. A browser that forbids storage has no devices here.
 */
import { wipeStore } from "../store/database";
import type { KeyRecord } from "./record";

const NAME = "speakup-desk-keys";
const STORE = "devices";

/** All devices, by office and label; none where storage is forbidden. */
export async function keptDevices(): Promise<readonly KeyRecord[]> {
  try {
    const found = await asked((store) => store.getAll() as IDBRequest<KeyRecord[]>, "readonly");
    return found.sort((one, other) => officeFirst(one.label).localeCompare(officeFirst(other.label)));
  } catch (error) {
    if (error instanceof DOMException) return [];
    throw error;
  }
}

/** Keep a device, in place of an earlier record of it. Throws `DOMException` when the browser has no room. */
export async function keepDevice(record: KeyRecord): Promise<void> {
  await asked((store) => store.put(record), "readwrite");
  // Without it a browser may clear the keys when its disk is full.
  await (navigator as Partial<Navigator>).storage?.persist().catch(() => false);
}

/** Drop a device from this browser: its keys, and what its desk has stored, which nobody could open any more. */
export async function dropDevice(device: string): Promise<void> {
  await asked((store) => store.delete(device), "readwrite");
  await wipeStore(device);
}

/** "Focal point A — Office" by its office, so that the devices of an office stand together. */
export function officeFirst(label: string): string {
  return label.split(" — ").reverse().join(" ");
}

function opened(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => { request.result.createObjectStore(STORE, { keyPath: "device" }); };
    request.onsuccess = () => { resolve(request.result); };
    request.onerror = () => { reject(request.error ?? new DOMException("closed")); };
  });
}

async function asked<T>(ask: (store: IDBObjectStore) => IDBRequest<T>, mode: IDBTransactionMode): Promise<T> {
  const database = await opened();
  try {
    return await new Promise<T>((resolve, reject) => {
      const change = database.transaction(STORE, mode);
      const request = ask(change.objectStore(STORE));
      change.oncomplete = () => { resolve(request.result); };
      change.onabort = () => { reject(change.error ?? new DOMException("aborted")); };
    });
  } finally {
    database.close();
  }
}
