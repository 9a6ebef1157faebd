/**
 * The seal keys of this device: those in its locked file, those that the directory lists since, and those to come.
 *
 * Renewed keys follow from what the device holds (`sealing/nextKey.ts`). Those that a directory may list while this desk
 * is open are held from the start, so that nothing sealed to them has to wait for the next time it is unlocked. Must
 * never open a desk under a directory that lists somebody else's key for this device.
 */
import { hex } from "../../sealing/bytes";
import type { Device } from "../../sealing/deviceFile";
import { completed, nextKeys } from "../../sealing/nextKey";
import type { Primitives } from "../../sealing/primitives";
import { comingKeys, keysOf, validityOf } from "../case/keysEnding";
import { NotListed } from "../errors";
import { devicesOf } from "./authorship";
import type { Directories } from "./directories";

/** The device with all keys that it needs until it is locked. Throws `NotListed`. */
export function withKeys(p: Primitives, locked: Device, directories: Directories, now: number): Device {
  checkListed(p, locked, directories);
  const [listed] = ownIn(locked, directories);
  if (listed === undefined) return locked;
  const device = completed(p, locked, listed.seal);
  const held = new Set(device.seal.map((pair) => hex(pair.public)));
  const coming = nextKeys(p, device, listed.seal, keysOf(directories.newest().directory), comingKeys(listed, now)).filter((pair) => !held.has(hex(pair.public)));
  return { ...device, seal: [...device.seal, ...coming.map((pair) => ({ ...pair, ...validityOf(listed, now) }))] };
}

/** The device must stand in its office with keys that it holds or can reckon, and with no other. Throws `NotListed`. */
export function checkListed(p: Primitives, device: Device, directories: Directories): void {
  const listed = ownIn(device, directories);
  const sign = hex(device.sign.public);
  const same = directories.newest().directory.organisation.id === device.organisation && listed.length > 0 && listed.every((one) => one.sign === sign);
  // A key of somebody else under this device would let them read what others seal to it.
  const foreign = listed.some(({ seal }) => {
    const own = new Set(completed(p, device, seal).seal.map((pair) => hex(pair.public)));
    return seal.some(({ key }) => !own.has(key));
  });
  if (!same || foreign) throw new NotListed();
}

function ownIn({ device, office }: Device, directories: Directories) {
  return devicesOf(directories.newest().directory, office).filter(({ id }) => id === device);
}
