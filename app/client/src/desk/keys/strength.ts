/** How hard a passphrase is to guess, by its length: the only thing that helps and can be measured honestly. */

/** `short` is refused. */
export type Strength = "short" | "fine" | "strong";

const FINE = 14;
const STRONG = 24;
/** One key held down is no passphrase. */
const DISTINCT = 6;

/** Chinese characters count twice: one is a word, and more of them exist than letters. */
export function strengthOf(passphrase: string): Strength {
  const characters = Array.from(passphrase.normalize("NFKC").trim());
  const weight = characters.reduce((sum, character) => sum + (/\p{Script=Han}/u.test(character) ? 2 : 1), 0);
  if (weight < FINE || new Set(characters).size < DISTINCT) return "short";
  return weight < STRONG ? "fine" : "strong";
}
