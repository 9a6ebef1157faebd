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
    check_in: t("Have you been treated badly since you spoke up? You do not have to answer."),
    help_open: t("Help stays open to you, whatever comes of the report."),
    waiting: t("We are still working on it. There is nothing new to tell yet."),
    more_needed: t("We need to know a little more to go on. You do not have to answer, and you can write at any time."),
    handed_over: t("Another office deals with your report now. Your receipt stays the same."),
    investigation: t("Your report is being investigated. This can take some months."),
  };
  const text = templates[id];
  if (text === undefined) return t("The office sent a standard answer that this app does not know.");
  const said = id === "closed" ? closingText(values?.reason ?? "", t) : Object.values(values ?? {}).join(" ");
  return said === "" ? text : `${text} ${said}`;
}

/** The template by which an office asks about retaliation; the app offers what can be done. */
export const CHECK_IN = "check_in";

/** Why an office closed it, in groups: an answer tells no details. */
function closingText(reason: string, t: Words["t"]): string {
  const reasons: Readonly<Record<string, string>> = {
    after_assessment: t("It was looked at, and no investigation was opened."),
    substantiated: t("It was investigated, and what was reported was found to be so."),
    insufficient_evidence: t("It was investigated, but not enough was found to be sure. This does not mean that you were not believed."),
    unsubstantiated: t("It was looked at, and could not be shown. This does not mean that you were not believed."),
    transferred: t("Another office has it now."),
    outside_authority: t("The United Nations has no authority over the person."),
    duplicate: t("What you wrote is being dealt with together with other work."),
    no_information: t("There was not enough to go on. You can add something at any time."),
    informal: t("It was settled without a formal procedure."),
    inquiry_answered: t("Your question was answered."),
    closure_memo: t("It was investigated, and the investigation has ended."),
    not_sea: t("It was looked at, and found not to be sexual exploitation or abuse."),
    withdrawn: t("You asked us to stop. If others could be harmed, we may still have to act."),
  };
  return reasons[reason] ?? "";
}
