/**
 * What passes between somebody who joins an office, its lead, and the root holders.
 *
 *     link      …/desk#join= base64url(JSON {v, organisation, office, id, secret, member, title, until, pins?})
 *     secret    BLAKE2b-256(key = KDF(sign seed of the lead, 7, "SPK1join"), LP(id)): nothing to keep
 *     request   nonce (24) || AEAD(KDF(secret, 1, "SPK1join"), nonce, LP("SPK1/join") || LP(id), LE32(n) || JSON || zeros)
 *               always 2,048 bytes
 *     seal keys LP(key) || LP(from, or nothing) || LP(until) of each, in order
 *     signature of the new device, purpose "join", over
 *               LP(office) || LP(device) || LP(sign) || LP(member) || LP(title) || seal keys
 *     words     the first 66 bits of H(LP("SPK1/join-words") || LP(office) || LP(device) || LP(sign) ||
 *               LP(LE32(threshold) || root keys, sorted) || seal keys): all that is admitted and believed, in six
 *               words that two people compare before the lead signs
 *     paper     {document: base64, signature: hex, by: device}, signed with purpose "member" over the bytes
 *
 * The server holds requests and papers and can read no request: the secret is in the link alone.
 */
import { base64, type Bytes, concat, hex, labelled, le32, lp, readLe32, unbase64, unhex, utf8, wipe } from "./bytes";
import { deviceId } from "./deviceSeed";
import type { Pins } from "./directory";
import { BadInput } from "./errors";
import { ID_BYTES } from "./outer";
import { hash, kdf, NONCE_BYTES, type Primitives, type SignKeyPair, TAG_BYTES } from "./primitives";
import { sign, verify } from "./signatures";
import { NotStrictJson, parseJson, writeJson } from "./strictJson";
import { readTimestamp } from "./timestamp";
import type { Wordlist } from "./wordlists";

export interface Invitation {
  readonly v: 1;
  readonly organisation: string;
  readonly office: string;
  /** Of the invitation, 16 bytes in hex. */
  readonly id: string;
  /** 32 bytes in hex; whoever has it can ask to join once. */
  readonly secret: string;
  /** The member who gets another device; empty for somebody new. */
  readonly member: string;
  readonly title: string;
  /** The last day, `YYYY-MM-DD`. */
  readonly until: string;
  readonly pins?: { readonly threshold: number; readonly keys: readonly string[] };
}

/** A public seal key with its dates. */
export interface OfferedKey {
  readonly key: string;
  readonly from?: string;
  readonly until: string;
}

/** The public half of a device that asks to be let in. */
export interface OfferedDevice {
  readonly device: string;
  readonly sign: string;
  readonly seal: readonly OfferedKey[];
}

/** What a device asks for, and what the two people and the signature stand for. */
export interface Asking extends OfferedDevice {
  readonly title: string;
  readonly member: string;
}

export interface JoinRequest extends Asking {
  /** The device's own, in hex: nobody on the way adds a key of theirs. */
  readonly signature: string;
}

/** What somebody of the office signs and the root holders check: the exact bytes in base64. */
export interface Paper {
  readonly document: string;
  readonly signature: string;
  readonly by: string;
}

export type RemovalReason = "lost" | "left" | "replaced";

export const REQUEST_BYTES = 2_048;
const PADDED = REQUEST_BYTES - NONCE_BYTES - TAG_BYTES;
const CONTEXT = "SPK1join";
const LEAD_SECRET = 7;
const SECRET_BYTES = 32;
const SIGNATURE_BYTES = 64;
const ASKING = "join";
const FRAGMENT = "#join=";
const MOST_KEYS = 16;
const TITLE_CHARACTERS = 80;

/** Whether a member can be called so: one line of at most 80 characters. */
export function isTitle(value: unknown): value is string {
  return typeof value === "string" && value.trim() !== "" && Array.from(value).length <= TITLE_CHARACTERS && !/[\p{C}\p{Zl}\p{Zp}]/u.test(value);
}

/** The secret of an invitation that this signing key gave out. */
export function invitationSecret(p: Primitives, lead: SignKeyPair, id: Uint8Array): Bytes {
  const key = kdf(p, lead.seed, LEAD_SECRET, CONTEXT);
  const secret = p.blake2b(lp(id), SECRET_BYTES, key);
  wipe(key);
  return secret;
}

/** The fragment that an address needs to become the invitation. */
export function invitationFragment(invitation: Invitation): string {
  return FRAGMENT + base64(writeJson({ ...invitation })).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** The invitation in a fragment or a whole link; null when there is none. Throws `BadInput("invitation")`. */
export function readInvitation(link: string): Invitation | null {
  const at = link.indexOf(FRAGMENT);
  if (at === -1 || !/^(?:https?:|$)/.test(link.slice(0, at).trimStart())) return null;
  const packed = link.slice(at + FRAGMENT.length).trim().replaceAll("-", "+").replaceAll("_", "/");
  const value = parsed(() => parseJson(unbase64(packed.padEnd(Math.ceil(packed.length / 4) * 4, "="))));
  const { organisation, office, id, secret, member, title, until, pins } = value;
  const good =
    value.v === 1 &&
    [organisation, office, id].every((each) => isHex(each, ID_BYTES)) &&
    isHex(secret, SECRET_BYTES) &&
    typeof member === "string" &&
    isTitle(title) &&
    typeof until === "string" &&
    readTimestamp(`${until}T00:00:00Z`) !== null &&
    (pins === undefined || pins === null || arePins(pins));
  if (!good) throw new BadInput("invitation");
  return value as unknown as Invitation;
}

/** Sign what a device asks for with its own key. */
export function askedBy(p: Primitives, key: SignKeyPair, office: string, { device, sign: signKey, seal, title, member }: Asking): JoinRequest {
  const asking = { device, sign: signKey, seal, title, member };
  return { ...asking, signature: hex(sign(p, key, ASKING, askedFor(office, asking))) };
}

function askedFor(office: string, { device, sign: signKey, seal, title, member }: Asking): Bytes {
  return concat(...[office, device, signKey].map((id) => lp(unhex(id))), lp(utf8(member)), lp(utf8(title)), spelled(seal));
}

/** All seal keys with their dates, as they are signed and compared. */
function spelled(seal: readonly OfferedKey[]): Bytes {
  return concat(...seal.flatMap(({ key, from, until }) => [lp(unhex(key)), lp(utf8(from ?? "")), lp(utf8(until))]));
}

/** Seal a request to whoever knows the invitation's secret: always 2,048 bytes. */
export function sealRequest(p: Primitives, { id, secret }: Pick<Invitation, "id" | "secret">, request: JoinRequest): Bytes {
  const plain = writeJson({ ...request });
  if (plain.length > PADDED - 4) throw new BadInput("title", "is too long");
  const padded = new Uint8Array(PADDED);
  padded.set(concat(le32(plain.length), plain));
  const nonce = p.random(NONCE_BYTES);
  const key = kdf(p, unhex(secret), 1, CONTEXT);
  const sealed = p.aeadSeal(key, nonce, labelled("SPK1/join", unhex(id)), padded);
  wipe(key, padded, plain);
  return concat(nonce, sealed);
}

interface Opening {
  readonly id: Uint8Array;
  readonly secret: Uint8Array;
}

/**
 * Open a request to join an office; null when it was not sealed with this secret for this invitation, is not shaped
 * as one, names an id that is not that of its signing key, or is not what its device signed.
 */
export function openRequest(p: Primitives, { id, secret }: Opening, office: string, request: Uint8Array): JoinRequest | null {
  if (request.length !== REQUEST_BYTES) return null;
  const key = kdf(p, secret, 1, CONTEXT);
  const padded = p.aeadOpen(key, request.subarray(0, NONCE_BYTES), labelled("SPK1/join", id), request.subarray(NONCE_BYTES));
  wipe(key);
  const end = padded === null ? PADDED + 1 : 4 + readLe32(padded);
  if (padded === null || end > PADDED || padded.subarray(end).some((byte) => byte !== 0)) return null;
  try {
    const found = requestOf(parsed(() => parseJson(padded.subarray(4, end))));
    const own = found.device === deviceId(p, unhex(found.sign));
    return own && verify(p, unhex(found.sign), ASKING, askedFor(office, found), unhex(found.signature)) ? found : null;
  } catch (error) {
    if (error instanceof BadInput) return null;
    throw error;
  }
}

/** The six words by which two people know that they look at the same keys, and believe the same roots. */
export function joinWords(p: Primitives, office: string, { device, sign: signKey, seal }: OfferedDevice, { roots, threshold }: Pins, list: Wordlist): string[] {
  const keys = roots.map((root) => hex(unhex(root))).sort();
  const believed = lp(concat(le32(threshold), ...keys.map(unhex)));
  const digest = hash(p, concat(labelled("SPK1/join-words", ...[office, device, signKey].map(unhex)), believed, spelled(seal)));
  const bits = BigInt(`0x${hex(digest)}`) >> 190n;
  return Array.from({ length: 6 }, (_, place) => list[Number((bits >> BigInt(11 * (5 - place))) & 2047n)] ?? "");
}

/** Whom a device of an office lets in. */
export interface Admission {
  readonly organisation: string;
  readonly office: string;
  readonly request: JoinRequest;
  readonly lead: boolean;
  readonly by: string;
  readonly day: string;
}

/** The signed wish to list a device. */
export function admission(p: Primitives, key: SignKeyPair, { request, by, ...wish }: Admission): Paper {
  const { device, sign: signKey, seal, member, title, signature: asked } = request;
  const { organisation, office, lead, day } = wish;
  return signed(p, key, by, { v: 1, kind: "admission", organisation, office, member, title, lead, device: { id: device, sign: signKey, seal }, asked, by, day });
}

/** Which devices of an office are to go, and why. */
export interface Removal {
  readonly organisation: string;
  readonly office: string;
  readonly member: string;
  readonly devices: readonly string[];
  readonly reason: RemovalReason;
  readonly by: string;
  readonly day: string;
}

/** The signed wish to list devices no longer. */
export function removal(p: Primitives, key: SignKeyPair, { organisation, office, member, devices, reason, by, day }: Removal): Paper {
  return signed(p, key, by, { v: 1, kind: "removal", organisation, office, member, devices, reason, by, day });
}

/** A further seal key of a device, which signs this itself. */
export interface Renewal {
  readonly organisation: string;
  readonly office: string;
  readonly member: string;
  readonly device: string;
  readonly seal: Required<OfferedKey>;
  readonly day: string;
}

/** A device's next key, in hex, and the day on which it was asked for. */
export interface Wish {
  readonly key: string;
  readonly day: string;
}

/** The signed wish to list a device's next seal key. */
export function renewal(p: Primitives, key: SignKeyPair, { organisation, office, member, device, seal: { key: next, from, until }, day }: Renewal): Paper {
  const seal = { key: next, from, until };
  return signed(p, key, device, { v: 1, kind: "renewal", organisation, office, member, device, seal, by: device, day });
}

/** What a renewal says that a listed device signed itself; null for anything else. Whether it waits: `waits`. */
export function readRenewal(p: Primitives, { document, signature, by }: Paper, device: { readonly id: string; readonly sign: string }): Wish | null {
  try {
    const bytes = unbase64(document);
    if (by !== device.id || !isHex(signature, SIGNATURE_BYTES) || !verify(p, unhex(device.sign), "member", bytes, unhex(signature))) return null;
    const { v, kind, device: named, by: signer, day, seal } = parsed(() => parseJson(bytes));
    const own = v === 1 && kind === "renewal" && named === device.id && signer === device.id;
    return own && isOffered(seal) && typeof day === "string" && readTimestamp(`${day}T00:00:00Z`) !== null ? { key: seal.key, day } : null;
  } catch (error) {
    if (error instanceof BadInput) return null;
    throw error;
  }
}

function signed(p: Primitives, key: SignKeyPair, by: string, document: Readonly<Record<string, unknown>>): Paper {
  const bytes = writeJson(document);
  return { document: base64(bytes), signature: hex(sign(p, key, "member", bytes)), by };
}

type Json = Readonly<Record<string, unknown>>;

function parsed(read: () => unknown): Json {
  try {
    const value = read();
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Json;
  } catch (error) {
    if (!(error instanceof NotStrictJson) && !(error instanceof BadInput)) throw error;
  }
  throw new BadInput("invitation");
}

function isHex(value: unknown, bytes: number): value is string {
  return typeof value === "string" && value.length === 2 * bytes && /^[0-9a-f]+$/.test(value);
}

function arePins(value: unknown): boolean {
  const { threshold, keys } = value as { threshold?: unknown; keys?: unknown };
  if (!Array.isArray(keys) || !keys.every((key) => isHex(key, 32))) return false;
  return typeof threshold === "number" && Number.isInteger(threshold) && threshold >= 1 && threshold <= new Set(keys).size;
}

/** Only what is shaped as the keys of a device goes on. */
function requestOf({ device, sign: signKey, seal, title, member, signature }: Json): JoinRequest {
  const keys = Array.isArray(seal) ? seal : [];
  const named = isTitle(title) && typeof member === "string";
  const keyed = isHex(device, ID_BYTES) && isHex(signKey, 32) && keys.length > 0 && keys.length <= MOST_KEYS && keys.every(isOffered);
  if (!named || !keyed || !isHex(signature, SIGNATURE_BYTES)) throw new BadInput("request");
  return { device, sign: signKey, seal: keys, title, member, signature };
}

function isOffered(value: unknown): value is OfferedKey {
  const { key, from, until } = (value ?? {}) as Partial<Record<keyof OfferedKey, unknown>>;
  return isHex(key, 32) && (from === undefined || readTimestamp(from) !== null) && readTimestamp(until) !== null;
}
