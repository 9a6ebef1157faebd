/**
 * The BIP-39 word lists in which a receipt is shown, loaded when the language is.
 *
 * Arabic and Russian have no list of their own: their receipts are digits.
 */

/** 2,048 words; a word's place is its number. */
export type Wordlist = readonly string[];

const LISTS: Readonly<Record<string, () => Promise<{ wordlist: string[] }>>> = {
  en: () => import("@scure/bip39/wordlists/english.js"),
  es: () => import("@scure/bip39/wordlists/spanish.js"),
  fr: () => import("@scure/bip39/wordlists/french.js"),
  pt: () => import("@scure/bip39/wordlists/portuguese.js"),
  zh: () => import("@scure/bip39/wordlists/simplified-chinese.js"),
};

/** The languages that have words. */
export const WORD_LANGUAGES: readonly string[] = Object.keys(LISTS);

/** The list of a language ("pt-BR" reads Portuguese), or null when it has none. */
export async function loadWordlist(language: string): Promise<Wordlist | null> {
  const list = LISTS[language.toLowerCase().split(/[-_@]/)[0] ?? ""];
  return list === undefined ? null : (await list()).wordlist;
}
