/**
 * The list of cases as the screen shows it: rows, searched, filtered, sorted, a page at a time.
 *
 * Rows, lines and searched texts are made once for each state of a case, and kept while the other cases change.
 * Nothing of it leaves the worker but the rows of one page.
 */
import type { Status } from "../../payloads";
import type { Found, Wanted } from "../calls/store";
import { disposals } from "../case/disposal";
import type { Answer } from "../case/fields";
import { assignedTo, type Case, languageOfCase, receivedOn, urgencyOf, waitingFor } from "../fold";
import type { Filter, List, Row } from "../view";
import { unreadClaims, unreadHandovers, unreadTexts } from "./ledger";
import { termsOf } from "./plainWords";
import { handed, Searching } from "./searching";

/** As many as a person looks through before turning the page. */
export const PAGE_ROWS = 50;

const FILTERS: Readonly<Record<Filter, (row: Row) => boolean>> = {
  open: ({ status }) => status !== "closed",
  new: ({ unread }) => unread,
  closed: ({ status }) => status === "closed",
  all: () => true,
};

const NAMES = Object.keys(FILTERS) as Filter[];

/** What is known of a case besides its row. */
interface Line {
  readonly found: Case;
  readonly row: Row;
  /** Those that it passes. */
  readonly filters: readonly Filter[];
  readonly channels: readonly string[];
  readonly lang: string;
  readonly assigned: string | null;
  readonly order: string;
}

/** All cases at one moment, in the order of need. */
interface Listed {
  readonly cases: readonly Case[];
  readonly known: ReadonlySet<Case>;
  readonly lines: readonly Line[];
  readonly occurring: Found["occurring"];
}

export class Listing {
  /** Cases are the same object until something comes for them. */
  readonly #rows = new WeakMap<Case, Row>();
  readonly #searching = new Searching<Line>();
  #listed: Listed = { cases: [], known: new Set(), lines: [], occurring: occurring([]) };

  constructor(readonly device: string) {}

  page(cases: readonly Case[], filter: Filter, page: number, unopened: number): List {
    return pageOf(this.#all(cases).lines, filter, page, unopened);
  }

  /** `mine`: whether a device is one of this officer's own. */
  search(cases: readonly Case[], wanted: Wanted, unopened: number, mine: (device: string) => boolean): Found {
    const { lines, occurring: all } = this.#all(cases);
    const fitting = this.#searching.holding(lines, termsOf(wanted.words)).filter((line) => fits(line, wanted, mine));
    const list = pageOf(fitting, wanted.filter, wanted.page, unopened);
    return { ...list, all: list.counts[wanted.filter], occurring: all };
  }

  /** What the list shows of a case. */
  row(found: Case): Row {
    let row = this.#rows.get(found);
    if (row === undefined) this.#rows.set(found, (row = rowOf(found, this.device)));
    return row;
  }

  /** Make ready what the first search needs, a little at a time; `rest` is awaited in between. */
  async prepare(cases: readonly Case[], rest: () => Promise<void>): Promise<void> {
    let made = 0;
    for (const found of cases) if (this.#searching.prepare(found) && ++made % PREPARED_AT_ONCE === 0) await rest();
  }

  /** When some cases have changed, the others keep their lines and their order. */
  #all(cases: readonly Case[]): Listed {
    const before = this.#listed;
    if (before.cases === cases) return before;
    const known = new Set(cases);
    const kept = before.lines.filter(({ found }) => known.has(found));
    const came = cases.filter((found) => !before.known.has(found)).map((found) => lineOf(found, this.row(found)));
    // What is sorted already costs a sort next to nothing.
    const lines = [...kept, ...came].sort((one, other) => (one.order < other.order ? -1 : Number(one.order > other.order)));
    this.#listed = { cases, known, lines, occurring: occurring(lines) };
    return this.#listed;
  }
}

/** Some ten milliseconds. */
const PREPARED_AT_ONCE = 250;

function pageOf(lines: readonly Line[], filter: Filter, page: number, unopened: number): List {
  const counts: Record<Filter, number> = { open: 0, new: 0, closed: 0, all: 0 };
  for (const { filters } of lines) for (const name of filters) counts[name] += 1;
  const pages = Math.max(1, Math.ceil(counts[filter] / PAGE_ROWS));
  const at = Math.min(Math.max(0, page), pages - 1);
  const rows: Row[] = [];
  let skipped = 0;
  for (const { row, filters } of lines) {
    if (rows.length === PAGE_ROWS) break;
    if (!filters.includes(filter)) continue;
    if (skipped < at * PAGE_ROWS) skipped += 1;
    else rows.push(row);
  }
  return { rows, page: at, pages, counts, unopened };
}

function fits({ row, channels, lang, assigned }: Line, wanted: Wanted, mine: (device: string) => boolean): boolean {
  const { received } = row;
  return (
    (wanted.status === null || row.status === wanted.status) &&
    (wanted.category === null || row.categories.includes(wanted.category)) &&
    (!wanted.urgent || row.urgent.length > 0) &&
    (!wanted.mine || (assigned !== null && mine(assigned))) &&
    (wanted.waiting === null || row.waiting === wanted.waiting) &&
    (wanted.from === null || (received !== null && received >= wanted.from)) &&
    (wanted.until === null || (received !== null && received <= wanted.until)) &&
    (wanted.channel === null || channels.includes(wanted.channel)) &&
    (wanted.lang === null || lang === wanted.lang)
  );
}

function occurring(lines: readonly Line[]): Found["occurring"] {
  const [statuses, categories, channels, langs] = [new Set<Status>(), new Set<string>(), new Set<string>(), new Set<string>()];
  for (const line of lines) {
    statuses.add(line.row.status);
    for (const category of line.row.categories) categories.add(category);
    for (const channel of line.channels) channels.add(channel);
    if (line.lang !== "") langs.add(line.lang);
  }
  return { statuses: [...statuses], categories: [...categories].sort(), channels: [...channels].sort(), langs: [...langs].sort() };
}

function lineOf(found: Case, row: Row): Line {
  const channels = [...new Set([...found.reports.map(({ payload }) => payload.channel), ...handed(found).map(({ channel }) => channel)])];
  return {
    ...{ found, row, lang: languageOfCase(found), assigned: assignedTo(found), order: byNeed(row) },
    filters: NAMES.filter((name) => FILTERS[name](row)),
    channels: channels.filter((channel) => channel !== ""),
  };
}

function rowOf(found: Case, device: string): Row {
  return {
    thread: found.thread,
    received: receivedOn(found),
    urgent: urgencyOf(found),
    categories: categoriesOf(found),
    kind: kindOf(found),
    status: found.status,
    unread: [unreadTexts, unreadHandovers, unreadClaims].some((unread) => unread(found, device).length > 0),
    waiting: waitingFor(found),
  };
}

/** What came first: a report, a request for help, or what another office passed on. */
export function kindOf(found: Case): Row["kind"] {
  const { reports, assistance, handovers } = found;
  if (reports.length > 0) return "report";
  if (assistance.length > 0) return "assistance";
  if (handovers.length > 0) return "handover";
  return disposals(found).some(({ step }) => step === "done") ? "destroyed" : "nothing";
}

export function categoriesOf(found: Case): string[] {
  const said = [...found.reports.map(({ payload }) => payload), ...handed(found)].map(({ answers }): Answer => answers.category ?? []);
  return [...new Set(said.flat())];
}

/** Where it happened or help is wanted; empty: nobody said. */
export function countryOf(found: Case): string {
  const said = [...found.reports.map(({ payload }) => payload.answers.country), ...found.assistance.map(({ payload }) => payload.country), ...handed(found).flatMap(({ country, answers }) => [answers.country, country])];
  return said.flatMap((answer) => answer ?? []).find((code) => code !== "") ?? "";
}

/** Urgent and not closed first; then the oldest, which has waited longest. Without a day: last. */
function byNeed({ urgent, status, received, thread }: Row): string {
  return `${urgent.length > 0 && status !== "closed" ? "0" : "1"} ${received ?? "9999"} ${thread}`;
}
