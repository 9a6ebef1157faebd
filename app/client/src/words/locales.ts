/** Which languages there are, in their own names, and which one a browser's or a person's tag means. The list is data: `locales.yaml`. */
import data from "./generated/locales.json";

export type Language = keyof typeof data;

export interface LanguageFacts {
  /** In the language itself. */
  readonly name: string;
  readonly direction: "ltr" | "rtl";
  /** BCP 47: for `lang` attributes, payloads and `Intl`. */
  readonly tag: string;
  /** The word list of its receipts, or null: digits only. */
  readonly wordlist: string | null;
  /** How the directory names it. */
  readonly short: string;
  /** Three words of the first screen, which comes before any catalogue. */
  readonly greeting: string;
  readonly help: string;
  readonly leave: string;
  /** The CLDR categories that its plural forms stand for, in their order. */
  readonly plurals: readonly string[];
  /** Tags that mean it, beside its own. */
  readonly aliases: readonly string[];
}

export const LANGUAGES = data as Readonly<Record<Language, LanguageFacts>>;

export const ALL_LANGUAGES = Object.keys(LANGUAGES) as readonly Language[];

const ALIASES = new Map(ALL_LANGUAGES.flatMap((language) => namesOf(language).map((name) => [name, language] as const)));

function namesOf(language: Language): string[] {
  const { tag, aliases } = LANGUAGES[language];
  return [tag, ...aliases].map((name) => name.toLowerCase().replace("_", "-"));
}

/** The language that a tag such as `zh-CN`, `zh_Hans` or `ar-EG` means, or null: by its first two parts, then by its first. */
export function languageOf(tag: string): Language | null {
  const parts = tag.toLowerCase().split(/[-_@.]/);
  return ALIASES.get(parts.slice(0, 2).join("-")) ?? ALIASES.get(parts[0] ?? "") ?? null;
}

/** The first of the person's tags that is offered, or null. */
export function negotiate(tags: readonly string[]): Language | null {
  return tags.map(languageOf).find((language) => language !== null) ?? null;
}
