/** The desk's worker: keys and opened texts live here and nowhere else; ending it forgets them. */
import { deskApi } from "../api/desk";
import { reporterApi } from "../api/reporter";
import { sodium } from "../sealing/sodium";
import { startHelpers } from "./helpers";
import { type Call, type Said, toWire } from "./wire";
import { Desk } from "./work/desk";
import { Clock } from "./work/standing";
import { openTabs } from "./work/tabs";

const say = (said: Said) => { postMessage(said); };

const clock = new Clock(Date.now);

const desk = sodium().then((p) =>
  new Desk({
    p,
    desk: deskApi(undefined, (date) => { clock.hear(date); }),
    directory: reporterApi(),
    origin: location.origin,
    now: Date.now,
    progress: (progress) => { say({ progress }); },
    helpers: startHelpers,
    storage: indexedDB,
    estimate: async () => (await (navigator.storage as StorageManager | undefined)?.estimate()) ?? {},
    tabs: openTabs(navigator.locks as LockManager | undefined, () => { say({ taken: true }); }),
    clock,
  }).calls(),
);

addEventListener("message", (event: MessageEvent<Call>) => {
  void answered(event.data).then(say);
});

async function answered({ id, name, values }: Call): Promise<Said> {
  try {
    const calls = (await desk) as unknown as Record<string, (...given: readonly unknown[]) => Promise<unknown>>;
    const call = Object.hasOwn(calls, name) ? calls[name] : undefined;
    if (call === undefined) throw new TypeError();
    return { id, value: await call(...values) };
  } catch (error) {
    return { id, error: toWire(error) };
  }
}
