/**
 * The words of the app in one language. English text is the key, so English needs no file.
 *
 * Calls of `t` and `tn` with literal texts are found by `speakup words extract`. A text without
 * a translation is shown in English: half an answer is better than an empty button.
 */
import type { Language } from "./locales";
import { PLURALS } from "./plurals";

export type Messages = Readonly<Record<string, string | readonly string[]>>;
export type Values = Readonly<Record<string, string | number>>;

export interface Words {
  readonly language: Language;
  /** The text in this language; `{name}` is replaced by `values.name`. */
  readonly t: (text: string, values?: Values) => string;
  /** The form for `count`, which stands for `{count}`. */
  readonly tn: (one: string, many: string, count: number, values?: Values) => string;
}

const FILES: Readonly<Record<Language, () => Promise<{ default: Messages }>>> = {
  en: () => Promise.resolve({ default: {} }),
  fr: () => import("./generated/fr.json"),
  es: () => import("./generated/es.json"),
  ar: () => import("./generated/ar.json"),
  zh_Hans: () => import("./generated/zh_Hans.json"),
  ru: () => import("./generated/ru.json"),
};

/** Load a language; only its own file is fetched. */
export async function loadWords(language: Language): Promise<Words> {
  return wordsOf(language, await loadMessages(language));
}

/** The phone's messages of a language. */
export async function loadMessages(language: Language): Promise<Messages> {
  return (await FILES[language]()).default;
}

/** Words from messages that are already here. */
export function wordsOf(language: Language, messages: Messages): Words {
  const rule = PLURALS[language];
  return {
    language,
    t: (text, values = {}) => filled(single(messages[text]) ?? text, values),
    tn: (one, many, count, values = {}) => {
      const forms = messages[one];
      const form = Array.isArray(forms) ? (forms as readonly string[])[rule?.of(count) ?? 0] : single(forms);
      return filled(form ?? (count === 1 ? one : many), { ...values, count });
    },
  };
}

function single(message: string | readonly string[] | undefined): string | undefined {
  return typeof message === "string" ? message : message?.[0];
}

function filled(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => (Object.hasOwn(values, name) ? String(values[name]) : place));
}
