/**
 * Sends what is queued: outer layer, intake, signature; only then is a deposit gone from the queue.
 *
 * Deposits leave one by one with a pause between them, so that a report and its copy do not arrive as a pair.
 * Nothing is "sent" before a signature of an intake key of the verified directory.
 */
import type { IntakeAnswer, ReporterApi } from "../../api/reporter";
import { Refused, Unreachable } from "../../api/reporter";
import type { Workshop } from "../crypto/workshop";
import type { Queue, Queued } from "./queue";

/** Why something still waits: no way to the server, the server asks to wait, no valid directory, or a false signature. */
export type Trouble = "offline" | "later" | "directory" | "unsigned";

export interface Standing {
  readonly waiting: number;
  /** Sent since the page was opened. */
  readonly sent: number;
  readonly busy: boolean;
  readonly trouble: Trouble | null;
}

/** The keys of a verified directory that are valid now, newest first, in hex. */
export interface DeliveryKeys {
  readonly relay: string | null;
  readonly intake: readonly string[];
}

export interface Courier {
  /** Try to send everything; one run at a time. */
  run(): Promise<void>;
  /** Take deposits and begin to send them. Resolves when they are kept. */
  take(deposits: readonly Omit<Queued, "id">[]): Promise<void>;
  watch(listener: (standing: Standing) => void): () => void;
  standing(): Standing;
}

export interface Ways {
  readonly queue: Queue;
  readonly api: Pick<ReporterApi, "intake">;
  readonly workshop: () => Pick<Workshop, "wrap" | "intakeSigned">;
  /** Throws when no directory can be trusted now. */
  readonly keys: () => Promise<DeliveryKeys>;
  /** Wait between two deposits. */
  readonly pause: () => Promise<void>;
}

export function openCourier(ways: Ways): Courier {
  const listeners = new Set<(standing: Standing) => void>();
  let standing: Standing = { waiting: 0, sent: 0, busy: false, trouble: null };
  let running: Promise<void> | null = null;

  const tell = (change: Partial<Standing>) => {
    standing = { ...standing, ...change };
    for (const listener of listeners) listener(standing);
  };
  const count = async () => {
    tell({ waiting: (await ways.queue.all()).length });
  };

  const sendAll = async () => {
    await count();
    if (standing.waiting === 0) return;
    tell({ busy: true, trouble: null });
    for (let first = true; ; first = false) {
      const [next] = await ways.queue.all();
      if (next === undefined) break;
      if (!first) await ways.pause();
      const trouble = await send(ways, next);
      if (trouble !== null) {
        tell({ trouble });
        break;
      }
      await ways.queue.remove(next.id);
      tell({ sent: standing.sent + 1 });
      await count();
    }
    tell({ busy: false });
  };

  const run = () => (running ??= sendAll().finally(() => { running = null; }));
  return {
    run,
    take: async (deposits) => {
      await ways.queue.add(deposits);
      await count();
      void run();
    },
    watch: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    standing: () => standing,
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
    if (error instanceof Unreachable) return "offline";
    return error instanceof Refused ? "later" : "directory";
  }
}

async function signed(ways: Ways, keys: DeliveryKeys, leaf: string, answer: IntakeAnswer): Promise<boolean> {
  if (answer.leaf !== leaf || !keys.intake.includes(answer.key)) return false;
  return ways.workshop().intakeSigned(answer.key, leaf, answer.signature);
}
