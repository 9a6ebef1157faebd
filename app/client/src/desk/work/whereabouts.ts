/**
 * Whether what is kept here still stands on the server: asked at the first sync of a day, and when a colleague says
 * that a case was destroyed.
 *
 * What two colleagues had destroyed, or what has passed its time, goes here too. The server's silence alone destroys
 * nothing: what it does not have any more stays here, without a position, and is counted. A server that was set back
 * to an earlier day counts its positions anew: then all is fetched from the beginning.
 */
import type { DeskApi } from "../../api/desk";
import { hex } from "../../sealing/bytes";
import { ctxOf } from "../../sealing/envelope";
import type { Primitives } from "../../sealing/primitives";
import type { Store } from "../store/store";
import type { Connection } from "./connection";
import { type Bounds, mayGo } from "./destroyed";
import type { Ledger } from "./ledger";
import { type Read, type Reader, toKeep } from "./reading";

export interface LookParts {
  readonly p: Primitives;
  readonly api: DeskApi;
  readonly connection: Connection;
  readonly ledger: Ledger;
  readonly reader: Reader;
  readonly store: Store;
  /** By whose word, and from what day on, something may go. */
  readonly bounds: () => Bounds;
}

/** What failed for one of these may open on another day: with a newer directory, or a newer desk. */
const WORTH_ANOTHER_LOOK: ReadonlySet<string> = new Set(["sender", "schema", "suite"]);
/** So many are opened again; a flood of bad envelopes must not slow every start. */
const MOST_LOOKED_AT = 64;

/** How many things went. */
export async function lookAround(parts: LookParts): Promise<number> {
  const { ledger, store, bounds } = parts;
  const there = await positionsOf(parts);
  if (there.newest < ledger.newest || !(await isSameStream(parts, there.positions))) {
    ledger.unplace();
    await store.unplace();
    return 0;
  }
  const gone = new Map([...ledger.positions()].filter(([position]) => position <= there.newest && !there.positions.has(position)));
  const opened = new Set([...gone].flatMap(([position, ctx]) => (ctx === null ? [] : [position])));
  ledger.remove(new Set([...gone.keys()].filter((position) => !opened.has(position))));
  ledger.lose(opened);
  await store.lose(opened);
  const over = mayGo(ledger, bounds());
  ledger.forget(over);
  const back = await meetAgain(parts, there.positions);
  await lookAgain(parts);
  return gone.size - opened.size + over.size + back;
}

async function positionsOf({ api, connection }: LookParts): Promise<{ readonly positions: ReadonlySet<number>; readonly newest: number }> {
  const positions = new Set<number>();
  let after = 0;
  for (;;) {
    const page = await connection.with((token) => api.positions(token, after));
    for (const position of page.positions) positions.add(position);
    const last = page.positions.at(-1) ?? 0;
    if (last <= after) return { positions, newest: page.newest };
    after = last;
  }
}

/** The newest envelope that was opened here and still stands there must be the same one; when none does, it is another stream. */
async function isSameStream({ p, api, connection, ledger }: LookParts, there: ReadonlySet<number>): Promise<boolean> {
  const here = [...ledger.positions()].filter(([position, ctx]) => ctx !== null && there.has(position));
  const [position, ctx] = here.reduce<readonly [number, string | null]>((most, one) => (one[0] > most[0] ? one : most), [0, null]);
  if (position === 0) return ![...ledger.positions().values()].some((one) => one !== null);
  const filed = await connection.with((token) => api.envelope(token, position));
  return filed === undefined || hex(ctxOf(p, filed.envelope)) === ctx;
}

/** Something is lost, and something stands below the newest that is not here: it may have come again where it stood. */
async function meetAgain({ api, connection, ledger, reader, store }: LookParts, there: ReadonlySet<number>): Promise<number> {
  const lost = new Set(ledger.lost().map(({ ctx }) => ctx));
  const known = ledger.positions();
  const unknown = lost.size === 0 ? [] : [...there].filter((position) => position <= ledger.newest && !known.has(position));
  const back: Read[] = [];
  for (const position of unknown.slice(0, MOST_LOOKED_AT)) {
    const filed = await connection.with((token) => api.envelope(token, position));
    const [read] = filed === undefined ? [] : await reader.read([filed]);
    if (read !== undefined && !("check" in read) && lost.has(read.entry.ctx)) back.push(read);
  }
  for (const read of back) ledger.add(read);
  await store.keepMore(back.flatMap(toKeep));
  return back.length;
}

async function lookAgain({ api, connection, ledger, reader, store }: LookParts): Promise<void> {
  const failed = ledger.failures().filter(({ position, check }) => ledger.hasFailed(position) && WORTH_ANOTHER_LOOK.has(check));
  const opened: Read[] = [];
  for (const { position } of failed.slice(0, MOST_LOOKED_AT)) {
    const filed = await connection.with((token) => api.envelope(token, position));
    const [read] = filed === undefined ? [] : await reader.read([filed]);
    if (read !== undefined && !("check" in read)) opened.push(read);
  }
  for (const read of opened) ledger.add(read);
  await store.keepMore(opened.flatMap(toKeep));
}
