/**
 * Who sealed this event? The key is compared with the directory version that the payload names (protocol §3);
 * the same as `app/domain/authorship.py`.
 *
 * A superseded version counts for the grace period only, so that a revocation bites; after it the key must still
 * stand in the newest one. Must never take a sender's own word for who they are.
 */
import { officeById, sealKeys } from "../../directory/parse";
import type { Directory, DirectoryDevice, Office } from "../../directory/types";
import type { Device } from "../../sealing/deviceFile";
import type { CaseEvent } from "../case/payload";
import { NotListed } from "../errors";
import type { Directories } from "./directories";

/** The device of `office` whose seal key is `key` (hex) for an event filed on `day`, or null. */
export async function author(directories: Directories, office: string, named: CaseEvent["directory"], key: string, day: string): Promise<string | null> {
  // A colleague may have seen a newer directory than we have.
  if (named.version > directories.newest().directory.version) await directories.refresh();
  const known = await directories.at(named.version);
  if (known?.hash !== named.hash) return null;
  const device = holder(known.directory, office, key);
  if (device === null || (await withinGrace(directories, named.version, day))) return device;
  return holder(directories.newest().directory, office, key) === null ? null : device;
}

/** The key (hex) to which one who goes by the version named seals for `device` on `day`; empty: none; null: nobody goes by it any more. */
export async function keyOf(directories: Directories, office: string, named: CaseEvent["directory"], device: string, day: string): Promise<string | null> {
  const known = await directories.at(named.version);
  if (known?.hash !== named.hash || !(await withinGrace(directories, named.version, day))) return null;
  const listed = officeById(known.directory, office);
  const keys = listed === undefined ? [] : sealKeys(listed, new Date(`${day}T00:00:00Z`));
  return keys.find((one) => one.device === device)?.key ?? "";
}

async function withinGrace(directories: Directories, version: number, day: string): Promise<boolean> {
  const after = version === directories.newest().directory.version ? null : await directories.at(version + 1);
  if (after === null) return true;
  const { issued, policy } = after.directory;
  return Date.parse(`${day}T00:00:00Z`) <= Date.parse(issued) + policy.grace * 1000;
}

function holder(directory: Directory, office: string, key: string): string | null {
  return devicesOf(directory, office).find(({ seal }) => seal.some((dated) => dated.key === key))?.id ?? null;
}

/** The member of `office` (an id) who has a device by the version named; empty when none has, or it cannot be had. */
export async function memberOf(directories: Directories, office: string, named: CaseEvent["directory"], device: string): Promise<string> {
  const known = await directories.at(named.version);
  return known?.hash === named.hash ? memberIn(known.directory, office, device) : "";
}

/** The same by one directory. */
export function memberIn(directory: Directory, office: string, device: string): string {
  return officeById(directory, office)?.members.find(({ devices }) => devices.some(({ id }) => id === device))?.id ?? "";
}

/** The office of an entered device. Throws `NotListed`. */
export function ownOffice({ device, directories }: { readonly device: Pick<Device, "office">; readonly directories: Pick<Directories, "newest"> }): Office {
  const office = officeById(directories.newest().directory, device.office);
  if (office === undefined) throw new NotListed();
  return office;
}

/** All devices of an office. */
export function devicesOf(directory: Directory, office: string): readonly DirectoryDevice[] {
  return officeById(directory, office)?.members.flatMap(({ devices }) => devices) ?? [];
}

/** The title of the member who has a device; empty when the newest directory has none. */
export function titleOf(directory: Directory, office: string, device: string): string {
  const member = officeById(directory, office)?.members.find(({ devices }) => devices.some(({ id }) => id === device));
  return member?.title ?? "";
}
