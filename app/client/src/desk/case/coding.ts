/**
 * The statistical record of a case: its fields and what may stand in each; the same as `app/domain/coding.py`.
 *
 * An officer fills it in after reading. There is no field for a name and none for words of one's own. Both languages are
 * held to `tests/vectors/coding.json`. Must never take a value that is not in the table, from whatever device it comes.
 */
import type { Case } from "../fold";
import { type Answer, day as dayField } from "./fields";
import { latest } from "./registers";
import { BadInput } from "../../sealing/errors";

export type Form = "one" | "many" | "count" | "day" | "period" | "country" | "entity" | "code" | "ref";

export interface Field {
  readonly form: Form;
  readonly values: readonly string[];
}

export type CodingRecord = Readonly<Record<string, Answer>>;

const SHAPES: Readonly<Record<Exclude<Form, "one" | "many">, RegExp>> = {
  count: /^(unknown|0|[1-9][0-9]{0,3})$/,
  day: /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/,
  period: /^(unknown|[12][0-9]{3}(-(0[1-9]|1[0-2]))?(\/[12][0-9]{3}(-(0[1-9]|1[0-2]))?)?)$/,
  country: /^[A-Z]{2}$/,
  entity: /^[a-z0-9][a-z0-9-]{0,39}$/,
  code: /^[A-Z0-9][A-Z0-9-]{1,15}$/,
  ref: /^[0-9a-f]{8}$/,
};

const of = (form: Form, ...values: readonly string[]): Field => ({ form, values });
const one = (...values: readonly string[]): Field => of("one", ...values);
const [YES_NO, COUNT, DAY] = [one("yes", "no", "unknown"), of("count"), of("day")];

/** In the order in which they are counted and exported. */
export const FIELDS: Readonly<Record<string, Field>> = {
  case_ref: of("ref"),
  reporting_entity: of("entity"),
  contracting_entity: of("entity"),
  date_received: DAY,
  date_reported_onward: DAY,
  personnel_category: one(
    ...["un_staff_related", "pko_spm_civilian", "military", "police", "other_government_provided", "implementing_partner"],
    ...["non_un_force", "vendor_contractor", "event_participant", "other", "unknown"],
  ),
  nationality_uniformed: of("country"),
  country: of("country"),
  mission_or_office: of("code"),
  allegation_type: one(
    ...["sexual_exploitation", "sexual_abuse", "both", "sexual_harassment", "harassment", "discrimination", "abuse_of_authority"],
    ...["fraud", "property", "retaliation", "inquiry", "other", "unknown"],
  ),
  allegation_subtype: one("transactional", "exploitative_relationship", "assault_rape", "child", "solicitation", "other", "unknown"),
  inquiry_kind: one(
    ...["employment_dispute", "reporting_procedures", "outside_activities", "conflict_of_interest", "financial_disclosure"],
    ...["gifts_honours", "retaliation_protection", "other"],
  ),
  incident_period: of("period"),
  victims_total: COUNT,
  victims_women: COUNT,
  victims_girls: COUNT,
  victims_men: COUNT,
  victims_boys: COUNT,
  victims_unknown: COUNT,
  child_involved: YES_NO,
  perpetrators_total: COUNT,
  perpetrators_women: COUNT,
  perpetrators_men: COUNT,
  perpetrators_unknown: COUNT,
  paternity_claim: one("none", "pending", "established", "not_established"),
  source: one("victim", "witness", "third_party", "community_mechanism", "partner", "anonymous"),
  assistance_status: one("offered", "accepted", "referred", "received", "declined", "not_possible", "unknown"),
  assistance_types: of("many", "medical", "psychosocial", "safety", "legal", "basic", "education_livelihood", "child_support"),
  investigating_body: one("oios", "own_office", "troop_contributor", "joint", "partner", "none"),
  investigation_status: one("initial_assessment", "pending", "ongoing", "completed", "closed_without"),
  date_investigation_opened: DAY,
  date_investigation_closed: DAY,
  finding: one("substantiated", "unsubstantiated", "not_sea", "insufficient_evidence", "closure_memo", "pending"),
  interim_action: one("none", "suspension", "leave", "reassignment", "repatriation", "contract_pause"),
  final_action: one("dismissal_termination", "contract_end", "repatriation", "jail", "other", "none", "pending"),
  criminal_referral: one("none", "state_of_nationality", "host_state", "partner_state"),
  date_criminal_referral: DAY,
  member_state_notified: one("yes", "not_applicable"),
  date_member_state_notified: DAY,
  partner_action: one("none", "asked_to_act", "investigating", "corrective_measures", "contract_paused", "contract_ended"),
  partner_noncooperation: one("yes", "no"),
  payments_withheld: one("yes", "no"),
  clearcheck_submitted: one("yes", "no", "not_applicable"),
  date_clearcheck: DAY,
};

export const SEA: readonly string[] = ["sexual_exploitation", "sexual_abuse", "both"];
const UNIFORMED: readonly string[] = ["military", "police", "other_government_provided"];
const BY_PERSON: Readonly<Record<string, readonly string[]>> = {
  victims: ["women", "girls", "men", "boys", "unknown"],
  perpetrators: ["women", "men", "unknown"],
};
const IN_ORDER: readonly (readonly [string, string])[] = [
  ["date_received", "date_reported_onward"],
  ["date_received", "date_investigation_opened"],
  ["date_investigation_opened", "date_investigation_closed"],
];

/** Whether the table allows this value in this field. */
export function isValid(name: string, value: unknown): boolean {
  const field = Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined;
  if (field === undefined) return false;
  const { form, values } = field;
  if (form === "many") return Array.isArray(value) && new Set(value).size === value.length && value.every((each) => values.includes(each as string));
  if (typeof value !== "string") return false;
  if (form === "one") return values.includes(value);
  return SHAPES[form].test(value) && (form !== "day" || isDay(value));
}

/** Whether there is such a day. */
export function isDay(value: string): boolean {
  try {
    return dayField(value, "day") === value;
  } catch (error) {
    if (error instanceof BadInput) return false;
    throw error;
  }
}

/** The record of a case: of each field what was said last; what the table does not allow is left out. */
export function coded({ events }: Pick<Case, "events">): CodingRecord {
  const said = latest(events, "coding");
  const found = Object.keys(FIELDS).flatMap((name) => {
    const value = Object.hasOwn(said, name) ? said[name]?.value : undefined;
    return value !== undefined && isValid(name, value) ? [[name, value] as const] : [];
  });
  return Object.fromEntries(found);
}

/** Days from the opening of the investigation to its end, or to today; null: it was never opened. */
export function daysOpen(record: CodingRecord, today: string): number | null {
  const { date_investigation_opened: opened, date_investigation_closed: closed } = record;
  if (typeof opened !== "string") return null;
  return daysBetween(opened, typeof closed === "string" ? closed : today);
}

const DAY_MS = 86_400_000;

/** Days from one day to another. */
export function daysBetween(first: string, last: string): number {
  return Math.round((Date.parse(`${last}T00:00:00Z`) - Date.parse(`${first}T00:00:00Z`)) / DAY_MS);
}

/** What does not fit together, by name; the officer decides, nothing is changed. */
export function doubts(record: CodingRecord): string[] {
  const found = Object.entries(BY_PERSON).filter(([whom, parts]) => !addsUp(record, whom, parts)).map(([whom]) => `${whom}_sum`);
  for (const [first, later] of IN_ORDER) if (isBefore(record[later], record[first])) found.push(`${later}_early`);
  const children = (numberOf(record, "victims_girls") ?? 0) + (numberOf(record, "victims_boys") ?? 0);
  if (children > 0 && (record.child_involved ?? "yes") !== "yes") found.push("child");
  const category = record.personnel_category;
  if (record.nationality_uniformed !== undefined && typeof category === "string" && !UNIFORMED.includes(category)) found.push("nationality");
  return found;
}

/** Whether the numbers by sex and age give the total, as far as all are known. */
function addsUp(record: CodingRecord, whom: string, parts: readonly string[]): boolean {
  const total = numberOf(record, `${whom}_total`);
  const known = parts.map((part) => numberOf(record, `${whom}_${part}`)).filter((number) => number !== null);
  if (total === null || known.length === 0) return true;
  const sum = known.reduce((all, number) => all + number, 0);
  return known.length === parts.length ? sum === total : sum <= total;
}

/** A number of the record; null when it is not stated or unknown. */
export function numberOf(record: CodingRecord, name: string): number | null {
  const value = record[name];
  return typeof value === "string" && /^[0-9]+$/.test(value) ? Number(value) : null;
}

function isBefore(later: Answer | undefined, first: Answer | undefined): boolean {
  return typeof later === "string" && typeof first === "string" && later < first;
}
