/**
 * Anonymous counters of what is opened: one note a visit, from memory, that says nothing sure about anybody.
 *
 *     version 1 (1)  ||  catalogue hash (8)  ||  bits (55), lowest first: bit i is item i of the catalogue
 *
 * Of what was opened at most eight items, drawn by lot, go in: many bits together would tell what a long visit was
 * about. Then every bit is flipped with probability 1/4 (randomised response), bits past the last item are drawn:
 * whoever reads a note can tell of no item whether it was opened. Nothing is kept on the phone, nothing is
 * sent when nothing was opened, and nothing after the quick exit.
 */
import { type Bytes, concat, unhex } from "../../sealing/bytes";

export const NOTE_BYTES = 64;
const VERSION = 1;
const BITS_BYTES = 55;
/** More of one visit than this is not told (docs/threat-model.md). */
const MOST_OPENED = 8;

/** `length` random bytes. */
export type Draw = (length: number) => Uint8Array;

/** The note over a catalogue. Items past the 440th are not counted. */
export function note(catalogueHash: string, ids: readonly string[], opened: ReadonlySet<string>, draw: Draw): Bytes {
  const bits = Uint8Array.from(draw(BITS_BYTES));
  const coins = draw(BITS_BYTES * 8);
  const counted = ids.slice(0, BITS_BYTES * 8);
  const told = new Set(byLot(counted.filter((id) => opened.has(id)), MOST_OPENED, draw));
  counted.forEach((id, place) => {
    // Two random bits are zero once in four times.
    const flip = ((coins[place] ?? 0) & 3) === 0;
    set(bits, place, told.has(id) !== flip);
  });
  return concat(Uint8Array.of(VERSION), unhex(catalogueHash), bits);
}

/** At most `most` of `all`, each as likely as any other. */
function byLot(all: readonly string[], most: number, draw: Draw): string[] {
  const left = [...all];
  return Array.from({ length: Math.min(most, left.length) }, () => {
    const [low = 0, middle = 0, high = 0] = draw(3);
    return left.splice((low | (middle << 8) | (high << 16)) % left.length, 1);
  }).flat();
}

function set(bits: Uint8Array, place: number, on: boolean): void {
  const [at, mask] = [place >> 3, 1 << (place & 7)];
  bits[at] = on ? (bits[at] ?? 0) | mask : (bits[at] ?? 0) & ~mask;
}

export interface Counts {
  /** An item of this catalogue was opened. */
  opened(id: string, catalogueHash: string, ids: readonly string[]): void;
  /** Send the note, once; nothing when nothing was opened. */
  end(): void;
  /** Forget what was opened, and count nothing any more in this visit. */
  drop(): void;
}

export function openCounts(send: (bytes: Bytes) => void, draw: Draw): Counts {
  const opened = new Set<string>();
  let names: { readonly hash: string; readonly ids: readonly string[] } | null = null;
  let over = false;
  const drop = () => {
    over = true;
    opened.clear();
  };
  return {
    opened: (id, hash, ids) => {
      if (over) return;
      opened.add(id);
      names = { hash, ids };
    },
    end: () => {
      if (over || names === null) return;
      const bytes = note(names.hash, names.ids, opened, draw);
      drop();
      send(bytes);
    },
    drop,
  };
}

const URL = "/api/v1/content/counts";

/** Sends after the page is gone too, without waiting for an answer. */
export function sendNote(bytes: Bytes): void {
  const headers = { "Content-Type": "application/octet-stream" };
  if ("keepalive" in Request.prototype) {
    void fetch(URL, { method: "POST", body: bytes, headers, keepalive: true, credentials: "omit", referrerPolicy: "no-referrer" }).catch(() => undefined);
  } else {
    navigator.sendBeacon(URL, new Blob([bytes], { type: headers["Content-Type"] }));
  }
}

/** End the visit when the page is hidden or goes; the quick exit empties the page first, then nothing is sent. */
export function countUntilHidden(counts: Counts, page: Document): void {
  const end = () => {
    if (page.documentElement.childElementCount === 0) counts.drop();
    else counts.end();
  };
  // Before the page is emptied because it is left (`forgetWhenLeft`).
  page.defaultView?.addEventListener("pagehide", end, true);
  page.addEventListener("visibilitychange", () => { if (page.visibilityState === "hidden") end(); });
}
