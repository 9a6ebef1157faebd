/**
 * Whether somebody compared the words of a directory that this browser believed at first sight.
 *
 * The words, which are a hash of public keys, stay here from the first sight until a person says that they are the
 * same: also over a reload and a lock. A browser that keeps nothing asks for as long as the desk is open.
 */
import { attempt } from "./attempt";

const KEY = "speakup-desk-compare";

/** The words that wait to be compared; `seen`: those of a directory that is believed for the first time now. */
export function wordsToCompare(seen: readonly string[] | null): readonly string[] | null {
  if (seen !== null) attempt(() => { localStorage.setItem(KEY, seen.join(" ")); });
  const kept = attempt(() => localStorage.getItem(KEY));
  return seen ?? kept?.split(" ") ?? null;
}

/** They are the same. */
export function wereTheSame(): void {
  attempt(() => { localStorage.removeItem(KEY); });
}
