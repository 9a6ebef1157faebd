/**
 * The annual package as files: data by the schema, a table, and the draft of a letter that a person signs.
 *
 * The same as `app/desk/annual.py`; `tests/vectors/annual.json` holds all three to one wording. Must never say for
 * anybody that all credible allegations were reported, or keep the name of who signs.
 */
import type { Words } from "../../words/words";
import { ABOUT, type Doubt, doubts, type Draft, FIGURES, type Form, KIND, type Part, PARTS, rates, stated, type Stated, VERSION } from "../case/annual";
import { type Counted, DIFFERENCES, INQUIRY, type Row, SEPARATE } from "../case/annualCount";
import { ENDINGS } from "../case/statistics";
import { differenceName, doubtText, figureName, kindName, nilText, partName, rowName } from "./annualWords";
import { quoted } from "../csv";

type T = Words["t"];
const LINE = "____________________";

/** What is saved, and read again for the next year. */
export interface Package {
  readonly v: typeof VERSION;
  readonly kind: typeof KIND;
  readonly about: Readonly<Record<string, string>>;
  readonly counted: Counted;
  readonly figures: Stated;
  readonly rates: Readonly<Record<string, number | null>>;
  readonly doubts: readonly Doubt[];
}

export function packageOf(draft: Draft, counted: Counted): Package {
  const about = Object.fromEntries(ABOUT.map((name) => [name, draft.about[name] ?? ""]));
  return { v: VERSION, kind: KIND, about, counted, figures: stated(draft), rates: rates(draft), doubts: doubts(draft) };
}

type TableRow = readonly [part: string, name: string, value: string];

/** The package as comma-separated values: part, name, value; for programs, so in no language. */
export function table({ about, counted, figures, rates: percent, doubts: found }: Package): string {
  const part = (name: string, row: Row): TableRow[] => Object.entries(row).map(([key, value]) => [name, key, value === null ? "hidden" : String(value)]);
  const said = (value: number | string | null) => (value === null ? "not stated" : String(value));
  const rows: TableRow[] = [
    ["part", "name", "value"],
    ...Object.entries(about).map(([name, value]): TableRow => ["about", name, value === "" ? "not stated" : value]),
    ["counted", "on", counted.on],
    ["counted", "exact", counted.exact ? "yes" : "no"],
    ...SEPARATE.map((name): TableRow => ["nil", name, counted.nil[name]]),
    ...part("differences", Object.fromEntries(DIFFERENCES.map((name) => [name, counted.differences[name] ?? null]))),
    ...part("all", counted.all),
    ...part("ongoing", counted.ongoing),
    ...Object.keys(counted.kinds).sort().flatMap((kind) => part(`kind ${kind}`, counted.kinds[kind] ?? {})),
    ...Object.entries(FIGURES).flatMap(([name, figure]) => {
      const value = figures[name] ?? null;
      return isRows(value) ? value.map(({ place, number }): TableRow => [figure.part, `${name}: ${place}`, said(number)]) : [[figure.part, name, said(value)] as const];
    }),
    ...Object.entries(percent).map(([name, value]): TableRow => ["rates", name, said(value)]),
    ...found.map(({ check, field, than = "" }): TableRow => ["doubts", field, `${check} ${than}`.trim()]),
  ];
  return rows.map((row) => `${row.map(quoted).join(",")}\r\n`).join("");
}

function isRows(value: Stated[string] | undefined): value is readonly { readonly place: string; readonly number: number | string | null }[] {
  return Array.isArray(value);
}

/** In lines from right to left a day would be shown with its parts in the other order, were it not set apart. */
const setApart = (day: string, direction: "ltr" | "rtl") => (direction === "rtl" ? `\u2066${day}\u2069` : day);

/** The draft of a letter; `signatory`, a name and a title, stands at its end and nowhere else. */
export function letter(of: Package, t: T, direction: "ltr" | "rtl", signatory = ""): string {
  const { about, counted } = of;
  const stands = (name: string) => about[name] || t("not stated");
  const day = (name: string) => (about[name] ? setApart(about[name], direction) : t("not stated"));
  const lines = [
    t("DRAFT. Nobody has signed this."),
    t("Annual package: sexual exploitation and abuse, sexual harassment"),
    "",
    `${figureName("entity", t)}: ${stands("entity")}`,
    `${t("Period")}: ${day("from")} – ${day("until")}`,
    `${figureName("as_at", t)}: ${day("as_at")}`,
    `${figureName("legal_basis", t)}: ${stands("legal_basis")}`,
    `${t("Counted from the records of the office on")}: ${setApart(counted.on, direction)}`,
    ...(counted.exact ? [] : [t("Numbers below five are hidden, and with them those from which they could be worked out.")]),
    ...(of.doubts.length === 0 ? [] : ["", t("What does not fit together"), ...of.doubts.map((doubt) => `- ${doubtText(doubt, t)}`)]),
    ...allegationLines(counted, setApart(about.as_at || counted.on, direction), t),
    ...PARTS.flatMap((part) => ["", partName(part, t), ...partLines(of, part, t)]),
    "",
    `${t("Name and title of who signs")}: ${signatory.trim() || LINE}`,
    `${t("Signature and date")}: ${LINE}`,
  ];
  return `${lines.join("\n")}\n`;
}

/** What a person has to explain, what came in and what came of it, and the line of the head. */
function allegationLines(counted: Counted, asAt: string, t: T): string[] {
  const cell = (row: Row | undefined, name: string) => row?.[name] ?? t("hidden");
  const endings = (row: Row, names: readonly string[]) => names.map((name) => `  ${rowName(name, t)}: ${cell(row, name)}`);
  return [
    ...["", t("(a) Allegations"), `${t("What a person has to explain")}:`],
    ...DIFFERENCES.map((name) => `- ${differenceName(name, t)}: ${cell(counted.differences, name)}`),
    "",
    ...SEPARATE.map((name) => nilText(counted.nil[name], name, t)),
    "",
    ...kindsInOrder(counted.kinds).flatMap((kind) => [
      `${kindName(kind, t)}: ${cell(counted.kinds[kind], "received")}`,
      ...(counted.exact ? endings(counted.kinds[kind] ?? {}, ENDINGS) : []),
    ]),
    ...[`${t("All")}: ${cell(counted.all, "received")}`, ...endings(counted.all, [...ENDINGS, INQUIRY])],
    ...["", `${rowName("ongoing", t)} ${asAt}:`],
    ...Object.keys(counted.ongoing).map((kind) => `  ${kindName(kind, t)}: ${cell(counted.ongoing, kind)}`),
    ...["", certifies(t), LINE],
  ];
}

/** The line by which the head of the entity certifies; the desk never does. */
export function certifies(t: T): string {
  return t("Were all credible allegations reported? The desk does not know. The head of the entity certifies it here, or says what was not:");
}

/** Kinds of allegation: those kept apart, then the others by name. A question is none. */
export function kindsInOrder(kinds: Counted["kinds"]): string[] {
  const apart: readonly string[] = SEPARATE;
  return [...apart.filter((kind) => kind in kinds), ...Object.keys(kinds).filter((kind) => !apart.includes(kind) && kind !== INQUIRY).sort()];
}

/** One part of what only people know. */
function partLines({ figures, rates: percent }: Package, part: Part, t: T): string[] {
  const names = Object.entries(FIGURES).filter(([, figure]) => figure.part === part);
  return names.flatMap(([name, { form }]) => figureLines(name, form, figures[name] ?? null, percent[name] ?? null, t));
}

/** A figure with its rate, or a line for each place. */
function figureLines(name: string, form: Form, value: Stated[string], rate: number | null, t: T): string[] {
  const said = (one: number | string | null) => one ?? t("not stated");
  if (isRows(value)) return [`${figureName(name, t)}:`, ...value.map(({ place, number }) => `  ${place}: ${said(number)}`)];
  const percent = form === "percent" && value !== null ? " %" : "";
  return [`${figureName(name, t)}: ${said(value)}${percent}${rate === null ? "" : ` (${rate} %)`}`];
}
