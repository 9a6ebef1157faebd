/** What a status means for the person, with honest times: what often happens, never a promise. */
import type { Words } from "../words/words";
import { INVESTIGATION_DAYS, UPDATE_DAYS } from "./answers/times";

/** One or two sentences; empty for a status that this app does not know. */
export function statusMeaning(status: string, t: Words["t"]): string {
  const meanings: Readonly<Record<string, string>> = {
    received: t("It lies at the office, sealed."),
    opened: t("Someone of the office has opened it."),
    acknowledged: t("The office has read it. You should hear from it again within {days} days.", { days: UPDATE_DAYS }),
    triaged: t("The office decides who has to act, and what comes first. This often takes some weeks."),
    transferred: t("Another office is the right one. It reads it now."),
    referred_investigation: t("Investigators decide whether they open an investigation. This often takes some weeks."),
    ethics_review: t("The ethics office looks at whether someone was punished for speaking up. This often takes about {days} days.", { days: UPDATE_DAYS }),
    returned_to_entity: t("The organization itself deals with it, without an investigation."),
    informal_resolution: t("It is tried to settle it by talking. You can stop this and ask for a formal way."),
    inquiry_advice: t("Your question is being answered."),
    initial_assessment: t("It is checked whether there is enough to investigate. This often takes some weeks."),
    under_investigation: t("An investigation often takes about {days} days, and some take longer. Nobody can promise a time or a result.", { days: INVESTIGATION_DAYS }),
    outcome: t("The investigation has ended. What may be told about it has limits; you can ask."),
    closed: t("The office has ended its work on it. Help stays open to you. Write again and ask to have it opened again if something is missing."),
    reopened: t("The office works on it again."),
  };
  return meanings[status] ?? "";
}
