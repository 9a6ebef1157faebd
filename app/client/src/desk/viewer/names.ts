/**
 * Names that somebody else chose for a file, made visible: nothing in them may hide, turn round, or lead elsewhere.
 *
 * What is saved has a name of our own (`fileName.ts`); this is about what an officer is shown and told.
 */

export type Doubt = "hidden" | "path" | "endings" | "program" | "long";

/** Controls, formats (bidi overrides, tags, zero width), private use, halves of pairs, unassigned: shown by number. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Cn}\u2028\u2029\u3164\uffa0\u115f\u1160\u2800]/u;
/** Joiners that Persian, Indic scripts and family emoji cannot do without. */
const NEEDED = "\u200c\u200d";
const PROGRAMS =
  /\.(?:exe|com|scr|pif|bat|cmd|ps1|vbs?|vbe|jse?|wsf?|hta|msi|msix|jar|apk|app|dmg|pkg|iso|img|lnk|url|desktop|sh|py|reg|dll|cpl|html?|xhtml|mht|svgz?|xml|docm|xlsm|pptm|one)[\s.]*$/iu;
const ENDINGS = /\.(?:pdf|jpe?g|png|gif|webp|docx?|xlsx?|pptx?|odt|txt|csv|mp3|mp4|m4a|wav|ogg)[\s_]*\.[\p{L}\p{N}]{1,8}[\s.]*$/iu;
const PATH = /[/\\]|^\.\.|^[a-z]:/iu;
const LONGEST = 120;

/** The name with everything that cannot be seen written out, and cut when it is very long. */
export function visible(name: string): string {
  const seen = Array.from(name, (character) => (INVISIBLE.test(character) && !NEEDED.includes(character) ? `[U+${code(character)}]` : character));
  return seen.length > LONGEST ? `${seen.slice(0, LONGEST).join("")}…` : seen.join("");
}

function code(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
}

const SIGNS: readonly (readonly [Doubt, (name: string) => boolean])[] = [
  ["hidden", (name) => Array.from(name).some((character) => INVISIBLE.test(character) && !NEEDED.includes(character))],
  ["path", (name) => PATH.test(name)],
  ["endings", (name) => ENDINGS.test(plain(name))],
  ["program", (name) => PROGRAMS.test(plain(name))],
  ["long", (name) => Array.from(name).length > LONGEST],
];

/** What is odd about a name. */
export function doubtsOf(name: string): readonly Doubt[] {
  return SIGNS.flatMap(([doubt, fits]) => (fits(name) ? [doubt] : []));
}

/** As a computer takes the name, without what only the eye is shown. */
function plain(name: string): string {
  return Array.from(name.normalize("NFKC"), (character) => (INVISIBLE.test(character) ? "" : character)).join("");
}
