/**
 * Searching short texts in any of the six scripts, on the phone, without an index. Pure.
 *
 * Texts and words are folded: small letters, no accents or Arabic vowel signs, one form for letters that people
 * write in two ways. A word is found inside longer words, so endings and Arabic prefixes do not hide it; Chinese
 * is cut into its words by the browser, or into its characters by one that cannot.
 */

/** Letters that mean the same to a reader who searches. */
const SAME: Readonly<Record<string, string>> = {
  "ى": "ي", "ة": "ه", "ـ": "", "œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "’": "'",
};

export function fold(text: string): string {
  const plain = text.normalize("NFKD").replace(/\p{Mn}/gu, "").toLowerCase();
  return plain.replace(/[ىةـœæßøł’]/gu, (letter) => SAME[letter] ?? letter).replace(/\p{Nd}/gu, digit);
}

/** Arabic and other digits as 0 to 9: each script has its ten in a row, after something that is no digit. */
function digit(letter: string): string {
  const code = letter.codePointAt(0) ?? 0;
  let zero = code;
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
  return String(code - zero);
}

/** The words that somebody typed, folded. */
export function wordsIn(query: string): string[] {
  const parts = fold(query).split(/[^\p{L}\p{N}']+/u).filter((part) => part !== "");
  return parts.flatMap((part) => (/\p{Script=Han}/u.test(part) ? chinese(part) : [part]));
}

function chinese(run: string): string[] {
  const Segmenter = (Intl as { Segmenter?: typeof Intl.Segmenter }).Segmenter;
  if (Segmenter === undefined) return Array.from(run);
  return [...new Segmenter("zh", { granularity: "word" }).segment(run)].map(({ segment }) => segment);
}

/** Something to search: its fields, the weightiest first. */
export interface Searched<T> {
  readonly value: T;
  readonly fields: readonly string[];
}

/** Fold the fields once, before the first letter is typed. */
export function searched<T>(value: T, ...fields: readonly string[]): Searched<T> {
  return { value, fields: fields.map(fold) };
}

/** From this length on a word may lose its ending. */
const LONG = 6;
const ENDING = 2;

/** What fits, the best first; all words must be found, or if nothing has them all, at least half of them. */
export function find<T>(all: readonly Searched<T>[], query: string): T[] {
  const words = wordsIn(query);
  if (words.length === 0) return all.map(({ value }) => value);
  const rated = all.map((each) => ({ value: each.value, ...rate(each.fields, words) }));
  const most = Math.max(0, ...rated.map(({ found }) => found));
  if (most < words.length / 2) return [];
  return rated.filter(({ found }) => found === most).sort((one, other) => other.weight - one.weight).map(({ value }) => value);
}

function rate(fields: readonly string[], words: readonly string[]): { found: number; weight: number } {
  const weights = words.map((word) => weigh(fields, word));
  return { found: weights.filter((weight) => weight > 0).length, weight: weights.reduce((sum, weight) => sum + weight, 0) };
}

/** The earlier the field, the more it weighs; a word without its ending weighs half. */
function weigh(fields: readonly string[], word: string): number {
  const stem = word.length >= LONG ? word.slice(0, -ENDING) : word;
  return Math.max(0, ...fields.map((field, place) => {
    const worth = fields.length - place;
    if (field.includes(word)) return worth;
    return field.includes(stem) ? worth / 2 : 0;
  }));
}
