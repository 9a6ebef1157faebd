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
import { type Kin, recusedFrom } from "../case/recusal";
import { assignedTo, type Case, languageOfCase, receivedOn, urgencyOf, waitingFor } from "../fold";
import type { Filter, List, Row } from "../view";
import { unreadClaims, unreadHandovers, unreadTexts } from "./ledger";
import { termsOf } from "./plainWords";
import { handed, Searching } from "./searching";

/** As many as a person looks through before turning the page. */
export const PAGE_ROWS = 50;

const FILTERS: Readonly<Record<Filter, (row: Row) => boolean>> = {
  open: (row) => !isOver(row),
  new: ({ unread }) => unread,
  closed: isOver,
  all: () => true,
};

/** Nothing is left to do in it here. */
function isOver({ status, kind }: Row): boolean {
  return status === "closed" || kind === "left";
}

const NAMES = Object.keys(FILTERS) as Filter[];

/** What can be chosen among cases. Few combinations occur, so equal ones are one object. */
interface Facts {
  readonly status: Status;
  readonly categories: readonly string[];
  readonly channels: readonly string[];
  readonly lang: string;
}

/** What is known of a case besides its row. */
interface Line {
  readonly row: Row;
  readonly facts: Facts;
  readonly assigned: string | null;
  readonly order: string;
  /** A bit for each filter that it passes. */
  readonly passes: number;
}

/**
 * All cases at one moment. What each letter of a search asks of every case stands in lists of numbers: ten thousand
 * lines lie scattered in memory, and to look at all of them takes longer than the search itself.
 */
interface Listed {
  readonly cases: readonly Case[];
  /** One for each case, in their order; so are `passes`. */
  readonly lines: readonly Line[];
  readonly passes: Uint8Array;
  /** Places in these lists, in the order of need. */
  readonly order: readonly number[];
  readonly occurring: Found["occurring"];
}

const NOTHING: Listed = { cases: [], lines: [], passes: new Uint8Array(), order: [], occurring: { statuses: [], categories: [], channels: [], langs: [] } };

export class Listing {
  /** Cases are the same object until something comes for them. */
  #rows = new WeakMap<Case, Row>();
  readonly #facts = new Map<string, Facts>();
  #listed = NOTHING;
  #kin: Kin | null = null;
  #own: ReadonlySet<string>;

  /** `kin`: by the directories known now; the same function until another one came. */
  constructor(
    readonly device: string,
    readonly kin: () => Kin,
    readonly searching = new Searching(),
  ) {
    this.#own = new Set([device]);
  }

  page(cases: readonly Case[], filter: Filter, page: number, unopened: number): List {
    const listed = this.#all(cases);
    return { ...pageOf(listed, listed.order, filter, page), unopened };
  }

  /** `mine`: whether a device is one of this officer's own. */
  search(cases: readonly Case[], wanted: Wanted, unopened: number, mine: (device: string) => boolean): Found {
    const listed = this.#all(cases);
    const holding = this.searching.holding(cases, termsOf(wanted.words));
    const held = listed.order.filter((place) => holding[place] === 1);
    const fitting = narrows(wanted) ? held.filter((place) => fits(listed.lines[place] as Line, wanted, mine)) : held;
    const list = pageOf(listed, fitting, wanted.filter, wanted.page);
    return { ...list, unopened, all: list.counts[wanted.filter], occurring: listed.occurring };
  }

  /** What the list shows of a case. */
  row(found: Case): Row {
    this.#know();
    let row = this.#rows.get(found);
    if (row === undefined) this.#rows.set(found, (row = rowOf(found, this.device, this.#own)));
    return row;
  }

  /** Make ready what the first letter needs, a little at a time; `rest` is awaited in between. */
  async prepare(cases: readonly Case[], rest: () => Promise<void>): Promise<void> {
    await this.searching.prepare(cases, rest);
  }

  /** Rows are made anew when a directory says that other devices are this officer's too. */
  #know(): void {
    const kin = this.kin();
    if (kin === this.#kin) return;
    const own = kin(this.device);
    if (own.size !== this.#own.size || ![...own].every((id) => this.#own.has(id))) [this.#rows, this.#listed] = [new WeakMap(), NOTHING];
    [this.#kin, this.#own] = [kin, own];
  }

  #all(cases: readonly Case[]): Listed {
    this.#know();
    if (this.#listed.cases !== cases) this.#listed = listed(cases, this.#listed, (found) => this.#line(found));
    return this.#listed;
  }

  #line(found: Case): Line {
    const row = this.row(found);
    const facts = factsOf(found, row);
    const name = JSON.stringify(facts);
    if (!this.#facts.has(name)) this.#facts.set(name, facts);
    const passes = NAMES.reduce((bits, filter, bit) => bits | (Number(FILTERS[filter](row)) << bit), 0);
    return { row, facts: this.#facts.get(name) ?? facts, assigned: assignedTo(found), order: byNeed(row), passes };
  }
}

/** More than these are sorted in faster than put in one by one. */
const MOST_PUT_IN = 100;

/** When some cases have changed, the others keep their lines and their order; `before`: how all stood until then. */
function listed(cases: readonly Case[], before: Listed, make: (found: Case) => Line): Listed {
  const now = placesNow(before.cases, cases);
  const lines: Line[] = [];
  for (const [place, line] of before.lines.entries()) {
    const at = now[place] ?? -1;
    if (at >= 0) lines[at] = line;
  }
  const stood = before.order.map((place) => now[place] ?? -1).filter((place) => place >= 0);
  const came = cases.flatMap((found, place) => (lines[place] === undefined ? [{ found, place }] : []));
  for (const { found, place } of came) lines[place] = make(found);
  const order = inOrder(stood, came.map(({ place }) => place), lines);
  const passes = Uint8Array.from(lines, (line) => line.passes);
  return { cases, lines, order, passes, occurring: occurring(new Set(lines.map(({ facts }) => facts))) };
}

/** `stood` is in order already: a few more are put where they belong. */
function inOrder(stood: number[], came: readonly number[], lines: readonly Line[]): readonly number[] {
  const orderOf = (place: number | undefined) => lines[place ?? -1]?.order ?? "";
  if (came.length > MOST_PUT_IN) return [...stood, ...came].sort((one, other) => (orderOf(one) < orderOf(other) ? -1 : 1));
  for (const place of came) {
    let [from, until] = [0, stood.length];
    while (from < until) {
      const middle = (from + until) >> 1;
      if (orderOf(stood[middle]) < orderOf(place)) from = middle + 1;
      else until = middle;
    }
    stood.splice(from, 0, place);
  }
  return stood;
}

/** Where each case of `before` stands now; -1: nowhere, or it has changed. Cases keep their order, and new ones stand at the end. */
function placesNow(before: readonly Case[], cases: readonly Case[]): Int32Array {
  let place = 0;
  return Int32Array.from(before, (found) => {
    if (cases[place] === found) return place++;
    if (cases[place]?.thread === found.thread) place++;
    return -1;
  });
}

/** A page of those that fit, given by their places. */
function pageOf({ lines, passes }: Listed, fitting: readonly number[], filter: Filter, page: number): Omit<List, "unopened"> {
  const passing = (name: Filter) => {
    const bit = 1 << NAMES.indexOf(name);
    return fitting.filter((place) => ((passes[place] ?? 0) & bit) > 0);
  };
  const counts = { open: passing("open").length, new: passing("new").length, closed: passing("closed").length, all: fitting.length };
  const pages = Math.max(1, Math.ceil(counts[filter] / PAGE_ROWS));
  const at = Math.min(Math.max(0, page), pages - 1);
  const rows = passing(filter).slice(at * PAGE_ROWS, (at + 1) * PAGE_ROWS).map((place) => (lines[place] as Line).row);
  return { rows, page: at, pages, counts };
}

/** Whether anything is wanted besides words. */
function narrows({ status, category, urgent, mine, waiting, from, until, channel, lang }: Wanted): boolean {
  return urgent || mine || [status, category, waiting, from, until, channel, lang].some((one) => one !== null);
}

function fits({ row, facts: { channels, lang }, assigned }: Line, wanted: Wanted, mine: (device: string) => boolean): boolean {
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

function occurring(all: ReadonlySet<Facts>): Found["occurring"] {
  const facts = [...all];
  const sorted = (values: readonly string[]) => [...new Set(values)].sort();
  return {
    statuses: [...new Set(facts.map(({ status }) => status))].sort(),
    categories: sorted(facts.flatMap(({ categories }) => categories)),
    channels: sorted(facts.flatMap(({ channels }) => channels)),
    langs: sorted(facts.flatMap(({ lang }) => (lang === "" ? [] : lang))),
  };
}

function factsOf(found: Case, { status, categories }: Row): Facts {
  const channels = new Set([...found.reports.map(({ payload }) => payload.channel), ...handed(found).map(({ channel }) => channel)]);
  return { status, categories, channels: [...channels].filter((channel) => channel !== ""), lang: languageOfCase(found) };
}

function rowOf(found: Case, device: string, own: ReadonlySet<string>): Row {
  return {
    thread: found.thread,
    received: receivedOn(found),
    urgent: urgencyOf(found),
    categories: categoriesOf(found),
    kind: kindOf(found, own),
    status: found.status,
    unread: [unreadTexts, unreadHandovers, unreadClaims].some((unread) => unread(found, device).length > 0),
    waiting: waitingFor(found),
  };
}

/** What came first: a report, a request for help, or what another office passed on. `left`: one of `own` devices stepped back. */
export function kindOf(found: Case, own: ReadonlySet<string>): Row["kind"] {
  const { reports, assistance, handovers } = found;
  if (reports.length > 0) return "report";
  if (assistance.length > 0) return "assistance";
  if (handovers.length > 0) return "handover";
  if (disposals(found).some(({ step }) => step === "done")) return "destroyed";
  return recusedFrom(found).some(({ by }) => own.has(by)) ? "left" : "nothing";
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
