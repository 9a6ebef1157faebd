/** The words of the simulator: a small file a language, of its own, because nobody else needs them. */
import type { Language } from "../words/locales";
import { type Messages, type Words, wordsOf } from "../words/words";

const OWN = import.meta.glob<{ default: Messages }>("../words/generated/simulator.*.json");

/** Load a language for the simulator. */
export async function loadSimulatorWords(language: Language): Promise<Words> {
  const own = await OWN[`../words/generated/simulator.${language}.json`]?.();
  return wordsOf(language, own?.default ?? {});
}
