/** The workshop as the page sees it: each call goes to the worker, which starts with the first one. */
import workerUrl from "../sealing.worker.ts?worker&url";
import { startWorker } from "../../trusted";
import type { Answer, WireError } from "./messages";
import { fromWire } from "./messages";
import type { Workshop } from "./workshop";

export interface RemoteWorkshop {
  readonly workshop: Workshop;
  /** End the worker and everything that it knows. */
  close(): void;
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

const BROKEN: WireError = { name: "WorkerBroken", check: "" };

/** Start the worker; `Error` of every call when its code cannot be loaded. */
export function startWorkshop(): RemoteWorkshop {
  const worker = startWorker(workerUrl);
  const waiting = new Map<number, Waiting>();
  let next = 0;

  worker.addEventListener("message", (event: MessageEvent<Answer>) => {
    const call = waiting.get(event.data.id);
    waiting.delete(event.data.id);
    if ("error" in event.data) call?.reject(fromWire(event.data.error));
    else call?.resolve(event.data.value);
  });
  worker.addEventListener("error", () => {
    for (const call of waiting.values()) call.reject(fromWire(BROKEN));
    waiting.clear();
  });

  const call = (name: string, values: readonly unknown[]) =>
    new Promise<unknown>((resolve, reject) => {
      const id = next++;
      waiting.set(id, { resolve, reject });
      worker.postMessage({ id, name, values });
    });
  const workshop = new Proxy({}, { get: (_, name) => (...values: unknown[]) => call(String(name), values) }) as Workshop;
  return { workshop, close: () => { worker.terminate(); } };
}
