/**
 * Taking words out of texts, however they are written there; the same as `app/domain/passages.py`.
 *
 * Compared are letters and not their bytes: composed or not (NFKC), in capitals or not, with any white space, and
 * whatever invisible marks stand between. Must never leave half of a letter, or of a name that was asked for in full.
 */

/** What stands for words that were taken out. */
export const TAKEN_OUT = "[…]";
/** A shorter passage would take letters out of everything. */
const LEAST_PASSAGE = 2;

export interface TakingOut {
  /** A text without the passages. */
  readonly blank: (text: string) => string;
  /** Whether any passage stood in what was blanked so far. */
  readonly hit: () => boolean;
  /** The passages, as typed, that did not. */
  readonly missed: () => string[];
}

export function takingOut(passages: readonly string[]): TakingOut {
  const wanted = new Map(passages.map((passage) => [keyed(passage), passage.trim()]));
  wanted.delete("");
  const found = new Set<string>();
  // The longest first: a name in full must not leave half of itself behind.
  const keys = [...wanted.keys()].sort((one, other) => Array.from(other).length - Array.from(one).length);
  const pattern = keys.length === 0 ? null : new RegExp(keys.map(escaped).join("|"), "gu");
  const meet = (key: string) => {
    for (const each of keys) if (key.includes(each)) found.add(each);
  };
  return {
    blank: (text) => (pattern === null ? text : without(text, pattern, meet)),
    hit: () => found.size > 0,
    missed: () => [...wanted].filter(([key]) => !found.has(key)).map(([, passage]) => passage),
  };
}

/** Whether one of them would take letters out of everything. */
export function isTooShort(passages: readonly string[]): boolean {
  return passages.map(keyed).some((key) => key !== "" && Array.from(key.normalize("NFKC")).length < LEAST_PASSAGE);
}

/** A letter of a text with all its marks. */
interface Unit {
  readonly from: number;
  readonly to: number;
}

function without(text: string, pattern: RegExp, meet: (key: string) => void): string {
  const { key, units } = read(text);
  const kept: string[] = [];
  let at = 0;
  for (const match of key.matchAll(pattern)) {
    meet(match[0]);
    const [first, last] = [units[match.index], units[match.index + match[0].length - 1]] as [Unit, Unit];
    if (first.from >= at) kept.push(text.slice(at, first.from), TAKEN_OUT);
    at = Math.max(at, last.to);
  }
  return kept.join("") + text.slice(at);
}

/** What is compared, and for each place of it the letter of the text that it comes from. */
function read(text: string): { readonly key: string; readonly units: readonly Unit[] } {
  const units: Unit[] = [];
  let key = "";
  for (const { 0: letter, index } of text.matchAll(/[\s\S][\p{M}\p{Cf}]*/gu)) {
    const spaced = folded(letter);
    const more = key.endsWith(" ") ? spaced.replace(/^ /, "") : spaced;
    key += more;
    for (let place = 0; place < more.length; place++) units.push({ from: index, to: index + letter.length });
  }
  return { key, units };
}

function keyed(passage: string): string {
  return read(passage).key.replace(/^ | $/g, "");
}

/** A letter as it is compared. Small, then capital, then small: so all spellings of one letter meet. */
function folded(letter: string): string {
  const small = letter.normalize("NFKD").toLowerCase().toUpperCase().toLowerCase().normalize("NFKD");
  return small.replace(/\p{Cf}/gu, "").replace(/\p{White_Space}+/gu, " ");
}

function escaped(passage: string): string {
  return passage.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
