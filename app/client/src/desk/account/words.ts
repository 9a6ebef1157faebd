/** The words of an office's account: trail, disposal, statistics. Fields of the record: `fieldWords.ts`. */
import type { Words } from "../../words/words";
import { channelName, closingReasons, countryName, eventName, languageName, statusName } from "../labels";
import type { EventName } from "../../payloads";
import type { LanguageFacts } from "../../words/locales";
import { FIELDS } from "../case/coding";
import type { Reason } from "../case/disposal";
import { type Ending, NOT_STATED, type Unit } from "../case/statistics";
import { fieldName, valueName } from "./fieldWords";

type T = Words["t"];
type Names = Readonly<Record<string, string>>;

/** What an envelope of the trail is. */
export function entryName(what: string, status: string | null, t: T): string {
  const written: Names = {
    report: t("The report"),
    assistance: t("Request for help, or a step of it"),
    message: t("The reporter wrote"),
    handover: t("Passed on between offices"),
    triage: t("Triage"),
    link: t("Link to another case"),
    partner: t("Partner checklist"),
    authority: t("Step towards an authority"),
    recusal: t("Somebody stepped back"),
    coding: t("Statistical record"),
    disposal: t("Disposal"),
  };
  return written[what] ?? eventName(what as EventName, status, t);
}

export function reasonName(reason: string, t: T): string {
  const names: Readonly<Record<Reason, string>> = {
    retention_over: t("The time for which it must be kept is over"),
    order: t("Somebody entitled to it decided so"),
    kept_elsewhere: t("Another office confirmed that it keeps the record"),
    duplicate: t("The same report is kept in another case"),
    not_a_report: t("It is no report: a test, an advertisement, a mistake"),
  };
  return (names as Names)[reason] ?? reason;
}

export function unitName(unit: Unit, t: T): string {
  const names: Readonly<Record<Unit, string>> = { reports: t("Reports"), perpetrators: t("Perpetrators"), victims: t("Victims") };
  return names[unit];
}

/** What cases are counted by. */
export function keyName(key: string, t: T): string {
  const names: Names = {
    year: t("Year"),
    quarter: t("Quarter"),
    kind: t("Kind of allegation"),
    status: t("Status"),
    closing_reason: t("Reason for closing"),
    channel: t("How it came"),
    lang: t("Language"),
    acknowledged_in: t("Time to the acknowledgement"),
    onward_in: t("Time to reporting onward"),
  };
  return names[key] ?? fieldName(key, t);
}

/** One value of a key. */
export function countedName(key: string, value: string, entities: Names, locale: LanguageFacts, t: T): string {
  if (value === NOT_STATED) return t("Not stated");
  const times: Names = {
    within_1_day: t("Within a day"),
    within_3_days: t("Within 3 days"),
    within_7_days: t("Within 7 days"),
    within_30_days: t("Within 30 days"),
    more: t("More than 30 days"),
  };
  if (key === "acknowledged_in" || key === "onward_in") return times[value] ?? value;
  if (key === "kind") return value === "sea" ? t("Sexual exploitation or abuse") : valueName("allegation_type", value, t);
  if (key === "status") return statusName(value, t);
  if (key === "closing_reason") return closingReasons(t).find((reason) => reason.value === value)?.label ?? value;
  if (key === "channel") return channelName(value, t);
  if (key === "lang") return value === "other" ? t("Another language") : languageName(value, locale);
  if (FIELDS[key]?.form === "country") return countryName(value, locale);
  if (FIELDS[key]?.form === "entity") return entities[value] ?? value;
  return valueName(key, value, t);
}

export function endingName(ending: Ending, t: T): string {
  const names: Readonly<Record<Ending, string>> = {
    reported_onward: t("Reported onward"),
    transferred: t("Transferred"),
    not_sea: t("Found not to be sexual exploitation or abuse"),
    pending: t("Pending"),
    unexplained: t("Closed, and none of this is recorded"),
  };
  return names[ending];
}

export function durationName(name: string, t: T): string {
  const names: Names = { to_acknowledgement: t("From receipt to the acknowledgement"), to_reporting_onward: t("From receipt to the first referral") };
  const body = name.replace(/^investigation_/, "");
  return names[name] ?? t("Investigation by: {body}", { body: valueName("investigating_body", body, t) });
}

/** What does not fit together in a record. */
export function doubtText(doubt: string, t: T): string {
  const names: Names = {
    victims_sum: t("The numbers of victims do not add up to the total."),
    perpetrators_sum: t("The numbers of perpetrators do not add up to the total."),
    date_reported_onward_early: t("It was reported onward before it was received."),
    date_investigation_opened_early: t("The investigation was opened before the report was received."),
    date_investigation_closed_early: t("The investigation ended before it was opened."),
    child: t("Girls or boys are counted, but no child is said to be involved."),
    nationality: t("A nationality is for uniformed personnel only."),
  };
  return names[doubt] ?? doubt;
}
