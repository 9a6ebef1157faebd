/**
 * The BIP-39 word lists in which a receipt is shown, loaded when the language is.
 *
 * Arabic and Russian have no list of their own: their receipts are digits.
 */

/** 2,048 words; a word's place is its number. */
export type Wordlist = readonly string[];

const LISTS: Readonly<Record<string, () => Promise<{ wordlist: string[] }>>> = {
  en: () => import("@scure/bip39/wordlists/english.js"),
  fr: () => import("@scure/bip39/wordlists/french.js"),
  es: () => import("@scure/bip39/wordlists/spanish.js"),
  zh: () => import("@scure/bip39/wordlists/simplified-chinese.js"),
  "zh-hant": () => import("@scure/bip39/wordlists/traditional-chinese.js"),
  pt: () => import("@scure/bip39/wordlists/portuguese.js"),
  it: () => import("@scure/bip39/wordlists/italian.js"),
  ja: () => import("@scure/bip39/wordlists/japanese.js"),
  ko: () => import("@scure/bip39/wordlists/korean.js"),
  cs: () => import("@scure/bip39/wordlists/czech.js"),
};

/** The languages that have words, in the order in which a receipt is tried. */
export const WORD_LANGUAGES: readonly string[] = Object.keys(LISTS);

/** The list of a language ("pt-BR" and "en@pseudo" read the language's own), or null when it has none. */
export async function loadWordlist(language: string): Promise<Wordlist | null> {
  const tag = language.toLowerCase().replaceAll("_", "-");
  const list = LISTS[tag] ?? LISTS[tag.split(/[-@]/)[0] ?? ""];
  return list === undefined ? null : (await list()).wordlist;
}
