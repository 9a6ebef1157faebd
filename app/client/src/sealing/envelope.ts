/**
 * The envelope: a fixed number of bytes that only its recipients' keys open (protocol §3).
 *
 *        0  "SPK1" | suite 1 | class | slots 8 | 0
 *        8  E, the public key of this envelope (32)
 *       40  commit (32)
 *       72  8 slots of 128, shuffled; unused ones are random
 *     1096  nonce of the body (24)
 *     1120  body: AEAD of LE32(n) || JSON || zeros, up to the end
 *
 * This module seals. Opening lies in `opening.ts`, so that who only seals loads nothing else.
 * The secret of E must never outlive `seal`.
 */
import { type Bytes, concat, equal, hex, labelled, le32, lp, utf8, wipe } from "./bytes";
import { BadInput, type HeaderCheck, NoRecipient, TooLong } from "./errors";
import { type BoxKeyPair, boxKeysOf, hash, kdf, KEY_BYTES, NONCE_BYTES, type Primitives, TAG_BYTES } from "./primitives";

/** 1: towards an office. 2: towards a reporter. */
export type EnvelopeClass = 1 | 2;

export const TOWARDS_OFFICE: EnvelopeClass = 1;
export const TOWARDS_REPORTER: EnvelopeClass = 2;

/** Bytes of an envelope by class. */
export const ENVELOPE_BYTES: Readonly<Record<EnvelopeClass, number>> = { 1: 16_384, 2: 4_096 };

export const SLOTS = 8;
export const SLOT_BYTES = 128;
/** Where the fields begin. */
export const AT = { suite: 4, class: 5, slots: 6, zero: 7, ephemeral: 8, commit: 40, firstSlot: 72, nonce: 1096, body: 1120 } as const;
export const PREFIX_BYTES = 4;

/** Bytes of JSON that fit, by class. */
export const CAPACITY: Readonly<Record<EnvelopeClass, number>> = {
  1: ENVELOPE_BYTES[1] - AT.body - TAG_BYTES - PREFIX_BYTES,
  2: ENVELOPE_BYTES[2] - AT.body - TAG_BYTES - PREFIX_BYTES,
};

const MAGIC = utf8("SPK1");
const SUITE = 1;

export interface Sealed {
  readonly envelope: Bytes;
  /** Names the content: 32 bytes, outside the slots' influence. */
  readonly ctx: Bytes;
}

/** Everything about an envelope that is drawn by lot; sealing uses it up and wipes its secrets. */
export interface Draw {
  /** The key that opens commitment and body, used once. */
  readonly cek: Uint8Array;
  /** The secret of E. */
  readonly ephemeral: Uint8Array;
  readonly nonce: Uint8Array;
  /** Random bytes for the unused slots. */
  readonly dummies: readonly Uint8Array[];
  /** Place k holds entry `order[k]` of: slots of the recipients, then dummies. */
  readonly order: readonly number[];
}

/** Draw all anew for an envelope with so many recipients. */
export function draw(p: Primitives, recipients: number): Draw {
  return {
    cek: p.random(KEY_BYTES),
    ephemeral: p.random(KEY_BYTES),
    nonce: p.random(NONCE_BYTES),
    dummies: Array.from({ length: SLOTS - recipients }, () => p.random(SLOT_BYTES)),
    order: shuffled(p, SLOTS),
  };
}

/**
 * Seal `payload`, the bytes of a JSON object, so that only `recipients` read it.
 *
 * The envelope always fills its class: neither the length of the text nor the number of
 * recipients shows. `recipients` are 1 to 8 different X25519 public keys.
 *
 * Throws `TooLong` when the payload exceeds `CAPACITY`, `NoRecipient` for no key, a key
 * twice, a point of low order, or more keys than slots.
 */
export function seal(
  p: Primitives,
  payload: Uint8Array,
  sender: BoxKeyPair,
  recipients: readonly Uint8Array[],
  cls: EnvelopeClass,
  drawn: Draw = draw(p, Math.min(recipients.length, SLOTS)),
): Sealed {
  if (payload.length > CAPACITY[cls]) throw new TooLong(CAPACITY[cls]);
  checkRecipients(recipients);
  const ephemeral = boxKeysOf(p, drawn.ephemeral);
  const header = headerOf(p, cls, ephemeral.public, drawn.cek);
  const body = concat(drawn.nonce, bodyOf(p, payload, cls, header, drawn));
  const ctx = ctxOfParts(p, header, body);
  const opener = concat(drawn.cek, ctx);
  const slots = recipients.map((recipient) => sealSlot(p, opener, sender, recipient, ephemeral));
  wipe(opener, drawn.cek, drawn.ephemeral);
  return { envelope: concat(header, ...placed([...slots, ...drawn.dummies], drawn.order), body), ctx };
}

/**
 * One slot: CEK and ctx in a box from the sender, in a box from the envelope's own key.
 *
 * `ephemeral` is the pair of E (or of a grant's E'). 128 bytes.
 */
export function sealSlot(p: Primitives, opener: Uint8Array, sender: BoxKeyPair, recipient: Uint8Array, ephemeral: BoxKeyPair): Bytes {
  const e = ephemeral.public;
  const innerKey = p.boxShared(recipient, sender.secret);
  const outerKey = p.boxShared(recipient, ephemeral.secret);
  if (innerKey === null || outerKey === null) throw new NoRecipient("names a point of low order");
  const inner = p.boxSeal(innerKey, innerNonce(p, e, sender.public, recipient), opener);
  const slot = p.boxSeal(outerKey, outerNonce(p, e, recipient), concat(sender.public, inner));
  wipe(innerKey, outerKey);
  return slot;
}

export function outerNonce(p: Primitives, e: Uint8Array, recipient: Uint8Array): Bytes {
  return hash(p, labelled("SPK1/out", e, recipient)).slice(0, NONCE_BYTES);
}

export function innerNonce(p: Primitives, e: Uint8Array, sender: Uint8Array, recipient: Uint8Array): Bytes {
  return hash(p, labelled("SPK1/in", e, sender, recipient)).slice(0, NONCE_BYTES);
}

/** The key commitment: nobody can make one ciphertext that opens under two keys. */
export function commitOf(p: Primitives, cek: Uint8Array): Bytes {
  return kdf(p, cek, 2, "SPK1cmit");
}

/** The body's key. */
export function bodyKey(p: Primitives, cek: Uint8Array): Bytes {
  return kdf(p, cek, 1, "SPK1body");
}

/** The name of an envelope's content, 32 bytes: hash of everything but the slots. */
export function ctxOf(p: Primitives, envelope: Uint8Array): Bytes {
  return ctxOfParts(p, envelope.subarray(0, AT.firstSlot), envelope.subarray(AT.nonce));
}

/** The first rule that the header breaks, or null. A missing byte is a wrong one. */
export function headerFault(envelope: Uint8Array, expected?: EnvelopeClass): HeaderCheck | null {
  if (!equal(envelope.subarray(0, MAGIC.length), MAGIC)) return "magic";
  if (envelope[AT.suite] !== SUITE) return "suite";
  const cls = envelope[AT.class];
  if ((cls !== TOWARDS_OFFICE && cls !== TOWARDS_REPORTER) || (expected !== undefined && cls !== expected)) return "class";
  if (envelope.length !== ENVELOPE_BYTES[cls]) return "length";
  if (envelope[AT.slots] !== SLOTS) return "slots";
  return envelope[AT.zero] === 0 ? null : "zero";
}

function headerOf(p: Primitives, cls: EnvelopeClass, e: Uint8Array, cek: Uint8Array): Bytes {
  return concat(MAGIC, Uint8Array.of(SUITE, cls, SLOTS, 0), e, commitOf(p, cek));
}

function bodyOf(p: Primitives, payload: Uint8Array, cls: EnvelopeClass, header: Uint8Array, drawn: Draw): Bytes {
  const padded = new Uint8Array(PREFIX_BYTES + CAPACITY[cls]);
  padded.set(le32(payload.length));
  padded.set(payload, PREFIX_BYTES);
  const key = bodyKey(p, drawn.cek);
  const body = p.aeadSeal(key, drawn.nonce, header, padded);
  wipe(key, padded);
  return body;
}

function ctxOfParts(p: Primitives, header: Uint8Array, nonceAndBody: Uint8Array): Bytes {
  return hash(p, concat(lp(utf8("SPK1/ctx")), lp(header), lp(nonceAndBody)));
}

function checkRecipients(recipients: readonly Uint8Array[]): void {
  if (recipients.length === 0) throw new NoRecipient("is empty");
  if (recipients.length > SLOTS) throw new NoRecipient("has more keys than an envelope has slots");
  if (recipients.some((key) => key.length !== KEY_BYTES)) throw new BadInput("recipients", "are not keys of 32 bytes");
  if (new Set(recipients.map(hex)).size !== recipients.length) throw new NoRecipient("names a key twice");
}

function placed(entries: readonly Uint8Array[], order: readonly number[]): Uint8Array[] {
  return order.map((entry) => {
    const slot = entries[entry];
    if (slot === undefined) throw new BadInput("order", "does not name every slot");
    return slot;
  });
}

/** The numbers below `count` in an order drawn by lot, each order equally likely. */
function shuffled(p: Primitives, count: number): number[] {
  const order = Array.from({ length: count }, (_, place) => place);
  for (let place = count - 1; place > 0; place--) {
    const other = below(p, place + 1);
    [order[place], order[other]] = [order[other] ?? 0, order[place] ?? 0];
  }
  return order;
}

/** A random number below `bound` (at most 256); bytes that would favour some are drawn again. */
function below(p: Primitives, bound: number): number {
  for (;;) {
    const byte = p.random(1)[0] ?? 0;
    if (byte < 256 - (256 % bound)) return byte % bound;
  }
}
