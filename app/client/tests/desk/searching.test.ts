/** A search as one types finds what a plain walk over all cases finds, whatever was typed and whatever came before. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { ANY, type Found } from "../../src/desk/calls/store";
import { parsePayload } from "../../src/desk/case/payload";
import type { Entry } from "../../src/desk/fold";
import { following } from "../../src/desk/screens/found";
import { Ledger } from "../../src/desk/work/ledger";
import { Listing } from "../../src/desk/work/listing";
import { Searching } from "../../src/desk/work/searching";

const HEX = (of: number, bytes: number) => of.toString(16).padStart(2, "0").repeat(bytes);
const folded = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const [OWN, KEY] = [HEX(0xd1, 16), HEX(0xee, 32)];
const alone = () => new Set([OWN]);
const KIN = () => alone;
const THREADS = [1, 2, 3, 4, 5, 6].map((number) => HEX(number, 16));
const WORDS = ["fuel", "fu", "food", "Émile", "emil", "trucks", "truck", "01", "x"] as const;
const COMMON = { v: 1, office: HEX(0xa0, 16), directory: { version: 1, hash: HEX(0xdd, 32) }, recipients: [OWN], lang: "en" };

type Step =
  | { readonly does: "type"; readonly word: string }
  | { readonly does: "take back"; readonly letters: number }
  | { readonly does: "paste"; readonly words: readonly string[] }
  | { readonly does: "write"; readonly kind: "report" | "note"; readonly thread: string; readonly words: readonly string[] }
  | { readonly does: "lose"; readonly thread: string; readonly closed: boolean }
  | { readonly does: "prepare" };

const words = fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 3 });
const thread = fc.constantFrom(...THREADS);
const kind = fc.constantFrom("report", "note");
const STEP: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ does: fc.constant("type"), word: fc.constantFrom(...WORDS, " ") }),
  fc.record({ does: fc.constant("take back"), letters: fc.integer({ min: 1, max: 6 }) }),
  fc.record({ does: fc.constant("paste"), words }),
  fc.record({ does: fc.constant("write"), kind, thread, words }),
  fc.record({ does: fc.constant("lose"), thread, closed: fc.boolean() }),
  fc.record({ does: fc.constant("prepare") }),
);

/** What stands in the ledger, and beside it the same as a plain list of what was written. */
class World {
  readonly ledger = new Ledger(OWN, KIN());
  /** Blocks are small, so that there are several. */
  readonly listing = new Listing(OWN, KIN, new Searching(2));
  #written: { readonly kind: string; readonly position: number; readonly thread: string; readonly text: string }[] = [];
  readonly #closed = new Set<string>();
  #typed = "";
  #position = 0;

  take(step: Step): void {
    if (step.does === "type") for (const letter of step.word) this.#find(`${this.#typed}${letter}`);
    else if (step.does === "take back") for (let left = step.letters; left > 0; left--) this.#find(this.#typed.slice(0, -1));
    else if (step.does === "paste") this.#find(step.words.join(" "));
    else if (step.does === "write") this.write(step.kind, step.thread, step.words.join(" "));
    else if (step.does === "lose") this.#lose(step.thread, step.closed);
    else void this.listing.prepare(this.ledger.cases(), () => Promise.resolve());
    this.#find(this.#typed);
  }

  #find(typed: string): void {
    this.#typed = typed;
    const terms = folded(typed).split(" ");
    const said = (one: string) => this.#written.filter(({ thread: other }) => other === one);
    const textOf = (one: string) => [...said(one).map(({ text }) => folded(text)), one].join("\n");
    const expected = THREADS.filter((one) => said(one).length > 0 && terms.every((term) => textOf(one).includes(term)));
    const found = this.search(typed);
    // What the reporter has not written yet has no day, and stands last.
    const [dated, undated] = [true, false].map((report) => expected.filter((one) => said(one).some(({ kind }) => kind === "report") === report));
    expect({ typed, all: found.all, threads: found.rows.map((row) => row.thread) }).toEqual({ typed, all: expected.length, threads: [dated, undated].flat() });
    expect(found).toEqual(this.search(typed, new Listing(OWN, KIN)));
  }

  search(typed: string, listing = this.listing): Found {
    return listing.search(this.ledger.cases(), { ...ANY, words: typed, filter: "all" }, 0, () => false);
  }

  write(kind: "report" | "note", thread: string, text: string): void {
    const [position, ctx] = [++this.#position, this.#position.toString(16).padStart(64, "0")];
    const said = kind === "report" ? { kind, channel: "app", words: text, reply: { key: KEY, tag: KEY } } : { kind: "event", event: "note", at: "2026-11-21T09:00:00Z", by: OWN, text };
    const entry: Entry = { ctx, day: "2026-11-21", sender: kind === "report" ? KEY : OWN, payload: parsePayload({ ...COMMON, thread, ...said }) };
    this.ledger.add({ position, entry, vouched: null });
    if (!this.#closed.has(thread)) this.#written.push({ kind, position, thread, text });
  }

  #lose(thread: string, closed: boolean): void {
    const gone = this.#written.filter((one) => one.thread === thread);
    this.#written = this.#written.filter((one) => one.thread !== thread);
    if (!closed) {
      this.ledger.remove(new Set(gone.map(({ position }) => position)));
      return;
    }
    this.ledger.close(thread, () => false);
    this.#closed.add(thread);
  }
}

test("each letter finds what a plain walk finds, whatever was typed, came, changed or went before", async () => {
  // The last one would stand across the end of one case and the beginning of the next.
  const typing: Step[] = [...WORDS, "01fu"].map((word) => ({ does: "paste", words: [word] }));
  await fc.assert(
    fc.asyncProperty(fc.array(STEP, { minLength: 1, maxLength: 40 }), async (steps) => {
      const world = new World();
      for (const [at, thread] of THREADS.entries()) world.take({ does: "write", kind: "report", thread, words: WORDS.slice(at, at + 3) });
      for (const step of [...steps, ...typing]) {
        world.take(step);
        await Promise.resolve();
      }
    }),
    { numRuns: 80 },
  );
});

test("hundreds that come at once stand in the same order as one after the other", () => {
  const [one, other] = [new World(), new World()];
  const threads = Array.from({ length: 150 }, (_, number) => HEX((number * 7) % 150, 16));
  for (const thread of threads) {
    one.write("report", thread, "fuel");
    other.write("report", thread, "fuel");
    other.search("fuel");
  }

  expect(one.search("fuel").rows.map(({ thread }) => thread)).toEqual([...threads].sort().slice(0, 50));
  expect(other.search("fuel")).toEqual(one.search("fuel"));
});

test("rows that stood there before are not drawn anew, and those that differ are", () => {
  const world = new World();
  for (const thread of THREADS) world.take({ does: "write", kind: "report", thread, words: ["fuel"] });
  const first = world.search("fu");

  const same = following(first, structuredClone(world.search("fue")));
  const other = { ...first, rows: first.rows.map((row, at) => ({ ...row, unread: at > 0 })) };

  expect(same.rows).toBe(first.rows);
  expect(following(first, other)).toEqual(other);
  expect(following(first, other).rows.map((row, at) => row === first.rows[at])).toEqual([false, true, true, true, true, true]);
});
