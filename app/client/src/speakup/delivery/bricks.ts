/**
 * Bricks go before the envelopes that name them: a deposit leaves when none of its bricks is kept here any more.
 *
 * A brick is dropped only after the server has it, so what was interrupted goes on where it stopped, in this visit
 * or in a later one. Bricks leave in an order drawn by lot, those of several files mixed.
 */
import type { ReporterApi } from "../../api/reporter";
import type { Queue, Queued } from "./queue";

/** How much of the files that wait is with the server, in bricks. */
export interface Upload {
  readonly done: number;
  readonly total: number;
}

/** What waits, and which bricks hold it back. */
export interface Load {
  readonly deposits: readonly Queued[];
  /** Bricks that a deposit names and that are still kept here. */
  readonly pending: readonly string[];
  /** Absent when no deposit names a brick. */
  readonly upload: Upload | undefined;
}

export async function loadOf(queue: Queue): Promise<Load> {
  const deposits = await queue.all();
  const named = new Set(deposits.flatMap(({ bricks = [] }) => bricks));
  const pending = named.size === 0 ? [] : (await queue.brickIds()).filter((id) => named.has(id));
  return { deposits, pending, upload: named.size === 0 ? undefined : { done: named.size - pending.length, total: named.size } };
}

/** The first deposit that may leave now. */
export function ready({ deposits, pending }: Load): Queued | undefined {
  const held = new Set(pending);
  return deposits.find(({ bricks = [] }) => !bricks.some((id) => held.has(id)));
}

/** Hand in one of the bricks that are pending. Throws `Unreachable` or `Refused`; then it is still kept. */
export async function handInOne(queue: Queue, api: Pick<ReporterApi, "putBrick">, pending: readonly string[]): Promise<void> {
  const [draw = 0] = crypto.getRandomValues(new Uint32Array(1));
  const id = pending[draw % pending.length];
  const bytes = id === undefined ? null : await queue.brick(id);
  if (id === undefined || bytes === null) return;
  await api.putBrick(id, bytes);
  await queue.dropBricks([id]);
}

/** Drop the bricks that no deposit names: somebody left while a file was being sealed. */
export async function dropOrphans(queue: Queue): Promise<void> {
  const ids = await queue.brickIds();
  if (ids.length === 0) return;
  const named = new Set((await queue.all()).flatMap(({ bricks = [] }) => bricks));
  const orphans = ids.filter((id) => !named.has(id));
  if (orphans.length > 0) await queue.dropBricks(orphans);
}
