/**
 * The few fields of a directory on which trust depends, read out of untyped JSON.
 *
 * The whole document has its own schema; this reading asks for no more than the checks of
 * protocol §8 need, so that a field added later breaks no client.
 */
import { readTimestamp } from "./timestamp";

export interface DirectoryFields {
  readonly version: number;
  /** Hash of the version before, in hex. */
  readonly previous: string;
  /** Milliseconds since 1970. */
  readonly issued: number;
  readonly expires: number;
  readonly minDevices: number;
  readonly offices: readonly OfficeFields[];
}

export interface OfficeFields {
  readonly vacant: boolean;
  /** For each device, when its seal keys are valid. */
  readonly devices: readonly (readonly Validity[])[];
}

/** From the first moment on, until just before the last. */
export interface Validity {
  readonly from: number;
  readonly until: number;
}

type Json = Readonly<Record<string, unknown>>;

/** Something is missing or of another shape. Never leaves this module. */
class Misshapen extends Error {}

/** The fields, or null when one is missing or has another shape. */
export function directoryFields(raw: Json): DirectoryFields | null {
  try {
    return {
      version: whole(raw, "version", 1),
      previous: hash(raw, "previous"),
      issued: time(raw, "issued"),
      expires: time(raw, "expires"),
      minDevices: whole(object(raw.policy), "min_devices", 1),
      offices: list(raw, "offices").map(officeFields),
    };
  } catch (error) {
    if (error instanceof Misshapen) return null;
    throw error;
  }
}

function officeFields(value: unknown): OfficeFields {
  const office = object(value);
  const devices = list(office, "members").flatMap((member) => list(object(member), "devices"));
  return { vacant: office.vacant === true, devices: devices.map((device) => list(object(device), "seal").map(validity)) };
}

function validity(value: unknown): Validity {
  const key = object(value);
  hash(key, "key");
  return { from: key.from === undefined ? -Infinity : time(key, "from"), until: time(key, "until") };
}

function object(value: unknown): Json {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Misshapen();
  return value as Json;
}

function list(parent: Json, name: string): readonly unknown[] {
  const value = parent[name];
  if (!Array.isArray(value)) throw new Misshapen();
  return value as unknown[];
}

function whole(parent: Json, name: string, least: number): number {
  const value = parent[name];
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < least) throw new Misshapen();
  return value;
}

/** 32 bytes in lower-case hex. */
function hash(parent: Json, name: string): string {
  const value = parent[name];
  if (typeof value !== "string" || !/^[0-9a-f]{64}$/.test(value)) throw new Misshapen();
  return value;
}

function time(parent: Json, name: string): number {
  const value = readTimestamp(parent[name]);
  if (value === null) throw new Misshapen();
  return value;
}
