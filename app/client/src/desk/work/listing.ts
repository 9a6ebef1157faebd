/**
 * The list of cases as the screen shows it: rows, searched, filtered, sorted, a page at a time.
 *
 * Rows and searched texts are made once for each state of a case; a search over ten thousand cases is then a walk
 * over their texts. Nothing of it leaves the worker but the rows of one page.
 */
import type { Status } from "../../payloads";
import type { Found, Wanted } from "../calls/store";
import { disposals } from "../case/disposal";
import type { Answer } from "../case/fields";
import { assignedTo, type Case, languageOfCase, receivedOn, urgencyOf, waitingFor } from "../fold";
import type { Filter, List, Row } from "../view";
import { unreadClaims, unreadHandovers, unreadTexts } from "./ledger";
import { plain, termsOf } from "./plainWords";

/** As many as a person looks through before turning the page. */
export const PAGE_ROWS = 50;

const FILTERS: Readonly<Record<Filter, (row: Row) => boolean>> = {
  open: ({ status }) => status !== "closed",
  new: ({ unread }) => unread,
  closed: ({ status }) => status === "closed",
  all: () => true,
};

/** What is known of a case besides its row. */
interface Line {
  readonly found: Case;
  readonly row: Row;
  readonly channels: readonly string[];
  readonly lang: string;
  readonly assigned: string | null;
  readonly order: string;
}

/** The last search, so that the next letter of a word looks through what was left only. */
interface Last {
  readonly cases: readonly Case[];
  readonly terms: readonly string[];
  readonly lines: readonly Line[];
}

export class Listing {
  /** Cases are the same object until something comes for them. */
  readonly #lines = new WeakMap<Case, Line>();
  readonly #texts = new WeakMap<Case, string>();
  #sorted: { readonly cases: readonly Case[]; readonly lines: readonly Line[] } = { cases: [], lines: [] };
  #last: Last | null = null;

  constructor(readonly device: string) {}

  page(cases: readonly Case[], filter: Filter, page: number, unopened: number): List {
    return this.#page(this.#all(cases), filter, page, unopened);
  }

  /** `mine`: whether a device is one of this officer's own. */
  search(cases: readonly Case[], wanted: Wanted, unopened: number, mine: (device: string) => boolean): Found {
    const all = this.#all(cases);
    const fitting = this.#holding(cases, all, termsOf(wanted.words)).filter((line) => fits(line, wanted, mine));
    const list = this.#page(fitting, wanted.filter, wanted.page, unopened);
    return { ...list, all: list.counts[wanted.filter], occurring: occurring(all) };
  }

  /** Make ready what the first search needs, a little at a time; `rest` is awaited in between. */
  async prepare(cases: readonly Case[], rest: () => Promise<void>): Promise<void> {
    for (const [index, found] of cases.entries()) {
      if (index % PREPARED_AT_ONCE === 0) await rest();
      this.#text(found);
    }
  }

  #page(lines: readonly Line[], filter: Filter, page: number, unopened: number): List {
    const counts: Record<Filter, number> = { open: 0, new: 0, closed: 0, all: 0 };
    for (const { row } of lines) for (const name of NAMES) if (FILTERS[name](row)) counts[name] += 1;
    const pages = Math.max(1, Math.ceil(counts[filter] / PAGE_ROWS));
    const at = Math.min(Math.max(0, page), pages - 1);
    const rows: Row[] = [];
    let skipped = 0;
    for (const { row } of lines) {
      if (rows.length === PAGE_ROWS) break;
      if (!FILTERS[filter](row)) continue;
      if (skipped < at * PAGE_ROWS) skipped += 1;
      else rows.push(row);
    }
    return { rows, page: at, pages, counts, unopened };
  }

  /** All cases, in the order of need. */
  #all(cases: readonly Case[]): readonly Line[] {
    if (this.#sorted.cases !== cases) {
      const lines = cases.map((found) => this.#line(found));
      this.#sorted = { cases, lines: lines.sort((one, other) => (one.order < other.order ? -1 : Number(one.order > other.order))) };
    }
    return this.#sorted.lines;
  }

  #holding(cases: readonly Case[], all: readonly Line[], terms: readonly string[]): readonly Line[] {
    if (terms.length === 0) return all;
    const last = this.#last;
    const narrower = last?.cases === cases && last.terms.every((term) => terms.some((now) => now.includes(term)));
    const lines = (narrower ? last.lines : all).filter(({ found }) => {
      const text = this.#text(found);
      return terms.every((term) => text.includes(term));
    });
    this.#last = { cases, terms, lines };
    return lines;
  }

  #line(found: Case): Line {
    const known = this.#lines.get(found) ?? lineOf(found, this.device);
    this.#lines.set(found, known);
    return known;
  }

  #text(found: Case): string {
    const known = this.#texts.get(found) ?? searched(found);
    this.#texts.set(found, known);
    return known;
  }
}

const NAMES = Object.keys(FILTERS) as Filter[];
/** Some ten milliseconds. */
const PREPARED_AT_ONCE = 250;

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

function lineOf(found: Case, device: string): Line {
  const row = rowOf(found, device);
  const channels = [...new Set([...found.reports.map(({ payload }) => payload.channel), ...handed(found).map(({ channel }) => channel)])];
  return { found, row, channels: channels.filter((channel) => channel !== ""), lang: languageOfCase(found), assigned: assignedTo(found), order: byNeed(row) };
}

export function rowOf(found: Case, device: string): Row {
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

function handed({ handovers }: Case) {
  return handovers.flatMap(({ body }) => body?.texts ?? []);
}

/** All words of a case, as they are searched. The line breaks keep words of two texts apart. */
function searched(found: Case): string {
  const written = [
    ...[found, ...found.claims].flatMap(({ reports, assistance, messages }) => [
      ...reports.flatMap(({ payload: { words, answers } }) => [words, ...Object.values(answers).flat()]),
      ...assistance.flatMap(({ payload }) => [payload.safe_contact, ...payload.help, payload.country ?? ""]),
      ...messages.map(({ payload }) => payload.text),
    ]),
    ...handed(found).flatMap(({ words, text, answers, safe_contact: contact }) => [words, text, contact, ...Object.values(answers).flat()]),
    ...found.handovers.map(({ body }) => body?.note ?? ""),
    ...found.events.flatMap(({ event }) => [event.text, ...Object.values(event.data).flat()]),
    found.thread,
  ];
  return plain(written.filter((text) => text !== "").join("\n"));
}

/** Urgent and not closed first; then the oldest, which has waited longest. Without a day: last. */
function byNeed({ urgent, status, received, thread }: Row): string {
  return `${urgent.length > 0 && status !== "closed" ? "0" : "1"} ${received ?? "9999"} ${thread}`;
}
