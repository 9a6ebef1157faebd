/** What the tests of sealing share: both libraries, keys by name, payloads. Real crypto, no doubles. */
import { utf8 } from "../../src/sealing/bytes";
import { type BoxKeyPair, newBoxKeys, type Primitives } from "../../src/sealing/primitives";
import { noble } from "../../src/sealing/noble";
import { sodium } from "../../src/sealing/sodium";

export const LIBRARIES: readonly Primitives[] = [noble(), await sodium()];
/** The faster of the two, for facts that do not depend on the library. */
export const SODIUM: Primitives = await sodium();

export interface Reader {
  readonly id: string;
  readonly keys: BoxKeyPair;
}

export function readers(p: Primitives, count: number): Reader[] {
  return Array.from({ length: count }, (_, place) => ({ id: `device ${place}`, keys: newBoxKeys(p) }));
}

export function payloadFor(ids: readonly string[], more: Readonly<Record<string, unknown>> = {}): Uint8Array {
  return utf8(JSON.stringify({ ...more, recipients: ids }));
}

/** The check that refused, or "nothing". Anything but a refusal is thrown on. */
export function checkOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof Error && "check" in error) return String(error.check);
    throw error;
  }
  return "nothing";
}
