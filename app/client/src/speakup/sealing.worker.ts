/** The worker: a workshop over the small library, one call after the other. Loaded when a report or a receipt is begun. */
import { noble } from "../sealing/noble";
import type { Answer, Call } from "./crypto/messages";
import { toWire } from "./crypto/messages";
import { openWorkshop } from "./crypto/workshop";

const workshop = openWorkshop(noble()) as unknown as Record<string, (...values: unknown[]) => Promise<unknown>>;
const names = new Set(Object.keys(workshop));

addEventListener("message", (event: MessageEvent<Call>) => {
  const { id, name, values } = event.data;
  void answer(id, name, values).then((reply) => {
    postMessage(reply);
  });
});

async function answer(id: number, name: string, values: readonly unknown[]): Promise<Answer> {
  try {
    const work = names.has(name) ? workshop[name] : undefined;
    if (work === undefined) throw new TypeError();
    return { id, value: await work(...values) };
  } catch (error) {
    return { id, error: toWire(error) };
  }
}
