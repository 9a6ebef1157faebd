/**
 * The outer layer, which only the relay opens: always 16,464 bytes (protocol §4).
 *
 *     seal( type (1) | 15 zero bytes | office id (16) | envelope (16,384) , relay key )
 *
 * `seal` is `crypto_box_seal`: a fresh key, its public part (32), and a box whose nonce is
 * BLAKE2b-192 of both public keys. Cover and deposit must never differ in length or shape.
 */
import { type Bytes, concat, wipe } from "./bytes";
import { ENVELOPE_BYTES, TOWARDS_OFFICE } from "./envelope";
import { BadInput } from "./errors";
import { hash, KEY_BYTES, NONCE_BYTES, type Primitives, TAG_BYTES } from "./primitives";

export const COVER = 0;
export const DEPOSIT = 1;
export const ID_BYTES = 16;
/** Where the fields begin inside the layer. */
export const INSIDE = { zeros: 1, office: 16, envelope: 32 } as const;

export const OUTER_BYTES = KEY_BYTES + TAG_BYTES + INSIDE.envelope + ENVELOPE_BYTES[TOWARDS_OFFICE];

/** Wrap a class 1 envelope for `office` (16 bytes) so that only the relay sees where it goes. */
export function sealOuter(p: Primitives, office: Uint8Array, envelope: Uint8Array, relayKey: Uint8Array): Bytes {
  return sealLayer(p, DEPOSIT, office, envelope, relayKey);
}

/** Bytes that nobody but the relay can tell from a deposit. */
export function cover(p: Primitives, relayKey: Uint8Array): Bytes {
  return sealLayer(p, COVER, p.random(ID_BYTES), p.random(ENVELOPE_BYTES[TOWARDS_OFFICE]), relayKey);
}

/** The hash that the intake signs: 32 bytes. */
export function leaf(p: Primitives, outer: Uint8Array): Bytes {
  return hash(p, outer);
}

/** The layer for a given type and ephemeral secret; `BadInput` for wrong lengths or a relay key of low order. */
export function sealLayer(
  p: Primitives,
  type: number,
  office: Uint8Array,
  envelope: Uint8Array,
  relayKey: Uint8Array,
  ephemeral: Uint8Array = p.random(KEY_BYTES),
): Bytes {
  if (office.length !== ID_BYTES) throw new BadInput("office");
  if (envelope.length !== ENVELOPE_BYTES[TOWARDS_OFFICE]) throw new BadInput("envelope");
  const publicKey = p.boxPublic(ephemeral);
  const shared = p.boxShared(relayKey, ephemeral);
  if (shared === null) throw new BadInput("relay key", "is a point of low order");
  const plain = concat(Uint8Array.of(type), new Uint8Array(INSIDE.office - INSIDE.zeros), office, envelope);
  const sealed = concat(publicKey, p.boxSeal(shared, layerNonce(p, publicKey, relayKey), plain));
  wipe(shared, ephemeral, plain);
  return sealed;
}

export function layerNonce(p: Primitives, ephemeralPublic: Uint8Array, relayKey: Uint8Array): Bytes {
  return p.blake2b(concat(ephemeralPublic, relayKey), NONCE_BYTES);
}
