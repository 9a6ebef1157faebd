/** The words of the desk: those of the phone, because the desk shows its questions, and its own. */
import type { Language } from "./locales";
import { loadMessages, type Messages, type Words, wordsOf } from "./words";

const OWN = import.meta.glob<{ default: Messages }>("./generated/desk.*.json");

/** Load a language for the desk. */
export async function loadDeskWords(language: Language): Promise<Words> {
  const [shared, own] = await Promise.all([loadMessages(language), OWN[`./generated/desk.${language}.json`]?.()]);
  return wordsOf(language, { ...shared, ...own?.default });
}
