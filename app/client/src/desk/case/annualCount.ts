/**
 * What an annual package says of the cases of a period, from the record; the same as `app/domain/annual_count.py`.
 *
 * Of each kind of allegation what came of it, what cannot be counted, and whether "none" can be said. With `exact` false
 * it may leave the office: sums by one key at a time, and no number below five, as everywhere (`statistics.ts`). Must
 * never say that all was reported onward; the head of the entity certifies. Nor say "none" of a kind while anything of
 * the period could not be counted.
 */
import { dayOf, type Draft } from "./annual";
import { type Cell, counted, dayReceived, ending, ENDINGS, type Fact, forOutside, kind, LEAST, NOT_STATED, type Outside } from "./statistics";

/** Always named, with zero too. */
export const SEPARATE = ["sea", "sexual_harassment"] as const;
export type Separate = (typeof SEPARATE)[number];
const OTHER = "other";
/** A question is no allegation. */
export const INQUIRY = "inquiry";
const UNCODED: readonly string[] = [NOT_STATED, "unknown"];
/** Of investigations. */
const OVER: readonly unknown[] = ["completed", "closed_without"];
const ALL_ENDINGS = [...ENDINGS, INQUIRY] as const;
/** First what a person has to explain. */
export const DIFFERENCES = ["unexplained", "uncoded", "undated", "destroyed", "left", "unopened", "pending"] as const;
export type Difference = (typeof DIFFERENCES)[number];
/** "None" cannot be said beside one of these. */
const UNSURE: readonly Difference[] = ["uncoded", "undated", "destroyed", "left", "unopened"];

/** What has no record: days on which cases were destroyed, days of what did not open, cases left. */
export interface Beside {
  readonly destroyed: readonly string[];
  readonly unopened: readonly string[];
  readonly left: number;
}

/** Null: hidden. */
export type Row = Readonly<Record<string, number | null>>;
export type Nil = "none" | "some" | "unsure";

/** The counted part of the file (`schema/annual.schema.json`). */
export interface Counted {
  readonly on: string;
  readonly exact: boolean;
  readonly nil: Readonly<Record<Separate, Nil>>;
  readonly differences: Row;
  readonly kinds: Readonly<Record<string, Row>>;
  readonly all: Row;
  readonly ongoing: Row;
}

type Span = readonly [first: string, last: string];
type Sums = Record<string, number>;

export function count(facts: readonly Fact[], beside: Beside, about: Draft["about"], today: string, exact: boolean): Counted {
  const span = [dayOf(about, "from"), dayOf(about, "until")] as const;
  const asAt = dayOf(about, "as_at") || today;
  const inside = facts.filter((each) => isWithin(dayReceived(each), span));
  const rows = byKind(inside);
  const found = differences(inside, facts, beside, span);
  const kinds = forOutside(counted(inside, ["kind"]));
  const openNow = facts.filter((each) => isOngoing(each, asAt));
  return {
    ...{ on: today, exact },
    nil: Object.fromEntries(SEPARATE.map((name) => [name, nil(rows[name] ?? {}, found)])) as Counted["nil"],
    differences: exact ? found : hidden(found, inside, kinds),
    kinds: exact ? rows : Object.fromEntries(kinds.cells.map(({ value, number }) => [value, { received: number }])),
    all: exact ? total(rows) : outsideEndings(inside, kinds),
    ongoing: ongoing(openNow, exact ? null : hiddenIn(kinds)),
  };
}

/** Whether a day lies between two, both included; an empty one is no bound. */
function isWithin(day: string | null, [first, last]: Span): boolean {
  return day !== null && (first === "" || day >= first) && (last === "" || day <= last);
}

/** Of each kind how many were received, and what came of them; the kinds kept apart always. */
function byKind(facts: readonly Fact[]): Record<string, Sums> {
  const rows: Record<string, Sums> = Object.fromEntries(SEPARATE.map((name) => [name, empty()]));
  for (const each of facts) {
    const row = (rows[kind(each)] ??= empty());
    for (const name of ["received", endingOf(each)]) row[name] = (row[name] ?? 0) + 1;
  }
  return rows;
}

function empty(): Sums {
  return Object.fromEntries(["received", ...ALL_ENDINGS].map((name) => [name, 0]));
}

/** What became of a case; a question needs no ending. */
function endingOf(of: Fact): string {
  return kind(of) === INQUIRY ? INQUIRY : ending(of);
}

function total(rows: Readonly<Record<string, Sums>>): Sums {
  return Object.fromEntries(Object.keys(empty()).map((name) => [name, Object.values(rows).reduce((all, row) => all + (row[name] ?? 0), 0)]));
}

/** Whether it was investigated on that day, by the coded days; else by the coded status. */
function isOngoing({ record }: Fact, asAt: string): boolean {
  const { date_investigation_opened: opened, date_investigation_closed: closed, investigation_status: status } = record;
  if (typeof closed === "string") return typeof opened === "string" && opened <= asAt && asAt < closed;
  return !OVER.includes(status) && (typeof opened === "string" ? opened <= asAt : status === "ongoing");
}

/**
 * Investigations of the kinds kept apart, and of all others; with `hiddenKinds` as they may leave the office.
 *
 * A zero tells nobody, and is always shown. Another number is the least that can have been received of that kind, so it
 * stays behind with it.
 */
function ongoing(facts: readonly Fact[], hiddenKinds: readonly string[] | null): Row {
  const names = facts.map((each) => apart(kind(each)));
  const cells = cellsOf([...SEPARATE, OTHER], names);
  const seen = hiddenKinds === null ? cells.map(({ values: [value = ""], number }) => ({ value, number })) : forOutside(cells, hiddenKinds.map(apart)).cells;
  return Object.fromEntries(seen.map(({ value, number }) => [value, names.includes(value) ? number : 0]));
}

/** The kinds kept apart by their names, any other as such. */
function apart(name: string): string {
  return (SEPARATE as readonly string[]).includes(name) ? name : OTHER;
}

/** How often each name is found. */
function cellsOf(names: readonly string[], found: readonly string[]): Cell[] {
  return names.map((name) => {
    const number = found.filter((each) => each === name).length;
    return { values: [name], reports: number, number, unstated: 0 };
  });
}

/** What does not add up, or could not be counted, by name. */
function differences(inside: readonly Fact[], facts: readonly Fact[], { destroyed, unopened, left }: Beside, span: Span): Record<Difference, number> {
  const endings = inside.map(endingOf);
  const within = (days: readonly string[]) => days.filter((day) => isWithin(day, span)).length;
  return {
    unexplained: endings.filter((each) => each === "unexplained").length,
    uncoded: inside.filter((each) => UNCODED.includes(kind(each))).length,
    undated: facts.filter((each) => dayReceived(each) === null).length,
    destroyed: within(destroyed),
    left,
    unopened: within(unopened),
    pending: endings.filter((each) => each === "pending").length,
  };
}

function nil({ received = 0 }: Sums, found: Readonly<Record<Difference, number>>): Nil {
  if (received > 0) return "some";
  return UNSURE.some((name) => found[name] > 0) ? "unsure" : "none";
}

/** The kinds whose numbers stay behind. */
function hiddenIn({ cells }: Outside): string[] {
  return cells.flatMap(({ value, number }) => (number === null ? [value] : []));
}

/**
 * What came of all cases together, as it may leave the office. That nothing came is no small number.
 *
 * Questions stand among the kinds too: hidden there, they are hidden here; shown there, they protect nothing here,
 * because one table less the other would tell what is hidden.
 */
function outsideEndings(facts: readonly Fact[], kinds: Outside): Row {
  const endings = facts.map(endingOf);
  const asked = endings.filter((each) => each === INQUIRY).length;
  const isTold = !hiddenIn(kinds).includes(INQUIRY);
  if (isTold && asked === facts.length) return { ...empty(), received: asked, [INQUIRY]: asked };
  const { cells, total: sum } = forOutside(cellsOf(isTold ? ENDINGS : ALL_ENDINGS, endings), isTold ? [] : [INQUIRY]);
  if (kinds.total === null || sum === null) return Object.fromEntries(Object.keys(empty()).map((name) => [name, null]));
  const seen: Row = Object.fromEntries(cells.map(({ value, number }) => [value, number]));
  return { received: facts.length, ...seen, ...(isTold && { [INQUIRY]: asked }) };
}

/** The differences as they may leave the office: hidden wherever the sums hide them. */
function hidden(found: Readonly<Record<Difference, number>>, inside: readonly Fact[], kinds: Outside): Row {
  const { unexplained = null, pending = null } = outsideEndings(inside, kinds);
  const isUnseen = (inside.length > 0 && kinds.total === null) || hiddenIn(kinds).some((name) => UNCODED.includes(name));
  const small = Object.fromEntries(Object.entries(found).map(([name, number]) => [name, number > 0 && number < LEAST ? null : number]));
  return { ...small, unexplained, uncoded: isUnseen ? null : found.uncoded, pending };
}
