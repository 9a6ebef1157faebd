/** The worker as the screen sees it: each call is posted and its answer awaited. */
import workerUrl from "./desk.worker.ts?worker&url";
import { startWorker } from "../trusted";
import type { DeskCalls, Progress } from "./view";
import { fromWire, type Said } from "./wire";

export interface RemoteDesk {
  readonly calls: DeskCalls;
  /** End the worker and all that it knows. */
  end(): void;
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** Start the worker; every call fails when its code cannot be loaded. */
export function startDesk(onProgress: (progress: Progress) => void, onTaken: () => void = () => undefined): RemoteDesk {
  const worker = startWorker(workerUrl);
  const waiting = new Map<number, Waiting>();
  let next = 0;

  worker.addEventListener("message", ({ data }: MessageEvent<Said>) => {
    if ("progress" in data) {
      onProgress(data.progress);
      return;
    }
    if ("taken" in data) {
      onTaken();
      return;
    }
    const call = waiting.get(data.id);
    waiting.delete(data.id);
    if ("error" in data) call?.reject(fromWire(data.error));
    else call?.resolve(data.value);
  });
  worker.addEventListener("error", () => {
    for (const call of waiting.values()) call.reject(fromWire({ name: "WorkerBroken", rule: "" }));
    waiting.clear();
  });

  const call = (name: string) => (...values: unknown[]) =>
    new Promise<unknown>((resolve, reject) => {
      const id = next++;
      waiting.set(id, { resolve, reject });
      worker.postMessage({ id, name, values });
    });
  const calls = new Proxy({}, { get: (_, name) => call(String(name)) }) as DeskCalls;
  return { calls, end: () => { worker.terminate(); } };
}
