/** Helpers of the desk's worker: as many as the computer has cores to spare, up to three. */
import workerUrl from "./opening.worker.ts?worker&url";
import { startWorker } from "../trusted";
import type { Done, Order } from "./opening.worker";
import type { Keys, Opener, Outcome } from "./work/opener";

/** More would wait for the line. */
const MOST = 3;

export function startHelpers(keys: Keys): Opener[] {
  const spare = Math.min(MOST, navigator.hardwareConcurrency - 1);
  return Array.from({ length: Math.max(0, spare) }, () => startHelper(keys));
}

function startHelper(keys: Keys): Opener {
  const worker = startWorker(workerUrl);
  const waiting = new Map<number, (outcomes: readonly Outcome[] | null) => void>();
  let next = 0;
  worker.addEventListener("message", ({ data }: MessageEvent<Done>) => {
    waiting.get(data.id)?.(data.outcomes);
    waiting.delete(data.id);
  });
  worker.addEventListener("error", () => {
    for (const give of waiting.values()) give(null);
    waiting.clear();
  });
  const say = (order: Order) => { worker.postMessage(order); };
  say({ keys: { device: keys.device, seal: keys.seal } });
  return {
    open: async (envelopes) => {
      const outcomes = await new Promise<readonly Outcome[] | null>((give) => {
        const id = next++;
        waiting.set(id, give);
        say({ id, envelopes: envelopes.map((envelope) => envelope.slice()) });
      });
      if (outcomes === null) throw new Error("a helper broke");
      return outcomes;
    },
  };
}
