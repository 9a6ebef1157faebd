/**
 * Which cases hold the words that somebody types, letter by letter.
 *
 * The texts of many cases stand one after the other in one string, a block: a walk over ten thousand texts that lie
 * scattered in memory takes several times as long as one over forty blocks. A block is made anew when one of its
 * cases is another one. What a word was found in is kept until the cases change, so that a letter costs one walk for
 * the word that it stands in, and a letter taken back costs nothing. Must never find more or less than a search in
 * each text by itself.
 */
import type { Case } from "../fold";
import { plain } from "./plainWords";

/** So many cases share a block: made anew in a millisecond or two, and few enough blocks to walk over. */
const BLOCK_CASES = 256;
/** More words than this are not kept: each takes a byte for each case. */
const MOST_KEPT = 64;

interface Block {
  readonly cases: readonly Case[];
  readonly text: string;
  /** Where the text of each case ends, with the line break that keeps it apart from the next one. */
  readonly ends: readonly number[];
}

export class Searching {
  /** Of all `#cases`, in their order. */
  #blocks: readonly Block[] = [];
  #cases: readonly Case[] = [];
  #found = new Map<string, Uint8Array>();

  /** `size`: how many cases share a block. */
  constructor(readonly size = BLOCK_CASES) {}

  /** For each of `cases` 1 when it holds every term, else 0. `terms`: as `termsOf` gives them, so without a line break. */
  holding(cases: readonly Case[], terms: readonly string[]): Uint8Array {
    if (terms.length === 0 || this.#found.size > MOST_KEPT) this.#found.clear();
    if (terms.length > 0) this.#arrange(cases);
    const all = new Uint8Array(cases.length).fill(1);
    for (const term of terms) {
      const found = this.#holding(term);
      for (let at = 0; at < all.length; at += 1) all[at] = (all[at] ?? 0) & (found[at] ?? 0);
    }
    return all;
  }

  /** Make the texts ready, a block at a time; `rest` is awaited in between. Ends when other cases are wanted meanwhile. */
  async prepare(cases: readonly Case[], rest: () => Promise<void>): Promise<void> {
    for (let ready = Math.min(this.#cases.length, cases.length); ready < cases.length; ready += this.size) {
      const some = cases.slice(0, ready + this.size);
      this.#arrange(some);
      await rest();
      if (this.#cases !== some) return;
    }
    this.#arrange(cases);
  }

  #holding(term: string): Uint8Array {
    let found = this.#found.get(term);
    if (found === undefined) this.#found.set(term, (found = holding(this.#blocks, term, this.#cases.length)));
    return found;
  }

  #arrange(cases: readonly Case[]): void {
    if (this.#cases === cases) return;
    this.#blocks = arranged(this.#blocks, cases, this.size);
    this.#cases = cases;
    this.#found.clear();
  }
}

function holding(blocks: readonly Block[], term: string, count: number): Uint8Array {
  const found = new Uint8Array(count);
  let first = 0;
  for (const { text, ends } of blocks) {
    let place = 0;
    for (let at = text.indexOf(term); at >= 0; at = text.indexOf(term, ends[place])) {
      while ((ends[place] ?? 0) <= at) place += 1;
      found[first + place] = 1;
    }
    first += ends.length;
  }
  return found;
}

/** Blocks of `cases`, which mostly stand as they stood: what is the same is taken over, what is new stands at the end. */
function arranged(before: readonly Block[], cases: readonly Case[], size: number): Block[] {
  const blocks: Block[] = [];
  let at = 0;
  for (const block of before) {
    const same = block.cases.every((found, place) => found === cases[at + place]);
    const left = same ? block.cases.length : leftOf(block, cases, at);
    if (left > 0) blocks.push(same ? block : blockOf(cases.slice(at, at + left), block));
    at += left;
  }
  const last = blocks.at(-1);
  if (last !== undefined && last.cases.length < size && at < cases.length) at -= blocks.pop()?.cases.length ?? 0;
  for (; at < cases.length; at += size) blocks.push(blockOf(cases.slice(at, at + size), last));
  return blocks;
}

/** How many of the cases from `at` on are, or were at another time, those of the block. */
function leftOf({ cases: before }: Block, cases: readonly Case[], at: number): number {
  const threads = new Set(before.map(({ thread }) => thread));
  let left = 0;
  while (threads.has(cases[at + left]?.thread ?? "")) left += 1;
  return left;
}

/** `before`: a block that holds some of the cases. */
function blockOf(cases: readonly Case[], before: Block | undefined): Block {
  const known = new Map(before?.cases.map((found, place) => [found, before.text.slice(before.ends[place - 1] ?? 0, before.ends[place])]));
  const texts = cases.map((found) => known.get(found) ?? `${searched(found)}\n`);
  let end = 0;
  return { cases, text: texts.join(""), ends: texts.map(({ length }) => (end += length)) };
}

/** The texts that other offices passed on. */
export function handed({ handovers }: Pick<Case, "handovers">) {
  return handovers.flatMap(({ body }) => body?.texts ?? []);
}

/** All words of a case, as they are searched. The line breaks keep words of two texts apart. */
function searched(found: Case): string {
  const written = [
    ...[found, ...found.claims].flatMap(({ reports, assistance, messages }) => [
      ...reports.flatMap(({ payload: { words, answers } }) => [words, ...Object.values(answers).flat()]),
      ...assistance.flatMap(({ payload }) => [payload.safe_contact, ...payload.help, payload.country ?? ""]),
      ...messages.map(({ payload }) => payload.text),
    ]),
    ...handed(found).flatMap(({ words, text, answers, safe_contact: contact }) => [words, text, contact, ...Object.values(answers).flat()]),
    ...found.handovers.map(({ body }) => body?.note ?? ""),
    ...found.events.flatMap(({ event }) => [event.text, ...Object.values(event.data).flat()]),
    found.thread,
  ];
  return plain(written.filter((text) => text !== "").join("\n"));
}
