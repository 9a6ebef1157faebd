/** Short standard answers of an office, which every language has; an unknown one is named as such. */
import type { Words } from "../words/words";

/** The text of template `id` with its values. */
export function templateText(id: string, values: Readonly<Record<string, string>> | undefined, t: Words["t"]): string {
  const templates: Readonly<Record<string, string>> = {
    read: t("We have read your report. Thank you."),
    passed_on: t("We have passed your report on to those who can act on it."),
    being_looked_at: t("Your report is being looked at."),
    question: t("We have a question. You do not have to answer it."),
    closed: t("We have closed this. You can write again if something is missing."),
  };
  const text = templates[id];
  if (text === undefined) return t("The office sent a standard answer that this app does not know.");
  const said = Object.values(values ?? {}).join(" ");
  return said === "" ? text : `${text} ${said}`;
}
