/** Which languages there are, in their own names, and which one a browser's or a person's tag means. */

export type Language = "en" | "fr" | "es" | "ar" | "zh_Hans" | "ru";

export interface LanguageFacts {
  /** In the language itself. */
  readonly name: string;
  readonly direction: "ltr" | "rtl";
  /** BCP 47: for `lang` attributes, payloads and `Intl`. */
  readonly tag: string;
  /** The word list of its receipts, or null: digits only. */
  readonly wordlist: "en" | "fr" | "es" | "zh" | null;
  /** How the directory names it. */
  readonly short: string;
  /** Three words of the first screen, which comes before any catalogue. */
  readonly greeting: string;
  readonly help: string;
  readonly leave: string;
}

export const LANGUAGES: Readonly<Record<Language, LanguageFacts>> = {
  en: { name: "English", direction: "ltr", tag: "en", wordlist: "en", short: "en", greeting: "Language", help: "Help now", leave: "Leave" },
  fr: { name: "Français", direction: "ltr", tag: "fr", wordlist: "fr", short: "fr", greeting: "Langue", help: "Aide", leave: "Quitter" },
  es: { name: "Español", direction: "ltr", tag: "es", wordlist: "es", short: "es", greeting: "Idioma", help: "Ayuda", leave: "Salir" },
  ar: { name: "العربية", direction: "rtl", tag: "ar", wordlist: null, short: "ar", greeting: "اللغة", help: "مساعدة", leave: "مغادرة" },
  zh_Hans: { name: "中文", direction: "ltr", tag: "zh-Hans", wordlist: "zh", short: "zh", greeting: "语言", help: "求助", leave: "离开" },
  ru: { name: "Русский", direction: "ltr", tag: "ru", wordlist: null, short: "ru", greeting: "Язык", help: "Помощь", leave: "Уйти" },
};

export const ALL_LANGUAGES = Object.keys(LANGUAGES) as readonly Language[];

/** Tags whose first part does not decide; everything else goes by its first part. */
const ALIASES: Readonly<Record<string, Language>> = {
  zh: "zh_Hans",
  cmn: "zh_Hans",
  "zh-hans": "zh_Hans",
  // Traditional script is not offered yet; simplified is nearer than English.
  "zh-hant": "zh_Hans",
  en: "en",
  fr: "fr",
  es: "es",
  ru: "ru",
  ar: "ar",
  arb: "ar",
};

/** The language that a tag such as `zh-CN`, `zh_Hans` or `ar-EG` means, or null. */
export function languageOf(tag: string): Language | null {
  const parts = tag.toLowerCase().split(/[-_@.]/);
  return ALIASES[parts.slice(0, 2).join("-")] ?? ALIASES[parts[0] ?? ""] ?? null;
}

/** The first of the person's tags that is offered, or null. */
export function negotiate(tags: readonly string[]): Language | null {
  return tags.map(languageOf).find((language) => language !== null) ?? null;
}
