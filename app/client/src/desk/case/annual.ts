/**
 * The figures of an annual package: what only people know, read as it was typed; the same as `app/domain/annual.py`.
 *
 * Nothing is refused while somebody writes: what is no number, or does not fit together, is named and stays as it was
 * typed. A figure that nobody typed is not stated, and never zero. Both languages are held to `tests/vectors/annual.json`;
 * `schema/annual.schema.json` draws the file. Must never keep the name of who signs, or a sentence of law nobody typed.
 */
import { BadInput } from "../../sealing/errors";
import { isDay } from "./coding";

export const VERSION = 1;
export const KIND = "annual";
/** In months: until then the year that has just ended is accounted for. */
const FIRST_HALF = 6;
const ALL_PERCENT = 100;

/** A whole number; percent; rows of a place and a whole number; text. */
export type Form = "count" | "percent" | "places" | "text";
export const PARTS = ["training", "partners", "field", "events", "survey", "words"] as const;
export type Part = (typeof PARTS)[number];

/** A figure: what it looks like, and the part of the package in which it stands. */
export interface Figure {
  readonly part: Part;
  readonly form: Form;
}

const figures = (part: Part, form: Form, ...names: readonly string[]) => Object.fromEntries(names.map((name) => [name, { part, form }]));

/** In the order of the package. */
export const FIGURES: Readonly<Record<string, Figure>> = {
  ...figures("training", "count", "trained_staff", "target_staff", "trained_non_staff", "target_non_staff", "trained_partner", "target_partner"),
  ...figures("training", "places", "sessions"),
  ...figures("training", "count", "reached"),
  ...figures("partners", "count", "agreements", "with_clause", "assessed", "partners_trained", "below_standard", "terminated"),
  ...figures("field", "count", "locations", "focal_points", "locations_without", "locations_with_mechanism"),
  ...figures("field", "count", "risk_due", "risk_done", "actions_done", "actions_open"),
  ...figures("events", "count", "events_held", "events_with_code"),
  ...figures("survey", "percent", "fear_retaliation", "unsure_where"),
  ...figures("words", "text", "unreported", "limitations", "good_practices", "needs"),
};
export const ABOUT = ["entity", "from", "until", "as_at", "legal_basis"] as const;
export type About = (typeof ABOUT)[number];
const DAYS = ["from", "until", "as_at"] as const;
/** A later day of each pair must not come first. */
const IN_ORDER = [["from", "until"], ["until", "as_at"]] as const;
/** The first is not more than the second. */
export const AT_MOST: readonly (readonly [string, string])[] = [
  ...[["trained_staff", "target_staff"], ["trained_non_staff", "target_non_staff"], ["trained_partner", "target_partner"]] as const,
  ...[["with_clause", "agreements"], ["assessed", "agreements"], ["partners_trained", "agreements"], ["below_standard", "assessed"]] as const,
  ...[["locations_without", "locations"], ["locations_with_mechanism", "locations"], ["risk_done", "risk_due"], ["events_with_code", "events_held"]] as const,
];
/** Percent: what was done, of the sum of these. */
export const RATES: Readonly<Record<string, readonly string[]>> = {
  trained_staff: ["target_staff"],
  trained_non_staff: ["target_non_staff"],
  trained_partner: ["target_partner"],
  with_clause: ["agreements"],
  assessed: ["agreements"],
  partners_trained: ["agreements"],
  locations_with_mechanism: ["locations"],
  risk_done: ["risk_due"],
  actions_done: ["actions_done", "actions_open"],
  events_with_code: ["events_held"],
};
const SPACES = /[ \u00a0\u202f]/g;
const SHAPES = { count: /^-?[0-9]{1,12}$/, percent: /^-?[0-9]{1,3}([.,\u066b][0-9]{1,2})?$/ } as const;
/** The digits that Arabic, and Persian or Urdu, are written with; the last four bits of each are its value. */
const OTHER_DIGITS = /[\u0660-\u0669\u06f0-\u06f9]/g;

/** A row of a figure by place; `number` as it was typed. */
export interface Place {
  readonly place: string;
  readonly number: string;
}

/** What was typed, as it was typed. What is missing or empty is not stated. */
export interface Draft {
  readonly about: Readonly<Partial<Record<About, string>>>;
  readonly figures: Readonly<Partial<Record<string, string>>>;
  readonly sessions: readonly Place[];
}

/** What does not fit: the check, the field, and the other field of a pair. */
export interface Doubt {
  readonly check: "missing" | "day" | "order" | "number" | "negative" | "percent" | "place" | "above";
  readonly field: string;
  readonly than?: string;
}

type Numeral = number | null;
export type Stated = Readonly<Record<string, number | string | readonly { readonly place: string; readonly number: number | string | null }[] | null>>;

/** An empty draft for the year that is to be accounted for, until today while it runs; `today` as `YYYY-MM-DD`. */
export function fresh(entity: string, today: string): Draft {
  const year = Number(today.slice(0, 4)) - (Number(today.slice(5, 7)) <= FIRST_HALF ? 1 : 0);
  const ends = `${year}-12-31`;
  return { about: { entity, from: `${year}-01-01`, until: ends < today ? ends : today, as_at: today }, figures: {}, sessions: [] };
}

/** The number that was typed, in any digits, with spaces between thousands; null: it is none. */
export function numberIn(form: Form, typed: string): Numeral {
  const plain = typed.replace(OTHER_DIGITS, digit).replace(SPACES, "");
  if ((form !== "count" && form !== "percent") || !SHAPES[form].test(plain)) return null;
  return Number(plain.replace(/[,\u066b]/, ".")) || 0;
}

function digit(letter: string): string {
  return String(letter.charCodeAt(0) & 0xf);
}

type Loose = Readonly<Record<string, unknown>>;

/** The draft in a file of this or an earlier year, and how much in it this version does not know. Throws `BadInput`. */
export function read(raw: unknown): { readonly draft: Draft; readonly unknown: number } {
  const { v, kind, figures, about = {} } = isLoose(raw) ? raw : {};
  if (v !== VERSION || kind !== KIND || !isLoose(figures) || !isLoose(about)) throw new BadInput("figures", "are not an annual package of this version");
  const single = Object.keys(FIGURES).filter((name) => name !== "sessions");
  const told = ABOUT.flatMap((name) => (typeof about[name] === "string" && about[name] !== "" ? [[name, about[name]]] : []));
  const typed = single.flatMap((name) => (asTyped(figures[name]) === "" ? [] : [[name, asTyped(figures[name])]]));
  const { rows, strange } = placesIn(figures.sessions);
  const unknown = [
    ...Object.entries(about).filter(([name, value]) => !(ABOUT as readonly string[]).includes(name) || (value !== null && typeof value !== "string")),
    ...Object.keys(figures).filter((name) => !Object.hasOwn(FIGURES, name)),
    ...single.filter((name) => isStrange(figures[name])),
  ];
  return { draft: { about: Object.fromEntries(told) as Draft["about"], figures: Object.fromEntries(typed) as Draft["figures"], sessions: rows }, unknown: unknown.length + strange };
}

function isLoose(value: unknown): value is Loose {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The rows of a figure by place, and how many of them are none. */
function placesIn(raw: unknown): { readonly rows: Place[]; readonly strange: number } {
  if (raw === undefined || raw === null) return { rows: [], strange: 0 };
  const rows: readonly unknown[] = Array.isArray(raw) ? raw : [raw];
  const kept = rows.flatMap((row) => (isLoose(row) && typeof row.place === "string" ? [{ place: row.place, number: asTyped(row.number) }] : []));
  return { rows: kept, strange: rows.length - kept.length };
}

/** Whether a figure is neither text nor number. */
function isStrange(value: unknown): boolean {
  return value !== undefined && value !== null && typeof value !== "string" && typeof value !== "number";
}

/** A figure of a file as somebody would type it; empty: not stated. */
function asTyped(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/** What is no figure, or does not fit together, in the order of the package. Nothing is changed. */
export function doubts(draft: Draft): Doubt[] {
  return [...aboutDoubts(draft.about), ...figureDoubts(draft), ...pairDoubts(draft)];
}

function aboutDoubts(about: Draft["about"]): Doubt[] {
  const found: Doubt[] = (about.entity ?? "").trim() === "" ? [{ check: "missing", field: "entity" }] : [];
  for (const field of DAYS) {
    if ((about[field] ?? "") === "") found.push({ check: "missing", field });
    else if (dayOf(about, field) === "") found.push({ check: "day", field });
  }
  for (const [than, field] of IN_ORDER) {
    const [first, later] = [dayOf(about, than), dayOf(about, field)];
    if (first !== "" && later !== "" && later < first) found.push({ check: "order", field, than });
  }
  return found;
}

/** A day of the head; empty: none is given, or what was typed is none. */
export function dayOf(about: Draft["about"], name: (typeof DAYS)[number]): string {
  const value = about[name] ?? "";
  return isDay(value) ? value : "";
}

function figureDoubts({ figures, sessions }: Draft): Doubt[] {
  return Object.entries(FIGURES).flatMap(([field, { form }]): Doubt[] => {
    if (form !== "places") return numberCheck(form, figures[field] ?? "").map((check) => ({ check, field }));
    const rows = new Set<Doubt["check"]>(sessions.flatMap(({ number }) => numberCheck("count", number)));
    if (sessions.some(({ place, number }) => number.trim() !== "" && place.trim() === "")) rows.add("place");
    return (["number", "negative", "place"] as const).filter((check) => rows.has(check)).map((check) => ({ check, field }));
  });
}

/** The check that a typed figure fails, if any. */
function numberCheck(form: Form, typed: string): Doubt["check"][] {
  if (form === "text" || typed.trim() === "") return [];
  const value = numberIn(form, typed);
  if (value === null) return ["number"];
  if (value < 0) return ["negative"];
  return form === "percent" && value > ALL_PERCENT ? ["percent"] : [];
}

/** What is more than that of which it is a part. */
function pairDoubts(draft: Draft): Doubt[] {
  return AT_MOST.flatMap(([field, than]): Doubt[] => {
    const [part, whole] = [countOf(draft, field), countOf(draft, than)];
    return part !== null && whole !== null && part > whole ? [{ check: "above", field, than }] : [];
  });
}

/** A whole number of the draft, from zero on; null: it is not stated, or none. */
function countOf({ figures }: Draft, name: string): Numeral {
  const value = numberIn("count", figures[name] ?? "");
  return value !== null && value >= 0 ? value : null;
}

/** Percent by figure, to a tenth, halves up; null: it cannot be reckoned from what is stated. */
export function rates(draft: Draft): Record<string, Numeral> {
  const found = Object.entries(RATES).map(([name, parts]) => {
    const [done, of] = [countOf(draft, name), parts.map((part) => countOf(draft, part))];
    const total = of.reduce<number>((sum, each) => sum + (each ?? 0), 0);
    const isKnown = done !== null && total > 0 && !of.includes(null);
    return [name, isKnown ? Math.floor((2000 * done + total) / (2 * total)) / 10 : null] as const;
  });
  return Object.fromEntries(found);
}

/** Every figure as the file has it: numbers, or as typed where it is none; null: not stated. */
export function stated({ figures, sessions }: Draft): Stated {
  const rows = sessions.filter(({ place, number }) => place.trim() !== "" || number.trim() !== "").map(({ place, number }) => ({ place, number: valueOf("count", number) }));
  const found = Object.entries(FIGURES).map(([name, { form }]) => [name, form === "places" ? (rows.length === 0 ? null : rows) : valueOf(form, figures[name] ?? "")] as const);
  return Object.fromEntries(found);
}

function valueOf(form: Form, typed: string): number | string | null {
  return typed.trim() === "" ? null : (numberIn(form, typed) ?? typed);
}
