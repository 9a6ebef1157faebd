/**
 * The next seal key of a device; the same as `app/sealing/nextkey.py`.
 *
 *     root       = the master of its seed, or the sign seed of a device that has none (`speakup org device add`)
 *     seal key n = box seed pair of KDF(root, 16 + n, "SPK1dvce")
 *     next       = n one above the highest that the directory lists under the device; 0 when it lists none;
 *                  and above those whose public half it lists elsewhere: a colleague reads a wish that waits, and
 *                  whoever had its key listed as their own would stop that device from renewing for ever
 *
 * It follows from what the device holds, so nothing has to be kept for it: a crash between drawing and sending loses
 * nothing, an old copy of a key file and a recovery sheet open what comes. It heals nothing that was stolen: who has the
 * old keys has the next ones too.
 */
import { hex, wipe } from "./bytes";
import type { DatedSealKey, Device } from "./deviceFile";
import { masterOf, numberedSealKey } from "./deviceSeed";
import { BadInput } from "./errors";
import type { OfferedKey } from "./joining";
import type { BoxKeyPair, Primitives } from "./primitives";

/** Of seal keys in a device's life; a directory lists sixteen at most. */
export const MOST_NUMBERS = 64;

/** The device with every listed key that follows from what it holds. */
export function completed(p: Primitives, device: Device, listed: readonly OfferedKey[]): Device {
  const held = new Set(device.seal.map((pair) => hex(pair.public)));
  const missing = listed.filter(({ key }) => !held.has(key));
  if (missing.length === 0) return device;
  const pairs = numbered(p, device);
  const found = missing.flatMap(({ key, from, until }): DatedSealKey[] => {
    const pair = pairs.find((one) => hex(one.public) === key);
    return pair === undefined ? [] : [{ ...pair, ...(from === undefined ? {} : { from }), until }];
  });
  return { ...device, seal: [...device.seal, ...found] };
}

/** The key that the device takes next, as the directory lists it now. Throws `BadInput("device")` when it has had all. */
export function nextKey(p: Primitives, device: Device, listed: readonly OfferedKey[], used: ReadonlySet<string>): BoxKeyPair {
  const [next] = nextKeys(p, device, listed, used, 1);
  if (next === undefined) throw new BadInput("device");
  return next;
}

/** The next keys, as many as there are up to `count`; `used`: every key that the directory lists, in hex. */
export function nextKeys(p: Primitives, device: Device, listed: readonly OfferedKey[], used: ReadonlySet<string>, count: number): readonly BoxKeyPair[] {
  if (count === 0) return [];
  const keys = new Set(listed.map(({ key }) => key));
  const pairs = numbered(p, device);
  const highest = Math.max(-1, ...pairs.map((pair, number) => (keys.has(hex(pair.public)) ? number : -1)));
  return pairs.slice(highest + 1).filter((pair) => !used.has(hex(pair.public))).slice(0, count);
}

function numbered(p: Primitives, { seed, sign }: Device): readonly BoxKeyPair[] {
  const root = seed === undefined ? sign.seed.slice() : masterOf(p, seed);
  const pairs = Array.from({ length: MOST_NUMBERS }, (_, number) => numberedSealKey(p, root, number));
  wipe(root);
  return pairs;
}
