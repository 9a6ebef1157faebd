/**
 * Sends what is queued: outer layer, intake, signature; only then is a deposit gone from the queue.
 *
 * Deposits leave one by one with a pause between them, so that a report and its copy do not arrive as a pair. Files
 * leave before the deposits that name them; what names none does not wait for files.
 * Nothing is "sent" before a signature of an intake key of the verified directory.
 */
import type { IntakeAnswer, ReporterApi } from "../../api/reporter";
import { Refused, Unreachable } from "../../api/reporter";
import type { Workshop } from "../crypto/workshop";
import { dropOrphans, handInOne, loadOf, ready, type Upload } from "./bricks";
import type { Queue, Queued } from "./queue";
import { NO_TURNS, type Turns } from "./turns";

/** Why something still waits: no way to the server, the server asks to wait, no valid directory, or a false signature. */
export type Trouble = "offline" | "later" | "directory" | "unsigned";

export interface Standing {
  readonly waiting: number;
  /** Sent since the page was opened. */
  readonly sent: number;
  readonly busy: boolean;
  readonly trouble: Trouble | null;
  /** Of the files that wait with deposits; absent when none do. */
  readonly upload?: Upload | undefined;
}

/** The keys of a verified directory that are valid now, newest first, in hex. */
export interface DeliveryKeys {
  readonly relay: string | null;
  readonly intake: readonly string[];
}

export interface Courier {
  /** Try to send everything; one run at a time. */
  run(): Promise<void>;
  /** Take deposits, one at least, and begin to send them. Resolves when they are kept. */
  take(deposits: readonly Omit<Queued, "id">[]): Promise<void>;
  /** Drop the bricks that the server has not taken, so that their deposits leave without them. */
  withoutFiles(): Promise<void>;
  watch(listener: (standing: Standing) => void): () => void;
  standing(): Standing;
}

export interface Ways {
  readonly queue: Queue;
  readonly api: Pick<ReporterApi, "intake" | "putBrick">;
  readonly workshop: () => Pick<Workshop, "wrap" | "intakeSigned">;
  /** Throws when no directory can be trusted now. */
  readonly keys: () => Promise<DeliveryKeys>;
  /** Wait between two deposits. */
  readonly pause: () => Promise<void>;
  /** Wait between two bricks; much shorter, for there are many. */
  readonly breath?: () => Promise<void>;
  /** Between the pages of the app that share the queue. */
  readonly turns?: Turns;
}

export function openCourier(ways: Ways): Courier {
  const turns = ways.turns ?? NO_TURNS;
  const { now, tell, watch } = openTelling();
  let running: Promise<void> | null = null;
  // Once, before anything can be in the making on this page.
  let orphans: Promise<void> | null = null;

  const count = async () => {
    const load = await loadOf(ways.queue);
    tell({ waiting: load.deposits.length, upload: load.upload });
    return load;
  };

  const sendAll = async () => {
    await (orphans ??= turns.tidy(() => dropOrphans(ways.queue)));
    let load = await count();
    if (now().waiting === 0) return;
    tell({ busy: true, trouble: null });
    for (let first = true; load.deposits.length > 0; first = false) {
      const next = ready(load);
      if (!first) await (next === undefined ? ways.breath : ways.pause)?.();
      const trouble = next === undefined ? await brickTrouble(ways, load.pending) : await send(ways, next);
      if (trouble !== null) {
        tell({ trouble });
        break;
      }
      if (next !== undefined) {
        await ways.queue.remove(next.id);
        tell({ sent: now().sent + 1 });
      }
      load = await count();
    }
  };

  const run = () =>
    (running ??= turns
      .alone(sendAll)
      // A store that fails is tried again, like a server that does.
      .catch(() => { tell({ trouble: "later" }); })
      .finally(() => {
        running = null;
        if (now().busy) tell({ busy: false });
      }));
  return {
    run,
    take: async (deposits) => {
      // An empty queue is told as "sent": nothing must not look like something.
      if (deposits.length === 0) throw new Error("there is nothing to send");
      await ways.queue.add(deposits);
      // They are kept: from here on nothing may make the caller believe that they are not.
      await count().catch(() => undefined);
      void run();
    },
    withoutFiles: async () => {
      await running;
      await ways.queue.dropBricks((await loadOf(ways.queue)).pending);
      await run();
    },
    watch,
    standing: now,
  };
}

/** How it stands, and who wants to know. */
function openTelling() {
  const listeners = new Set<(standing: Standing) => void>();
  let standing: Standing = { waiting: 0, sent: 0, busy: false, trouble: null };
  return {
    now: () => standing,
    tell: (change: Partial<Standing>) => {
      standing = { ...standing, ...change };
      for (const listener of listeners) listener(standing);
    },
    watch: (listener: (standing: Standing) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Send one deposit; null when the intake has signed for it. */
async function send(ways: Ways, { office, envelope }: Queued): Promise<Trouble | null> {
  try {
    const keys = await ways.keys();
    if (keys.relay === null) return "directory";
    const { outer, leaf } = await ways.workshop().wrap(office, envelope, keys.relay);
    const answer = await ways.api.intake(outer);
    return (await signed(ways, keys, leaf, answer)) ? null : "unsigned";
  } catch (error) {
    return troubleOf(error) ?? "directory";
  }
}

/** Hand in one brick; null when the server has it. */
async function brickTrouble({ queue, api }: Ways, pending: readonly string[]): Promise<Trouble | null> {
  try {
    await handInOne(queue, api, pending);
    return null;
  } catch (error) {
    const trouble = troubleOf(error);
    if (trouble === null) throw error;
    return trouble;
  }
}

function troubleOf(error: unknown): Trouble | null {
  if (error instanceof Unreachable) return "offline";
  return error instanceof Refused ? "later" : null;
}

async function signed(ways: Ways, keys: DeliveryKeys, leaf: string, answer: IntakeAnswer): Promise<boolean> {
  if (answer.leaf !== leaf || !keys.intake.includes(answer.key)) return false;
  return ways.workshop().intakeSigned(answer.key, leaf, answer.signature);
}
