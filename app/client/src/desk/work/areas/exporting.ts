/**
 * Statistics as files: CSV for a table program, JSON for another system.
 *
 * Only values of the table of fields and names of ours are written, so no cell can be read as a formula. `sums` hide
 * small numbers and count by one key at a time; `records` are a line a case, for the entity's own headquarters.
 */
import { quoted } from "../../csv";
import { FIELDS } from "../../case/coding";
import { counted, type Fact, forOutside, KEYS } from "../../case/statistics";
import type { ExportForm, ExportKind, Question } from "../../calls/account";

type Cell = string | number | null;
type Row = Readonly<Record<string, Cell>>;

export function exported(facts: readonly Fact[], question: Question, kind: ExportKind, form: ExportForm): string {
  const rows = kind === "records" ? facts.map(recordRow) : question.keys.flatMap((key) => sumRows(facts, key, question));
  return form === "json" ? `${JSON.stringify({ about: aboutOf(question, kind), rows }, null, 1)}\n` : csv(rows);
}

/** A line for one case: what was coded, and where it stands. No number of the case, no words. */
function recordRow({ record, status }: Fact): Row {
  const coded = Object.keys(FIELDS).map((name) => {
    const value = record[name] ?? "";
    return [name, typeof value === "string" ? value : value.join(" ")] as const;
  });
  return { ...Object.fromEntries(coded), status };
}

function sumRows(facts: readonly Fact[], key: string, { unit }: Question): Row[] {
  if (!(key in KEYS)) return [];
  const { cells, total } = forOutside(counted(facts, [key], unit));
  return [...cells.map(({ value, number }) => ({ key, value, unit, number })), { key, value: "total", unit, number: total }];
}

function aboutOf({ from, until, unit }: Question, kind: ExportKind): Row {
  return kind === "records" ? { from, until } : { from, until, unit, hidden: "numbers below five, and those that would give them away, are null" };
}

/** Lines that end in CR LF, as table programs read them (RFC 4180); a number that may not be shown is `hidden`. */
function csv(rows: readonly Row[]): string {
  const [first] = rows;
  if (first === undefined) return "";
  const names = Object.keys(first);
  return [names, ...rows.map((row) => names.map((name) => row[name] ?? null))].map((cells) => `${cells.map((cell) => quoted(cell === null ? "hidden" : String(cell))).join(",")}\r\n`).join("");
}
