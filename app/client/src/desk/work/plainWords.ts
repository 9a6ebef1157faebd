/**
 * Texts as they are compared in a search: however a word was typed, it is found.
 *
 * Wide and narrow forms, upper and lower case, accents, Arabic vowel signs, tatweel, hamza and the forms of alef,
 * yeh, kaf and teh marbuta make no difference; digits of any script are the same digits.
 */

/** Letters that decomposition leaves apart though people type one for the other. */
const ALIKE: Readonly<Record<string, string>> = {
  ...{ "\u0671": "\u0627", "\u0649": "\u064a", "\u06cc": "\u064a", "\u06a9": "\u0643", "\u0629": "\u0647" },
  ...{ "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ı": "i" },
};
const ALIKE_LETTERS = new RegExp(`[${Object.keys(ALIKE).join("")}]`, "gu");
const MARKS = /[\p{M}\u0640\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;
const DIGITS = /[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]/gu;
const BEYOND_ASCII = /[\u0080-\uffff]/;

/** The text in the form in which it is searched. */
export function plain(text: string): string {
  // Most texts are ASCII, and ten thousand of them are read at once.
  if (!BEYOND_ASCII.test(text)) return text.toLowerCase();
  return text
    .normalize("NFKD")
    .replace(MARKS, "")
    .toLowerCase()
    .normalize("NFKD")
    .replace(MARKS, "")
    .replace(ALIKE_LETTERS, (letter) => ALIKE[letter] ?? letter)
    .replace(DIGITS, (digit) => String(((digit.codePointAt(0) ?? 0) - (digit < "\u0966" ? 0 : 6)) & 15));
}

/** The words of a query, each in its searched form. */
export function termsOf(query: string): string[] {
  return [...new Set(plain(query).split(/\s+/u).filter((word) => word !== ""))];
}
