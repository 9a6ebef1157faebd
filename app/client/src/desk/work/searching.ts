/**
 * Which cases hold the words that somebody types, letter by letter.
 *
 * The text of a case is made once for each state of it. A query that goes on from an earlier one looks only through
 * what that one left, and only for the words that are new: so a further letter costs less than the first, and a
 * letter taken back costs nothing. Must never find more or less than a walk over all texts would.
 */
import type { Case } from "../fold";
import { plain } from "./plainWords";

/** As many as a person types and takes back in one breath; each remembers at most one place for each case. */
const REMEMBERED = 32;

interface Answer<T> {
  readonly terms: readonly string[];
  readonly lines: readonly T[];
}

/** `T`: what stands for a case in the list. */
export class Searching<T extends { readonly found: Case }> {
  readonly #texts = new WeakMap<Case, string>();
  #all: readonly T[] = [];
  /** Of searches in `#all`, the newest first. */
  #answers: readonly Answer<T>[] = [];

  /** Those of `all` whose case holds every term, in their order; `all` must be another list when a case is another one. */
  holding(all: readonly T[], terms: readonly string[]): readonly T[] {
    if (all !== this.#all || terms.length === 0) [this.#all, this.#answers] = [all, []];
    if (terms.length === 0) return all;
    const near = this.#nearest(terms);
    const lines = this.#narrowed(near, terms.filter((term) => !near.terms.includes(term)));
    this.#answers = [{ terms, lines }, ...this.#answers].slice(0, REMEMBERED);
    return lines;
  }

  /** Make the text of a case ready; false when it was. */
  prepare(found: Case): boolean {
    const known = this.#texts.has(found);
    if (!known) this.#text(found);
    return !known;
  }

  /** The earlier answer that left least of what can hold these terms. */
  #nearest(terms: readonly string[]): Answer<T> {
    const wider = this.#answers.filter((answer) => answer.terms.every((term) => terms.some((now) => now.includes(term))));
    return wider.reduce((least, answer) => (answer.lines.length < least.lines.length ? answer : least), { terms: [] as readonly string[], lines: this.#all });
  }

  #narrowed({ lines }: Answer<T>, terms: readonly string[]): readonly T[] {
    if (terms.length === 0) return lines;
    return lines.filter(({ found }) => {
      const text = this.#text(found);
      return terms.every((term) => text.includes(term));
    });
  }

  #text(found: Case): string {
    let text = this.#texts.get(found);
    if (text === undefined) this.#texts.set(found, (text = searched(found)));
    return text;
  }
}

/** The texts that other offices passed on. */
export function handed({ handovers }: Pick<Case, "handovers">) {
  return handovers.flatMap(({ body }) => body?.texts ?? []);
}

/** All words of a case, as they are searched. The line breaks keep words of two texts apart. */
export function searched(found: Case): string {
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
