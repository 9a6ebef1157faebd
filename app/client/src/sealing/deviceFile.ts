/**
 * The device key file: an officer's keys, locked with a passphrase, made by `speakup org`.
 *
 * Argon2id makes guessing dear; the device's id is bound to the sealed part, so that one
 * device's keys cannot stand under another's name. An unlocked device must stay in memory.
 */
import { type Bytes, hex, labelled, unhex, utf8, wipe } from "./bytes";
import { BadInput, CannotBeOpened } from "./errors";
import { SEED_BYTES } from "./deviceSeed";
import { ID_BYTES } from "./outer";
import { type BoxKeyPair, boxKeysOf, KEY_BYTES, NONCE_BYTES, type Primitives, signKeysOf, type SignKeyPair } from "./primitives";
import { NotStrictJson, parseJson, writeJson } from "./strictJson";

/** The file, as JSON writes it; bytes in hex. */
export interface DeviceFile {
  readonly v: 1;
  readonly kind: "speakup-device";
  readonly organisation: string;
  readonly office: string;
  readonly device: string;
  readonly label: string;
  readonly kdf: KeyCost & { readonly name: "argon2id"; readonly salt: string };
  readonly nonce: string;
  readonly sealed: string;
}

/** What unlocking costs: rounds, and bytes of memory. */
export interface KeyCost {
  readonly ops: number;
  readonly bytes: number;
}

/** Whose keys they are: three ids in hex, and a title for people. */
export interface DeviceName {
  readonly organisation: string;
  readonly office: string;
  readonly device: string;
  readonly label: string;
}

/** A seal key with the times (`YYYY-MM-DDThh:mm:ssZ`) between which others seal to it. */
export interface DatedSealKey extends BoxKeyPair {
  readonly from?: string;
  readonly until: string;
}

export interface Device extends DeviceName {
  readonly sign: SignKeyPair;
  readonly seal: readonly DatedSealKey[];
  /** From which the keys come (`deviceSeed.ts`); devices made by `speakup org` have none. */
  readonly seed?: Uint8Array;
}

/** A quarter of a gigabyte, three rounds: a second at a desk, dear for a thief of the file. */
export const DEVICE_COST: KeyCost = { ops: 3, bytes: 268_435_456 };
/** A file asking for more would only hang the desk. */
const MOST: KeyCost = { ops: 16, bytes: 1_073_741_824 };
const LEAST_BYTES = 8_192;

/**
 * Open a device key file (untrusted JSON) with its passphrase. Takes a second.
 *
 * Throws `BadInput("device file")` when it is no such file, `CannotBeOpened("passphrase")`
 * when the passphrase is wrong or the file was changed.
 */
export async function unlockDevice(p: Primitives, file: unknown, passphrase: string): Promise<Device> {
  const checked = deviceFile(file);
  if (passphrase === "") throw new CannotBeOpened("passphrase");
  const key = await passphraseKey(p, passphrase, unhex(checked.kdf.salt), checked.kdf);
  const plain = p.aeadOpen(key, unhex(checked.nonce), boundTo(checked.device), unhex(checked.sealed));
  wipe(key);
  if (plain === null) throw new CannotBeOpened("passphrase");
  return deviceOf(p, checked, plain);
}

/** The device whose keys stand in `plain`, which is wiped. Throws `BadInput("device file")`. */
export function deviceOf(p: Primitives, { organisation, office, device, label }: DeviceName, plain: Uint8Array): Device {
  const keys = keysOf(plain);
  wipe(plain);
  return {
    organisation,
    office,
    device,
    label,
    sign: signKeysOf(p, unhex(keys.sign)),
    seal: keys.seal.map(({ secret, ...dates }) => ({ ...boxKeysOf(p, unhex(secret)), ...dates })),
    ...(keys.seed === undefined ? {} : { seed: unhex(keys.seed) }),
  };
}

/** A device's keys as they are sealed; to be wiped. */
export function plainKeys(device: Device): Bytes {
  const seal = device.seal.map(({ secret, from, until }) => ({ secret: hex(secret), ...(from === undefined ? {} : { from }), until }));
  return writeJson({ sign: hex(device.sign.seed), seal, ...(device.seed === undefined ? {} : { seed: hex(device.seed) }) });
}

/** Lock a device's keys with a passphrase, which must not be empty. Takes a second at the usual cost. */
export async function lockDevice(p: Primitives, device: Device, passphrase: string, cost: KeyCost = DEVICE_COST): Promise<DeviceFile> {
  if (passphrase === "") throw new BadInput("passphrase", "is empty");
  const salt = p.random(16);
  const nonce = p.random(NONCE_BYTES);
  const plain = plainKeys(device);
  const key = await passphraseKey(p, passphrase, salt, cost);
  const sealed = hex(p.aeadSeal(key, nonce, boundTo(device.device), plain));
  wipe(key, plain);
  return {
    v: 1,
    kind: "speakup-device",
    organisation: device.organisation,
    office: device.office,
    device: device.device,
    label: device.label,
    kdf: { name: "argon2id", ops: cost.ops, bytes: cost.bytes, salt: hex(salt) },
    nonce: hex(nonce),
    sealed,
  };
}

async function passphraseKey(p: Primitives, passphrase: string, salt: Uint8Array, cost: KeyCost): Promise<Bytes> {
  const password = utf8(passphrase.normalize("NFKC"));
  const key = await p.argon2id(password, salt, cost.ops, cost.bytes);
  wipe(password);
  return key;
}

function boundTo(device: string): Bytes {
  return labelled("SPK1/device-file", unhex(device));
}

type Json = Readonly<Record<string, unknown>>;

function fail(): never {
  throw new BadInput("device file");
}

function object(value: unknown): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : fail();
}

function hexOf(parent: Json, name: string, bytes?: number): string {
  const value = parent[name];
  if (typeof value !== "string" || !/^(?:[0-9a-f]{2})+$/.test(value)) return fail();
  return bytes !== undefined && value.length !== 2 * bytes ? fail() : value;
}

function textOf(parent: Json, name: string): string {
  const value = parent[name];
  return typeof value === "string" ? value : fail();
}

function within(value: unknown, least: number, most: number): number {
  return typeof value === "number" && Number.isInteger(value) && value >= least && value <= most ? value : fail();
}

function deviceFile(value: unknown): DeviceFile {
  const file = object(value);
  const kdf = object(file.kdf);
  if (file.v !== 1 || file.kind !== "speakup-device" || kdf.name !== "argon2id") fail();
  return {
    v: 1,
    kind: "speakup-device",
    organisation: hexOf(file, "organisation", ID_BYTES),
    office: hexOf(file, "office", ID_BYTES),
    device: hexOf(file, "device", ID_BYTES),
    label: textOf(file, "label"),
    kdf: { name: "argon2id", ops: within(kdf.ops, 1, MOST.ops), bytes: within(kdf.bytes, LEAST_BYTES, MOST.bytes), salt: hexOf(kdf, "salt", 16) },
    nonce: hexOf(file, "nonce", NONCE_BYTES),
    sealed: hexOf(file, "sealed"),
  };
}

/** What lies in the sealed part. */
interface SealedKeys {
  readonly sign: string;
  readonly seal: readonly { readonly secret: string; readonly from?: string; readonly until: string }[];
  readonly seed?: string;
}

function keysOf(plain: Uint8Array): SealedKeys {
  const keys = object(json(plain));
  if (!Array.isArray(keys.seal)) return fail();
  const seal = keys.seal.map((entry: unknown) => {
    const key = object(entry);
    const from = key.from === undefined || key.from === null ? {} : { from: textOf(key, "from") };
    return { secret: hexOf(key, "secret", KEY_BYTES), ...from, until: textOf(key, "until") };
  });
  const seed = keys.seed === undefined ? {} : { seed: hexOf(keys, "seed", SEED_BYTES) };
  return { sign: hexOf(keys, "sign", KEY_BYTES), seal, ...seed };
}

function json(plain: Uint8Array): unknown {
  try {
    return parseJson(plain);
  } catch (error) {
    if (error instanceof NotStrictJson) return fail();
    throw error;
  }
}
