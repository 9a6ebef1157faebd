/**
 * The dear part of a sync, opening envelopes, done by several workers at once (protocol §3).
 *
 * A helper is given the device's seal keys and lives no longer than the worker that started it. One that cannot
 * be started or breaks is done without: what it had in hand is opened here.
 */
import { hex, wipe } from "../../sealing/bytes";
import type { Device } from "../../sealing/deviceFile";
import { CannotBeOpened } from "../../sealing/errors";
import { openEnvelope } from "../../sealing/opening";
import type { Primitives } from "../../sealing/primitives";
import type { Json } from "../case/fields";

/** What came of one envelope: its content and who sealed it (hex), or the check that failed. */
export type Outcome = { readonly payload: Json; readonly sender: string; readonly ctx: string } | { readonly check: string };

/** The part of a device that opens. */
export type Keys = Pick<Device, "device" | "seal">;

export interface Opener {
  /** One outcome for each envelope, in order. */
  open(envelopes: readonly Uint8Array[]): Promise<readonly Outcome[]>;
}

/** Opened at one go; some fifteen milliseconds, in which a worker hears nothing. */
const CHUNK = 32;

/** Opens right here. */
export function opener(p: Primitives, keys: Keys): Opener {
  return { open: (envelopes) => Promise.resolve(envelopes.map((envelope) => outcome(p, keys, envelope))) };
}

function outcome(p: Primitives, { device, seal }: Keys, envelope: Uint8Array): Outcome {
  try {
    const { payload, sender, ctx, cek } = openEnvelope(p, envelope, device, seal);
    // Only a grant to a colleague would need it again, and that is made from the envelope anew.
    wipe(cek);
    return { payload, sender: hex(sender), ctx: hex(ctx) };
  } catch (error) {
    if (error instanceof CannotBeOpened) return { check: error.check };
    throw error;
  }
}

/** Shares the envelopes out among `own` and its helpers. */
export function crew(own: Opener, helpers: readonly Opener[]): Opener {
  const able = new Set(helpers);
  const opened = async (by: Opener, chunk: readonly Uint8Array[]): Promise<readonly Outcome[]> => {
    if (by === own) await breathe();
    try {
      return await by.open(chunk);
    } catch (error) {
      if (!able.delete(by)) throw error;
      return own.open(chunk);
    }
  };
  return {
    open: async (envelopes) => {
      const chunks = Array.from({ length: Math.ceil(envelopes.length / CHUNK) }, (_, at) => envelopes.slice(at * CHUNK, (at + 1) * CHUNK));
      const outcomes: (readonly Outcome[])[] = [];
      let next = 0;
      const work = async (by: Opener): Promise<void> => {
        while (next < chunks.length && (by === own || able.has(by))) {
          const at = next++;
          outcomes[at] = await opened(by, chunks[at] ?? []);
        }
      };
      await Promise.all([...able, own].map(work));
      return outcomes.flat();
    },
  };
}

/** Let the next page flow in and the screen's calls be answered; a timer would wait longer than needed. */
export function breathe(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
