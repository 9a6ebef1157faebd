/** What things are called on the screen: statuses, kinds of report, checks, events, answers. */
import type { EventName, Status } from "../payloads";
import type { LanguageFacts } from "../words/locales";
import type { Words } from "../words/words";
import { FORM } from "../speakup/form/form";
import type { Answer } from "./case/fields";
import type { TabId } from "./context";

type T = Words["t"];
type Names = Readonly<Record<string, string>>;

export function statusName(status: string, t: T): string {
  const names: Record<Status, string> = {
    received: t("Received"),
    opened: t("Opened"),
    acknowledged: t("Acknowledged"),
    triaged: t("Triaged"),
    transferred: t("Transferred to another office"),
    referred_investigation: t("Referred for investigation"),
    ethics_review: t("Ethics review"),
    returned_to_entity: t("Returned to the entity"),
    informal_resolution: t("Informal resolution"),
    inquiry_advice: t("Advice given"),
    initial_assessment: t("Initial assessment"),
    under_investigation: t("Under investigation"),
    outcome: t("Outcome"),
    closed: t("Closed"),
    reopened: t("Reopened"),
  };
  return (names as Names)[status] ?? status;
}

/** A part of a case, as its tab says it. */
export function tabName(tab: TabId, t: T): string {
  const names: Readonly<Record<TabId, string>> = {
    story: t("Report and answers"),
    triage: t("Triage"),
    help: t("Help"),
    refer: t("Refer"),
    record: t("Record"),
  };
  return names[tab];
}

/** Why a case was closed. */
export function closingReasons(t: T): { readonly value: string; readonly label: string }[] {
  return [
    { value: "after_assessment", label: t("Closed after the initial assessment") },
    { value: "substantiated", label: t("Investigated: substantiated") },
    { value: "insufficient_evidence", label: t("Investigated: not enough evidence") },
    { value: "closure_memo", label: t("Investigated: closed with a memo") },
    { value: "unsubstantiated", label: t("Unsubstantiated") },
    { value: "not_sea", label: t("Found not to be sexual exploitation or abuse") },
    { value: "transferred", label: t("Transferred") },
    { value: "outside_authority", label: t("Outside the authority of the United Nations") },
    { value: "duplicate", label: t("Duplicate") },
    { value: "no_information", label: t("Not enough information, and no answer") },
    { value: "informal", label: t("Resolved informally") },
    { value: "inquiry_answered", label: t("Inquiry answered") },
    { value: "withdrawn", label: t("The reporter no longer wishes it") },
  ];
}

export function categoryName(category: string, t: T): string {
  const names: Names = {
    sea: t("Sexual exploitation or abuse"),
    sexual_harassment: t("Sexual harassment"),
    harassment: t("Harassment"),
    discrimination: t("Discrimination"),
    abuse_of_authority: t("Abuse of authority"),
    fraud: t("Fraud or theft"),
    damage: t("Damage to property"),
    retaliation: t("Retaliation"),
    conflict_of_interest: t("Conflict of interest"),
    partner_noncompliance: t("Partner organization not complying"),
    inquiry: t("Question about ethics"),
    other: t("Other"),
  };
  // What somebody else wrote must not stand in the list under the name of a category.
  return names[category] ?? t("Another kind");
}

/** What stands between the parts of a list, where it is no comma of the Latin script. */
const COMMAS: Readonly<Record<string, string>> = { ar: "، ", zh: "、" };

export function listed(parts: readonly string[], { tag }: LanguageFacts): string {
  return parts.join(COMMAS[tag.slice(0, 2)] ?? ", ");
}

/** What a case is about, in a few words. */
export function subject(categories: readonly string[], kind: string, t: T, locale: LanguageFacts): string {
  if (kind === "assistance") return t("Request for help");
  if (kind === "destroyed") return t("Destroyed case");
  if (kind === "left") return t("Case from which you stepped back");
  if (kind === "nothing") return t("Nothing readable yet");
  return categories.length === 0 ? t("Kind not stated") : listed(categories.map((category) => categoryName(category, t)), locale);
}

/** Why a case is urgent, in one line; that the routing table said so is told when nothing else is known. */
export function urgency(reasons: readonly string[], t: T): string {
  const known = reasons.filter((reason) => reason !== "routing");
  return (known.length > 0 ? known : reasons).map((reason) => urgencyName(reason, t)).join(" · ");
}

function urgencyName(reason: string, t: T): string {
  const names: Names = {
    child_involved: t("A child may be affected"),
    safe_now: t("The reporter is not safe now"),
    others_at_risk: t("Others may be harmed soon"),
    routing: t("Marked urgent when it was sent"),
  };
  return names[reason] ?? reason;
}

export function waitingName(waiting: string, t: T): string {
  const names: Names = { office: t("Your office"), reporter: t("The reporter"), nobody: t("Nobody") };
  return names[waiting] ?? waiting;
}

export function channelName(channel: string, t: T): string {
  const names: Names = {
    app: t("App"),
    sms: t("Text message (SMS)"),
    voice: t("Phone call"),
    whatsapp: t("WhatsApp"),
    telegram: t("Telegram"),
    terminal: t("Terminal"),
  };
  return names[channel] ?? channel;
}

export function eventName(event: EventName | "unknown", status: string | null, t: T): string {
  const names: Record<EventName | "unknown", string> = {
    opened: t("Opened"),
    acknowledged: t("Acknowledged to the reporter"),
    status: t("Status: {status}", { status: statusName(status ?? "", t) }),
    assignment: t("Assigned"),
    note: t("Note for colleagues"),
    need_to_know: t("Told someone who needs to know"),
    referral: t("Referred"),
    handover: t("Handed over"),
    disposal: t("Destroyed by two members"),
    replied: t("Answer to the reporter"),
    triage: t("Triage"),
    link: t("Linked to another case"),
    assistance: t("Help"),
    partner: t("Partner organization"),
    authority: t("National authorities"),
    recusal: t("Stepped back from the case"),
    coding: t("Coded for statistics"),
    unknown: t("Something that this version of the desk does not know"),
  };
  return names[event];
}

/** What a failed check means, for a person. */
export function checkMeaning(check: string, t: T): string {
  const meanings: Names = {
    slot: t("It was not sealed to this device. A colleague can grant it to you."),
    recipients: t("It does not name this device as a reader."),
    sender: t("It was not sealed by the person or device that it names as its author. It may be forged."),
    office: t("It was meant for another office."),
    schema: t("Its content is not in the form that was agreed."),
    ctx: t("It was changed after it was sealed."),
    commit: t("It was changed after it was sealed."),
    body: t("It was changed after it was sealed."),
    padding: t("Its content is not in the form that was agreed."),
  };
  return meanings[check] ?? t("It is damaged, or it is not an envelope of this system.");
}

/** Kept together where the line goes from right to left. */
function isolated(text: string, { direction }: LanguageFacts): string {
  return direction === "rtl" ? `\u2068${text}\u2069` : text;
}

/** `2026-11-21` as a person of this language writes a day. */
export function dayName(day: string | null, locale: LanguageFacts): string {
  const time = Date.parse(`${day ?? ""}T00:00:00Z`);
  return Number.isNaN(time) ? "–" : isolated(daysOf(locale.tag).format(time), locale);
}

/** Making one takes longer than writing fifty days with it, and a list has fifty at each letter of a search. */
const DAYS = new Map<string, Intl.DateTimeFormat>();

function daysOf(tag: string): Intl.DateTimeFormat {
  const days = DAYS.get(tag) ?? new Intl.DateTimeFormat(tag, { dateStyle: "medium", timeZone: "UTC" });
  DAYS.set(tag, days);
  return days;
}

/** A moment, in this computer's time zone. */
export function momentName(moment: string, locale: LanguageFacts): string {
  const time = Date.parse(moment);
  return Number.isNaN(time) ? moment : isolated(new Intl.DateTimeFormat(locale.tag, { dateStyle: "medium", timeStyle: "short" }).format(time), locale);
}

/** Languages, as this language calls them. */
export function languageName(tag: string, locale: LanguageFacts): string {
  try {
    return new Intl.DisplayNames([locale.tag], { type: "language" }).of(tag) ?? tag;
  } catch (error) {
    if (error instanceof RangeError) return tag;
    throw error;
  }
}

export function countryName(code: string, locale: LanguageFacts): string {
  try {
    return new Intl.DisplayNames([locale.tag], { type: "region" }).of(code) ?? code;
  } catch (error) {
    if (error instanceof RangeError) return code;
    throw error;
  }
}

export interface Answered {
  readonly id: string;
  readonly question: string;
  readonly values: readonly string[];
  /** The reporter's own words, not a choice. */
  readonly own: boolean;
}

/** Answers with the texts of their questions, in the order of the form; unknown ones last, under their id. */
export function answered(
  answers: readonly (readonly [string, Answer])[],
  entities: Names,
  locale: LanguageFacts,
  t: T,
): Answered[] {
  const order = FORM.questions.map(({ id }) => id);
  const place = (id: string) => (order.includes(id) ? order.indexOf(id) : order.length);
  return [...answers]
    .filter(([, answer]) => answer.length > 0)
    .sort(([one], [other]) => place(one) - place(other))
    .map(([id, answer]) => {
      const question = FORM.questions.find((known) => known.id === id);
      const values = typeof answer === "string" ? [answer] : answer;
      const kind = question?.kind ?? "text";
      const label = (value: string) => {
        if (kind === "entity") return entities[value] ?? value;
        if (kind === "country") return countryName(value, locale);
        const option = question?.options?.find((known) => known.value === value);
        return option === undefined ? value : t(option.label);
      };
      return { id, question: question === undefined ? id : t(question.text), values: values.map(label), own: kind === "text" };
    });
}

/** The kinds of help that can be asked for, by the form's own words. */
export function helpName(help: string, t: T): string {
  const option = FORM.questions.find(({ id }) => id === "assistance")?.options?.find(({ value }) => value === help);
  const others: Names = { today: t("Help is wanted today"), woman: t("They would rather talk with a woman"), man: t("They would rather talk with a man") };
  return option === undefined ? (others[help] ?? help) : t(option.label);
}
