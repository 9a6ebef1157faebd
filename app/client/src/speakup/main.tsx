/** The phone app's entry: builds the one session and shows the app. Crypto comes later, when it is needed. */
import { render } from "preact";
import { reporterApi } from "../api/reporter";
import type { Pins } from "../sealing/directory";
import { App } from "./app";
import { memoryQueue, openQueue } from "./delivery/queue";
import { storedMemory } from "./delivery/trust";
import { browserTurns } from "./delivery/turns";
import { forgetWhenLeft } from "./leave";
import { openSession } from "./session";
import "../paper.css";
import "./speakup.css";
import "./start.css";
import "./parts.css";

/** Set at build from SPEAKUP_CLIENT_PINS, in the form of the server's pins file; null: trusts at first sight. */
declare const __SPEAKUP_PINS__: { readonly threshold: number; readonly keys: readonly string[] } | null;

function compiledPins(): Pins | null {
  const pins = typeof __SPEAKUP_PINS__ === "undefined" ? null : __SPEAKUP_PINS__;
  return pins === null ? null : { roots: pins.keys, threshold: pins.threshold };
}

const root = document.getElementById("app");
if (root !== null) {
  const session = openSession({
    api: reporterApi(),
    queue: await openQueue().catch(memoryQueue),
    memory: storedMemory(() => localStorage),
    pins: compiledPins(),
    start: async () => (await import("./crypto/remote")).startWorkshop(),
    now: Date.now,
    // Not on every origin, whatever the types say.
    turns: browserTurns((navigator as { locks?: LockManager }).locks),
  });
  forgetWhenLeft(() => { session.forget(); });
  // Whoever scans a certificate comes for that, whoever they are.
  render(<App session={session} first={location.pathname === "/verify" ? "verify" : "home"} />, root);
}
