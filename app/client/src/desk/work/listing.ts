/** The list of cases as the screen shows it: rows, filtered, sorted, a page at a time. */
import type { Answer } from "../case/fields";
import { type Case, receivedOn, textsOf, urgencyOf, waitingFor } from "../fold";
import type { Filter, List, Row } from "../view";
import { readUpTo } from "./ledger";

/** As many as a person looks through before turning the page. */
export const PAGE_ROWS = 50;

const FILTERS: Readonly<Record<Filter, (row: Row) => boolean>> = {
  open: ({ status }) => status !== "closed",
  new: ({ unread }) => unread,
  closed: ({ status }) => status === "closed",
  all: () => true,
};

export class Listing {
  /** Cases are the same object until something comes for them. */
  readonly #rows = new WeakMap<Case, Row>();

  constructor(readonly device: string) {}

  page(cases: readonly Case[], filter: Filter, page: number, unopened: number): List {
    const all = cases.map((found) => this.#row(found));
    const wanted = all.filter(FILTERS[filter]).sort(byNeed);
    const pages = Math.max(1, Math.ceil(wanted.length / PAGE_ROWS));
    const at = Math.min(Math.max(0, page), pages - 1);
    const counts = Object.fromEntries(Object.entries(FILTERS).map(([name, holds]) => [name, all.filter(holds).length]));
    return { rows: wanted.slice(at * PAGE_ROWS, (at + 1) * PAGE_ROWS), page: at, pages, counts: counts as List["counts"], unopened };
  }

  #row(found: Case): Row {
    const known = this.#rows.get(found) ?? rowOf(found, this.device);
    this.#rows.set(found, known);
    return known;
  }
}

/** A case as a row of the list; `device` is the reader. */
export function rowOf(found: Case, device: string): Row {
  return {
    thread: found.thread,
    received: receivedOn(found),
    urgent: urgencyOf(found),
    categories: categoriesOf(found),
    kind: kindOf(found),
    status: found.status,
    unread: readUpTo(found, device) < textsOf(found).length,
    waiting: waitingFor(found),
  };
}

function kindOf({ reports, assistance, handovers }: Case): Row["kind"] {
  if (reports.length > 0) return "report";
  if (assistance.length > 0) return "assistance";
  return handovers.length > 0 ? "handover" : "nothing";
}

function categoriesOf({ reports, handovers }: Case): string[] {
  const handed = handovers.flatMap(({ body }) => body?.texts ?? []).map(({ answers }): Answer => answers.category ?? []);
  const said = [...reports.map(({ payload }): Answer => payload.answers.category ?? []), ...handed];
  return [...new Set(said.flat())];
}

/** Urgent and not closed first; then the oldest, which has waited longest. Without a day: last. */
function byNeed(one: Row, other: Row): number {
  const key = ({ urgent, status, received, thread }: Row) =>
    `${urgent.length > 0 && status !== "closed" ? "0" : "1"} ${received ?? "9999"} ${thread}`;
  const [its, others] = [key(one), key(other)];
  return its < others ? -1 : Number(its > others);
}
