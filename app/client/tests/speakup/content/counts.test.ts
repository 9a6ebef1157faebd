/** The counters: what a note says, what it does not, and when none is sent. */
import { describe, expect, it } from "vitest";
import { countUntilHidden, type Draw, note, NOTE_BYTES, openCounts } from "../../../src/speakup/content/counts";
import { catalogue } from "../../../src/speakup/content/types";
import { PACK } from "./sample";

const IDS = Array.from({ length: 300 }, (_, place) => `item_${place}`);
const HASH = "0011223344556677";
const random: Draw = (length) => crypto.getRandomValues(new Uint8Array(length));
/** Never flips: every coin is one. */
const never: Draw = (length) => new Uint8Array(length).fill(1);
const bit = (bytes: Uint8Array, place: number) => ((bytes[9 + (place >> 3)] ?? 0) >> (place & 7)) & 1;

describe("a note", () => {
  it("has its version, the catalogue and a bit for each item, lowest first", () => {
    const bytes = note(HASH, IDS, new Set(["item_0", "item_9", "item_299"]), never);
    expect(bytes.length).toBe(NOTE_BYTES);
    expect(Array.from(bytes.slice(0, 9))).toEqual([1, 0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77]);
    expect(IDS.filter((_, place) => bit(bytes, place) === 1)).toEqual(["item_0", "item_9", "item_299"]);
    // What is past the last item is as it was drawn.
    expect(Array.from(bytes.slice(9 + 38))).toEqual(Array.from(never(17)));
  });

  it("flips one bit in four, of what was opened and of what was not", () => {
    const notes = Array.from({ length: 400 }, () => note(HASH, IDS, new Set(["item_7"]), random));
    const flipped = notes.filter((bytes) => bit(bytes, 7) === 0).length / notes.length;
    const others = notes.flatMap((bytes) => IDS.slice(8).map((_, place) => bit(bytes, place + 8)));
    // Five standard deviations of 400 and of 116,800 draws.
    expect(Math.abs(flipped - 0.25)).toBeLessThan(0.11);
    expect(Math.abs(others.filter((one) => one === 1).length / others.length - 0.25)).toBeLessThan(0.0064);
  });

  it("tells at most eight items of a visit, drawn by lot", () => {
    const opened = new Set(IDS.slice(0, 40));
    /** Coins never flip; lots are drawn. */
    const lots: Draw = (length) => (length > 3 ? never(length) : random(length));
    const told = Array.from({ length: 400 }, () => note(HASH, IDS, opened, lots)).map((bytes) => IDS.filter((_, place) => bit(bytes, place) === 1));
    expect(new Set(told.map(({ length }) => length))).toEqual(new Set([8]));
    expect(told.flat().every((id) => opened.has(id))).toBe(true);
    const shares = [...opened].map((id) => told.filter((one) => one.includes(id)).length / told.length);
    // One in five; five standard deviations of 400 draws.
    expect(shares.every((share) => Math.abs(share - 0.2) < 0.1)).toBe(true);
  });

  it("counts no item past the last bit, and does not fail on it", () => {
    const many = Array.from({ length: 500 }, (_, place) => `item_${place}`);
    expect(note(HASH, many, new Set(["item_499"]), never).length).toBe(NOTE_BYTES);
  });

  it("goes by the order of the catalogue", () => {
    expect(catalogue(PACK)).toEqual(["aid_is_free", "faq_cost", "receipt", "event_code", "basics", "q1", "q2", "q3", "q4", "line", "choose_a_way", "help_now"]);
  });
});

describe("a visit", () => {
  const begin = () => {
    const sent: Uint8Array[] = [];
    return { sent, counts: openCounts((bytes) => { sent.push(bytes); }, never) };
  };

  it("sends nothing when nothing was opened, and one note when something was", () => {
    const { sent, counts } = begin();
    counts.end();
    counts.opened("item_3", HASH, IDS);
    counts.end();
    counts.opened("item_4", HASH, IDS);
    counts.end();
    expect(sent.length).toBe(1);
    expect(bit(sent[0] ?? new Uint8Array(), 3)).toBe(1);
  });

  it("sends nothing after it was dropped", () => {
    const { sent, counts } = begin();
    counts.opened("item_3", HASH, IDS);
    counts.drop();
    counts.end();
    expect(sent).toEqual([]);
  });

  it.each([["hidden", 1, 1], ["left by the quick exit, which empties it first", 0, 0]])("when the page is %s: %s elements, %s notes", (_, children, notes) => {
    const { sent, counts } = begin();
    const view = new EventTarget();
    const page = Object.assign(new EventTarget(), { documentElement: { childElementCount: children }, defaultView: view, visibilityState: "hidden" }) as unknown as Document;
    countUntilHidden(counts, page);
    counts.opened("item_3", HASH, IDS);
    page.dispatchEvent(new Event("visibilitychange"));
    view.dispatchEvent(new Event("pagehide"));
    expect(sent.length).toBe(notes);
  });
});
