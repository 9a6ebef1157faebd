/** The words of the desk: those of the phone, because the desk shows its questions, and its own. */
import type { Language } from "./locales";
import { loadMessages, type Messages, type Words, wordsOf } from "./words";

const OWN: Readonly<Record<Language, () => Promise<{ default: Messages }>>> = {
  en: () => Promise.resolve({ default: {} }),
  fr: () => import("./generated/desk.fr.json"),
  es: () => import("./generated/desk.es.json"),
  ar: () => import("./generated/desk.ar.json"),
  zh_Hans: () => import("./generated/desk.zh_Hans.json"),
  ru: () => import("./generated/desk.ru.json"),
};

/** Load a language for the desk. */
export async function loadDeskWords(language: Language): Promise<Words> {
  const [shared, own] = await Promise.all([loadMessages(language), OWN[language]()]);
  return wordsOf(language, { ...shared, ...own.default });
}
