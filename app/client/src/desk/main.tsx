/** The desk's entry. */
import { render } from "preact";
import type { Pins } from "../sealing/directory";
import { storedMemory } from "../speakup/delivery/trust";
import { App } from "./app";
import { keepDesk } from "./offline/start";
import "./desk.css";
import "./cases.css";
import "./panels.css";

/** Set at build from SPEAKUP_CLIENT_PINS; null for a client that trusts at first sight. */
declare const __SPEAKUP_PINS__: Pins | null;

const root = document.getElementById("desk");
if (root !== null) {
  const pins = typeof __SPEAKUP_PINS__ === "undefined" ? null : __SPEAKUP_PINS__;
  // Kept: version, hash and roots of the directory, which are public; they keep it from being rolled back.
  keepDesk();
  render(<App pins={pins} remembered={storedMemory(() => localStorage)} />, root);
}
