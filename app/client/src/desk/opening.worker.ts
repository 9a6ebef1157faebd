/** A helper of the desk's worker: opens what it is handed, with the keys that it is given first. */
import { sodium } from "../sealing/sodium";
import type { Keys, Outcome } from "./work/opener";
import { opener } from "./work/opener";

/** What the desk's worker says: the keys, then envelopes. */
export type Order = { readonly keys: Keys } | { readonly id: number; readonly envelopes: readonly Uint8Array[] };
export interface Done {
  readonly id: number;
  /** Null when it broke. */
  readonly outcomes: readonly Outcome[] | null;
}

let keys: Keys | null = null;

addEventListener("message", ({ data }: MessageEvent<Order>) => {
  if ("keys" in data) keys = data.keys;
  else void done(data.id, data.envelopes).then((made) => { postMessage(made); });
});

async function done(id: number, envelopes: readonly Uint8Array[]): Promise<Done> {
  try {
    const p = await sodium();
    return { id, outcomes: keys === null ? null : await opener(p, keys).open(envelopes) };
  } catch {
    // Whatever broke is met again, with its name, where the envelopes are opened instead.
    return { id, outcomes: null };
  }
}
