/**
 * Opening what was sealed: envelopes, grants, and the outer layer (protocol §3, §4, §9).
 *
 * Checks run in the order of the protocol, and the first that fails is named. The name is
 * for the person at this device; it must never be sent anywhere. Whatever comes in may be
 * hostile: a refusal is `CannotBeOpened`, anything else that is thrown is a fault of ours.
 */
import { type Bytes, concat, equal, readLe32, wipe } from "./bytes";
import { AT, bodyKey, commitOf, ctxOf, headerFault, innerNonce, outerNonce, PREFIX_BYTES, sealSlot, SLOT_BYTES, SLOTS } from "./envelope";
import { CannotBeOpened } from "./errors";
import { COVER, DEPOSIT, ID_BYTES, INSIDE, layerNonce, OUTER_BYTES } from "./outer";
import { type BoxKeyPair, KEY_BYTES, newBoxKeys, type Primitives } from "./primitives";
import { NotStrictJson, parseJson } from "./strictJson";

export interface Opened {
  readonly payload: Record<string, unknown>;
  /** S: the X25519 public key that sealed it, 32 bytes. In a grant, the grantor's. */
  readonly sender: Bytes;
  /** Names the content, 32 bytes. */
  readonly ctx: Bytes;
  /** Opens the body; needed to grant the envelope to another device. */
  readonly cek: Bytes;
}

/** E'(32) and a slot (128). */
export const GRANT_BYTES = KEY_BYTES + SLOT_BYTES;

interface Slot {
  readonly cek: Bytes;
  readonly ctx: Bytes;
  readonly sender: Bytes;
}

/**
 * Open `envelope` as `readerId`, who must be named in its `recipients`.
 *
 * `keys` are all seal keys that this device still holds. `sender` is the key that must have
 * sealed it, compared byte for byte; leave it out when any will do. Throws `CannotBeOpened`.
 */
export function openEnvelope(
  p: Primitives,
  envelope: Uint8Array,
  readerId: string,
  keys: BoxKeyPair | readonly BoxKeyPair[],
  sender?: Uint8Array,
): Opened {
  checkHeader(envelope);
  const e = envelope.subarray(AT.ephemeral, AT.commit);
  const slots = Array.from({ length: SLOTS }, (_, place) => slotAt(envelope, place));
  const opened = openContent(p, envelope, openSlots(p, e, slots, listed(keys)));
  if (!(opened.payload.recipients as unknown[]).includes(readerId)) throw new CannotBeOpened("recipients");
  if (sender !== undefined && !equal(opened.sender, sender)) throw new CannotBeOpened("sender");
  return opened;
}

/**
 * Give an opened envelope to a device that joined later: 160 bytes for that device alone.
 *
 * E' is drawn for each grant; sharing it between grants would repeat nonces.
 */
export function makeGrant(p: Primitives, opened: Opened, grantor: BoxKeyPair, grantee: Uint8Array): Bytes {
  const opener = concat(opened.cek, opened.ctx);
  const ephemeral = newBoxKeys(p);
  const grant = concat(ephemeral.public, sealSlot(p, opener, grantor, grantee, ephemeral));
  wipe(opener, ephemeral.secret);
  return grant;
}

/**
 * Open an earlier envelope by a grant; that it says what was sealed is vouched for by the grantor alone.
 *
 * The reader need not be named in `recipients`. Throws `CannotBeOpened`.
 */
export function openGranted(
  p: Primitives,
  envelope: Uint8Array,
  grant: Uint8Array,
  keys: BoxKeyPair | readonly BoxKeyPair[],
  grantor: Uint8Array,
): Opened {
  checkHeader(envelope);
  if (grant.length !== GRANT_BYTES) throw new CannotBeOpened("length");
  const slot = openSlots(p, grant.subarray(0, KEY_BYTES), [grant.subarray(KEY_BYTES)], listed(keys));
  const opened = openContent(p, envelope, slot);
  if (!equal(opened.sender, grantor)) throw new CannotBeOpened("sender");
  return opened;
}

/** What the relay learns of an upload. `type` 1 is a deposit, 0 is cover. */
export interface Deposit {
  readonly type: number;
  readonly office: Bytes;
  readonly envelope: Bytes;
}

/** Open the outer layer with the relay's key. Throws `CannotBeOpened`. */
export function openOuter(p: Primitives, outer: Uint8Array, relay: BoxKeyPair): Deposit {
  if (outer.length !== OUTER_BYTES) throw new CannotBeOpened("length");
  const ephemeral = outer.subarray(0, KEY_BYTES);
  const shared = p.boxShared(ephemeral, relay.secret);
  const plain = shared && p.boxOpen(shared, layerNonce(p, ephemeral, relay.public), outer.subarray(KEY_BYTES));
  if (plain === null) throw new CannotBeOpened("seal");
  const type = plain[0];
  if (type !== COVER && type !== DEPOSIT) throw new CannotBeOpened("type");
  if (plain.subarray(INSIDE.zeros, INSIDE.office).some((byte) => byte !== 0)) throw new CannotBeOpened("zero");
  return { type, office: plain.slice(INSIDE.office, INSIDE.office + ID_BYTES), envelope: plain.slice(INSIDE.envelope) };
}

function listed(keys: BoxKeyPair | readonly BoxKeyPair[]): readonly BoxKeyPair[] {
  return "secret" in keys ? [keys] : keys;
}

function checkHeader(envelope: Uint8Array): void {
  const fault = headerFault(envelope);
  if (fault !== null) throw new CannotBeOpened(fault);
}

function slotAt(envelope: Uint8Array, place: number): Uint8Array {
  return envelope.subarray(AT.firstSlot + place * SLOT_BYTES, AT.firstSlot + (place + 1) * SLOT_BYTES);
}

/** Find the first slot whose outer box opens; it decides, whatever the later ones hold. */
function openSlots(p: Primitives, e: Uint8Array, slots: readonly Uint8Array[], keys: readonly BoxKeyPair[]): Slot {
  const readers = keys.map((pair) => ({ pair, shared: sharedWith(p, e, pair), nonce: outerNonce(p, e, pair.public) }));
  try {
    for (const slot of slots) {
      for (const { pair, shared, nonce } of readers) {
        const content = p.boxOpen(shared, nonce, slot);
        if (content !== null) return openInner(p, e, content, pair);
      }
    }
  } finally {
    wipe(...readers.map(({ shared }) => shared));
  }
  throw new CannotBeOpened("slot");
}

function sharedWith(p: Primitives, e: Uint8Array, pair: BoxKeyPair): Bytes {
  const shared = p.boxShared(e, pair.secret);
  if (shared === null) throw new CannotBeOpened("ephemeral");
  return shared;
}

function openInner(p: Primitives, e: Uint8Array, content: Bytes, pair: BoxKeyPair): Slot {
  const sender = content.slice(0, KEY_BYTES);
  const shared = p.boxShared(sender, pair.secret);
  const opener = shared && p.boxOpen(shared, innerNonce(p, e, sender, pair.public), content.subarray(KEY_BYTES));
  if (shared !== null) wipe(shared);
  if (opener === null) throw new CannotBeOpened("inner");
  const slot = { cek: opener.slice(0, KEY_BYTES), ctx: opener.slice(KEY_BYTES), sender };
  wipe(opener);
  return slot;
}

/** From the slot on: context, commitment, body, padding, schema. */
function openContent(p: Primitives, envelope: Uint8Array, slot: Slot): Opened {
  if (!equal(slot.ctx, ctxOf(p, envelope))) throw new CannotBeOpened("ctx");
  if (!equal(commitOf(p, slot.cek), envelope.subarray(AT.commit, AT.firstSlot))) throw new CannotBeOpened("commit");
  const key = bodyKey(p, slot.cek);
  const padded = p.aeadOpen(key, envelope.subarray(AT.nonce, AT.body), envelope.subarray(0, AT.firstSlot), envelope.subarray(AT.body));
  wipe(key);
  if (padded === null) throw new CannotBeOpened("body");
  try {
    return { payload: payloadOf(unpad(padded)), ...slot };
  } finally {
    wipe(padded);
  }
}

function unpad(padded: Uint8Array): Uint8Array {
  const end = PREFIX_BYTES + readLe32(padded);
  if (end > padded.length || !isZero(padded, end)) throw new CannotBeOpened("padding");
  return padded.subarray(PREFIX_BYTES, end);
}

/** A plain loop: a callback for each of 15,000 bytes costs a fifth of the whole opening. */
function isZero(bytes: Uint8Array, from: number): boolean {
  for (let at = from; at < bytes.length; at++) if (bytes[at] !== 0) return false;
  return true;
}

/** The payload as an object whose `recipients` is a list; the kinds have their own schema beneath this. */
function payloadOf(bytes: Uint8Array): Record<string, unknown> {
  const value = parsed(bytes);
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new CannotBeOpened("schema");
  const payload = value as Record<string, unknown>;
  // An own field: nothing that every object inherits may pass for one.
  if (!Object.hasOwn(payload, "recipients") || !Array.isArray(payload.recipients)) throw new CannotBeOpened("schema");
  return payload;
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return parseJson(bytes);
  } catch (error) {
    if (error instanceof NotStrictJson) throw new CannotBeOpened("schema");
    throw error;
  }
}
