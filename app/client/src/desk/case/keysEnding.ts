/**
 * When the keys of a device end, and how loudly that is said; the same as `app/domain/renewing.py`.
 *
 * A device has keys as long as one of its seal keys is valid; so it ends with the last of them. Keys are renewed
 * within the last sixty days, and afterwards as long as it takes: whose keys ended still signs in and reads.
 */
import type { DatedKey, Directory, DirectoryDevice } from "../../directory/types";
import type { Wish } from "../../sealing/joining";
import { writeTimestamp } from "../../sealing/timestamp";

export type Ending = "far" | "soon" | "near" | "past";

const DAY_MS = 86_400_000;
/** Two months hold a meeting of root holders, and somebody's long leave. */
const QUIET_MS = 60 * DAY_MS;
const LOUD_MS = 14 * DAY_MS;
/** Like the first key of a device. */
const VALID_MS = 365 * DAY_MS;
/** No desk stays open for longer. */
const OPEN_MS = 7 * DAY_MS;
/** A wish that nobody took by then is forgotten; days change at another hour elsewhere. */
const [FRESH_MS, TOLERANCE_MS] = [30 * DAY_MS, DAY_MS];
/** Documents write times to the second. */
const STEP_MS = 1_000;

/** When the last of its seal keys ends, in milliseconds; long ago for one without any. */
export function endOf({ seal }: Pick<DirectoryDevice, "seal">): number {
  return Math.max(0, ...seal.map(({ until }) => Date.parse(until)));
}

/** How near that is. */
export function endingOf(device: Pick<DirectoryDevice, "seal">, now: number): Ending {
  const left = endOf(device) - now;
  if (left <= 0) return "past";
  if (left <= LOUD_MS) return "near";
  return left <= QUIET_MS ? "soon" : "far";
}

/**
 * How many keys to come a directory may list while a desk is open that knew this one when it was opened: none until it
 * is nearly time, and more than one when it was away for years and the device was renewed elsewhere.
 */
export function comingKeys(device: Pick<DirectoryDevice, "seal">, now: number): number {
  return Math.max(0, 1 + Math.floor((now - endOf(device) + QUIET_MS + OPEN_MS) / (VALID_MS - QUIET_MS)));
}

/**
 * From when until when its next key counts.
 *
 * From the beginning of this day, so that it is no secret at which hour somebody renewed; and in any case after those
 * that it has, for the newest one is the one that others seal to.
 */
export function validityOf({ seal }: Pick<DirectoryDevice, "seal">, now: number): Required<Omit<DatedKey, "key">> {
  const today = now - (now % DAY_MS);
  const newest = Math.max(-Infinity, ...seal.map(({ from }) => (from === undefined ? -Infinity : Date.parse(from))));
  return { from: writeTimestamp(new Date(Math.max(today, newest + STEP_MS))), until: writeTimestamp(new Date(today + VALID_MS)) };
}

/**
 * Whether a signed wish can still be waiting; `used`: every key that the newest directory lists.
 *
 * Signatures do not grow old: whoever runs the server can show last year's, which was taken long ago, and nobody would
 * renew any more.
 */
export function waits({ key, day }: Wish, used: ReadonlySet<string>, now: number): boolean {
  const age = now - (now % DAY_MS) - Date.parse(day);
  return !used.has(key) && -TOLERANCE_MS <= age && age <= FRESH_MS;
}

/** Every key of every device of a directory, in hex. */
export function keysOf({ offices }: Pick<Directory, "offices">): ReadonlySet<string> {
  const devices = offices.flatMap(({ members }) => members.flatMap(({ devices: held }) => held));
  return new Set(devices.flatMap(({ sign, seal }) => [sign, ...seal.map(({ key }) => key)]));
}
