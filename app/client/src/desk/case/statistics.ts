/**
 * Counting cases by what officers coded: for the office in full, for outside with small numbers hidden; the same as
 * `app/domain/statistics.py`.
 *
 * Two rules for what leaves the office: no number below five, nor any number by which one could be worked out; and one key
 * at a time, because two keys crossed, held against the sums of each, tell small numbers again. Must never look at answers
 * or words of a reporter, or say that all was reported onward. It shows how what came in adds up; a person certifies.
 */
import { type Case, languageOfCase, receivedOn } from "../fold";
import { coded, type CodingRecord, daysBetween, numberOf, SEA } from "./coding";
import { compare } from "./texts";

export const NOT_STATED = "not_stated";
/** A smaller number can be a person. */
export const LEAST = 5;
const PASSED_ON: readonly string[] = ["referral", "handover"];
/** Purposes; to pass a case on for good, or to helpers, is another thing. */
const ONWARD: readonly string[] = ["referral", "escalation"];

export const UNITS = ["reports", "perpetrators", "victims"] as const;
export type Unit = (typeof UNITS)[number];

/** What is counted of one case: its record, and what the office's own events say of it. */
export interface Fact {
  readonly record: CodingRecord;
  readonly received: string | null;
  readonly status: string;
  readonly channel: string;
  readonly lang: string;
  readonly acknowledged: string | null;
  readonly onward: string | null;
  /** Why it was closed, if it is. */
  readonly reason: string;
  readonly transferred: boolean;
}

export function fact(found: Case): Fact {
  const record = coded(found);
  const passed = found.events.filter(({ event }) => PASSED_ON.includes(event.event)).map(({ event }) => ({ day: event.at.slice(0, 10), purpose: event.data.purpose }));
  const onward = passed.find(({ purpose }) => typeof purpose === "string" && ONWARD.includes(purpose))?.day ?? null;
  const closings = found.events.filter(({ ctx, event }) => event.event === "status" && event.status === "closed" && !found.refused.includes(ctx));
  const reason = found.status === "closed" ? (closings.at(-1)?.event.reason ?? "") : "";
  return {
    record,
    received: receivedOn(found),
    status: found.status,
    channel: found.reports[0]?.payload.channel ?? "",
    lang: languageIn(languageOfCase(found)),
    acknowledged: found.acknowledged?.day ?? null,
    onward: typeof record.date_reported_onward === "string" ? record.date_reported_onward : onward,
    reason,
    transferred: found.status === "transferred" || reason === "transferred" || passed.some(({ purpose }) => purpose === "transfer"),
  };
}

/** A language tag; a reporter can put anything there, and none of their words is counted. */
function languageIn(lang: string): string {
  return lang === "" || /^[a-z]{2,3}(-[A-Za-z]{2,4})?$/.test(lang) ? lang : "other";
}

/** The coded day, else that of filing. */
export function dayReceived({ record, received }: Fact): string | null {
  return typeof record.date_received === "string" ? record.date_received : received;
}

/** The type of allegation, those of sexual exploitation and abuse as one. */
export function kind({ record }: Fact): string {
  const found = textOf(record, "allegation_type");
  return SEA.includes(found) ? "sea" : found;
}

const TAKEN: readonly (readonly [number, string])[] = [[1, "within_1_day"], [3, "within_3_days"], [7, "within_7_days"], [30, "within_30_days"]];

function timeTaken(first: string | null, last: string | null): string {
  if (first === null || last === null) return NOT_STATED;
  const days = daysBetween(first, last);
  return TAKEN.find(([most]) => days <= most)?.[1] ?? "more";
}

const CODED = [
  ...["personnel_category", "allegation_subtype", "inquiry_kind", "country", "reporting_entity", "contracting_entity", "nationality_uniformed"],
  ...["child_involved", "source", "paternity_claim", "assistance_status", "investigating_body", "investigation_status", "finding"],
  ...["interim_action", "final_action", "criminal_referral", "partner_action", "partner_noncooperation", "payments_withheld", "clearcheck_submitted"],
] as const;

/** By what can be counted: from a fact to one value. */
export const KEYS: Readonly<Record<string, (of: Fact) => string>> = {
  year: (of) => dayReceived(of)?.slice(0, 4) ?? NOT_STATED,
  quarter: (of) => quarter(dayReceived(of)),
  kind,
  ...Object.fromEntries(CODED.map((name) => [name, ({ record }: Fact) => textOf(record, name)])),
  status: ({ status }) => status,
  closing_reason: ({ reason }) => reason || NOT_STATED,
  channel: ({ channel }) => channel || NOT_STATED,
  lang: ({ lang }) => lang || NOT_STATED,
  acknowledged_in: (of) => timeTaken(dayReceived(of), of.acknowledged),
  onward_in: (of) => timeTaken(dayReceived(of), of.onward),
};

function quarter(day: string | null): string {
  return day === null ? NOT_STATED : `${day.slice(0, 4)}-Q${Math.floor((Number(day.slice(5, 7)) + 2) / 3)}`;
}

function textOf(record: CodingRecord, name: string): string {
  const value = record[name];
  return typeof value === "string" ? value : NOT_STATED;
}

/** How many under one value, or one pair. `unstated`: cases in which the number asked for is not known. */
export interface Cell {
  readonly values: readonly string[];
  readonly reports: number;
  readonly number: number;
  readonly unstated: number;
}

/** Cells for every value, or combination of values, that occurs; sorted by them. */
export function counted(facts: readonly Fact[], keys: readonly string[], unit: Unit = "reports"): Cell[] {
  const groups = new Map<string, { values: readonly string[]; facts: Fact[] }>();
  for (const each of facts) {
    const values = keys.map((key) => KEYS[key]?.(each) ?? NOT_STATED);
    const name = JSON.stringify(values);
    const group = groups.get(name) ?? { values, facts: [] };
    group.facts.push(each);
    groups.set(name, group);
  }
  return [...groups.values()].sort((one, other) => compare(one.values, other.values)).map((group) => cell(group.values, group.facts, unit));
}

function cell(values: readonly string[], facts: readonly Fact[], unit: Unit): Cell {
  if (unit === "reports") return { values, reports: facts.length, number: facts.length, unstated: 0 };
  const known = facts.map(({ record }) => numberOf(record, `${unit}_total`)).filter((number) => number !== null);
  return { values, reports: facts.length, number: sum(known), unstated: facts.length - known.length };
}

/** A cell as it may leave the office; `number` null: it is hidden. */
export interface Shown {
  readonly value: string;
  readonly number: number | null;
}

export interface Outside {
  readonly cells: readonly Shown[];
  readonly total: number | null;
}

/**
 * Cells of one key, and their sum, without any number below five or one that gives such a number away.
 *
 * When a cell is hidden, so are the next smallest, until those hidden protect each other: the sum less the rest then
 * tells none of them. Where that cannot be, everything is hidden; and, where as many values have a case each as a small
 * sum can hold, even which values occur. `elsewhere`: values that another table of the same file hides.
 */
export function forOutside(cells: readonly Cell[], elsewhere: readonly string[] = []): Outside {
  const shown = (of: readonly Cell[], hidden: (of: Cell) => boolean) => of.map((each) => ({ value: each.values[0] ?? "", number: hidden(each) ? null : each.number }));
  const total = sum(cells.map(({ number }) => number));
  const named = cells.filter(({ reports }) => reports > 0).length < LEAST - 1 ? cells : [];
  const nothing = { cells: shown(named, () => true), total: null };
  if (total < LEAST || sum(cells.map(({ reports }) => reports)) < LEAST) return nothing;
  const order = cells.filter(({ number }) => number > 0).sort((one, other) => compare([one.number, ...one.values], [other.number, ...other.values]));
  const hidden = new Set([...cells.filter(isSmall), ...order.filter(({ values: [value = ""] }) => elsewhere.includes(value))]);
  for (const each of order) {
    if (hidden.size === 0 || isEnough([...hidden])) break;
    hidden.add(each);
  }
  if (hidden.size > 0 && !isEnough([...hidden])) return nothing;
  return { cells: shown(cells, (each) => hidden.has(each)), total };
}

/** Whether a cell stands for fewer than five people or cases; an empty one tells nobody. */
function isSmall({ number, reports }: Cell): boolean {
  return (number > 0 && number < LEAST) || (reports > 0 && reports < LEAST);
}

/** Whether the hidden cells protect each other; as many cases as cells would be one in each. */
function isEnough(hidden: readonly Cell[]): boolean {
  return hidden.length > 1 && sum(hidden.map(({ number }) => number)) >= Math.max(LEAST, hidden.length + 1);
}

/** What became of what was received; `unexplained`: closed, and none of the others is recorded. */
export const ENDINGS = ["reported_onward", "transferred", "not_sea", "pending", "unexplained"] as const;
export type Ending = (typeof ENDINGS)[number];

export interface Reconciliation {
  readonly received: number;
  readonly endings: Readonly<Record<Ending, number>>;
  /** Whether the record explains every case. Whether that is true, a person certifies. */
  readonly addsUp: boolean;
}

export function ending({ onward, transferred, record, reason, status }: Fact): Ending {
  if (onward !== null) return "reported_onward";
  if (transferred) return "transferred";
  if (record.finding === "not_sea" || reason === "not_sea") return "not_sea";
  return status === "closed" ? "unexplained" : "pending";
}

/** How what was received adds up, for each kind of allegation apart; questions are no allegations. */
export function reconciled(facts: readonly Fact[]): Record<string, Reconciliation> {
  const kinds = new Map<string, Ending[]>();
  for (const each of facts) if (kind(each) !== "inquiry") kinds.set(kind(each), [...(kinds.get(kind(each)) ?? []), ending(each)]);
  const rows = [...kinds].sort(([one], [other]) => compare([one], [other])).map(([name, found]) => {
    const endings = Object.fromEntries(ENDINGS.map((each) => [each, found.filter((one) => one === each).length])) as Record<Ending, number>;
    return [name, { received: found.length, endings, addsUp: endings.unexplained === 0 }] as const;
  });
  return Object.fromEntries(rows);
}

/** Days that something took: in how many cases, on average, and for the middle one. */
export interface Duration {
  readonly cases: number;
  readonly average: number;
  readonly middle: number;
}

/** Days from receipt to the acknowledgement and onward, and of investigations by body. */
export function durations(facts: readonly Fact[]): Record<string, Duration> {
  const taken = new Map<string, number[]>();
  for (const each of facts) {
    const { record } = each;
    const body = typeof record.investigating_body === "string" ? record.investigating_body : null;
    const spans = [
      ["to_acknowledgement", dayReceived(each), each.acknowledged],
      ["to_reporting_onward", dayReceived(each), each.onward],
      [`investigation_${body ?? ""}`, body === null ? null : dayIn(record, "date_investigation_opened"), dayIn(record, "date_investigation_closed")],
    ] as const;
    for (const [name, first, last] of spans) {
      const days = first === null || last === null ? -1 : daysBetween(first, last);
      if (days >= 0) taken.set(name, [...(taken.get(name) ?? []), days]);
    }
  }
  return Object.fromEntries([...taken].sort(([one], [other]) => compare([one], [other])).map(([name, days]) => [name, lasted(days)]));
}

function dayIn(record: CodingRecord, name: string): string | null {
  const value = record[name];
  return typeof value === "string" ? value : null;
}

function lasted(days: readonly number[]): Duration {
  const inOrder = [...days].sort((one, other) => one - other);
  const half = Math.floor(inOrder.length / 2);
  const middle = inOrder.length % 2 === 1 ? (inOrder[half] ?? 0) : ((inOrder[half - 1] ?? 0) + (inOrder[half] ?? 0)) / 2;
  return { cases: days.length, average: rounded(sum(days) / days.length), middle: rounded(middle) };
}

/** To a tenth, halves up, as every language does it alike. */
function rounded(days: number): number {
  return Math.floor(days * 10 + 0.5) / 10;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, number) => all + number, 0);
}
