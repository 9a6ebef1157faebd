/**
 * The words of the app in one language. English text is the key, so English needs no file.
 *
 * Calls of `t` and `tn` with literal texts are found by `speakup words extract`. A text without
 * a translation is shown in English: half an answer is better than an empty button.
 */
import { type Language, LANGUAGES } from "./locales";
import { pluralRule } from "./plurals";

export type Messages = Readonly<Record<string, string | readonly string[]>>;
export type Values = Readonly<Record<string, string | number>>;

export interface Words {
  readonly language: Language;
  /** The text in this language; `{name}` is replaced by `values.name`. */
  readonly t: (text: string, values?: Values) => string;
  /** The form for `count`, which stands for `{count}`. */
  readonly tn: (one: string, many: string, count: number, values?: Values) => string;
}

/** A file a language; English is the key itself and has none. */
const FILES = import.meta.glob<{ default: Messages }>(["./generated/*.json", "!./generated/{desk,simulator}.*.json", "!./generated/{form,content,locales}.json"]);

/** Load a language; only its own file is fetched. */
export async function loadWords(language: Language): Promise<Words> {
  return wordsOf(language, await loadMessages(language));
}

/** The phone's messages of a language. */
export async function loadMessages(language: Language): Promise<Messages> {
  return (await FILES[`./generated/${language}.json`]?.())?.default ?? {};
}

/** Words from messages that are already here. */
export function wordsOf(language: Language, messages: Messages): Words {
  const rule = pluralRule(language, LANGUAGES[language].tag, LANGUAGES[language].plurals);
  return {
    language,
    t: (text, values = {}) => filled(single(messages[text]) ?? text, values),
    tn: (one, many, count, values = {}) => {
      const forms = messages[one];
      const form = Array.isArray(forms) ? (forms as readonly string[])[rule.of(count)] : single(forms);
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
