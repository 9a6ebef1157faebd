/** The desk's worker: keys and opened texts live here and nowhere else; ending it forgets them. */
import { deskApi } from "../api/desk";
import { reporterApi } from "../api/reporter";
import { sodium } from "../sealing/sodium";
import { startHelpers } from "./helpers";
import { type Call, type Said, toWire } from "./wire";
import type { DeskCalls } from "./view";
import { Desk } from "./work/desk";

const CALLS: readonly (keyof DeskCalls)[] = [
  "unlock", "enter", "sync", "list", "failures", "case", "file", "markRead", "acknowledge", "answer", "standard", "note", "changeStatus", "leave",
];

const say = (said: Said) => { postMessage(said); };

const desk = sodium().then(
  (p) =>
    new Desk({
      p,
      desk: deskApi(),
      directory: reporterApi(),
      origin: location.origin,
      now: Date.now,
      progress: (progress) => { say({ progress }); },
      helpers: startHelpers,
    }),
);

addEventListener("message", (event: MessageEvent<Call>) => {
  void answered(event.data).then(say);
});

async function answered({ id, name, values }: Call): Promise<Said> {
  try {
    const known = CALLS.find((call) => call === name);
    if (known === undefined) throw new TypeError();
    const calls = (await desk) as unknown as Record<string, (...given: readonly unknown[]) => Promise<unknown>>;
    return { id, value: await calls[known]?.(...values) };
  } catch (error) {
    return { id, error: toWire(error) };
  }
}
