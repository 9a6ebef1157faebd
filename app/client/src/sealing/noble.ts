/**
 * The primitives by noble and hash-wasm: small enough for a phone on a slow line.
 *
 * NaCl's box is X25519, then HSalsa20 of the shared point as key, then XSalsa20-Poly1305.
 * Only the needed submodules are imported; the bundle's size is a promise.
 */
import { xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import { hsalsa, xsalsa20poly1305 } from "@noble/ciphers/salsa.js";
import { ed25519, x25519 } from "@noble/curves/ed25519.js";
import { blake2b } from "@noble/hashes/blake2.js";
import { sha512 } from "@noble/hashes/sha2.js";
import { argon2id } from "hash-wasm";

import { type Bytes, concat, equal, hex, utf8, wipe } from "./bytes";
import { type BoxKeyPair, KEY_BYTES, nullOnRefusal, type Primitives, SIGNATURE_BYTES, TAG_BYTES } from "./primitives";
import { secretStream } from "./secretstream";

// The words with which noble 2 refuses; tests hold them to it.
const LOW_ORDER = "invalid private or public key received";
const WRONG_TAG = "invalid tag";

/** The port, made of noble and hash-wasm. Holds no state. */
export function noble(): Primitives {
  return NOBLE;
}

const NOBLE: Primitives = {
  name: "noble",
  random: (length) => crypto.getRandomValues(new Uint8Array(length)),
  blake2b: (message, size, key) => own(blake2b(message, key ? { dkLen: size, key } : { dkLen: size })),
  blake2bSalted: (key, salt, person) => own(blake2b(new Uint8Array(0), { dkLen: 32, key, salt, personalization: person })),
  blake2bParts: (size) => {
    const state = blake2b.create({ dkLen: size });
    return { update: (part) => { state.update(part); }, digest: () => own(state.digest()) };
  },
  boxPublic: (secret) => own(x25519.getPublicKey(secret)),
  boxFromSeed,
  boxShared,
  boxSeal: (shared, nonce, plain) => own(xsalsa20poly1305(shared, nonce).encrypt(plain)),
  boxOpen: (shared, nonce, sealed) => opened(sealed, () => xsalsa20poly1305(shared, nonce).decrypt(sealed)),
  aeadSeal: (key, nonce, associated, plain) => own(xchacha20poly1305(key, nonce, associated).encrypt(plain)),
  aeadOpen: (key, nonce, associated, sealed) => opened(sealed, () => xchacha20poly1305(key, nonce, associated).decrypt(sealed)),
  stream: secretStream,
  signPublic: (seed) => own(ed25519.getPublicKey(seed)),
  sign: (seed, message) => own(ed25519.sign(message, seed)),
  verify,
  argon2id: async (password, salt, ops, memory) =>
    own(
      await argon2id({ password, salt, parallelism: 1, iterations: ops, memorySize: memory / 1024, hashLength: 32, outputType: "binary" }),
    ),
};

/** noble's byte strings are always backed by a plain ArrayBuffer; its types do not say so. */
function own(bytes: Uint8Array): Bytes {
  return bytes as Bytes;
}

/** Bytes too short to hold a tag are refused like a wrong one. */
function opened(sealed: Uint8Array, open: () => Uint8Array): Bytes | null {
  return sealed.length < TAG_BYTES ? null : nullOnRefusal(WRONG_TAG, () => own(open()));
}

function boxFromSeed(seed: Uint8Array): BoxKeyPair {
  const digest = sha512(seed);
  const secret = own(digest.slice(0, KEY_BYTES));
  wipe(digest);
  return { secret, public: own(x25519.getPublicKey(secret)) };
}

const SIGMA = words(utf8("expand 32-byte k"));

function boxShared(theirs: Uint8Array, secret: Uint8Array): Bytes | null {
  const point = nullOnRefusal(LOW_ORDER, () => x25519.getSharedSecret(secret, theirs));
  if (point === null) return null;
  const key = new Uint32Array(8);
  hsalsa(SIGMA, words(point), new Uint32Array(4), key);
  wipe(point);
  return new Uint8Array(key.buffer);
}

function words(bytes: Uint8Array): Uint32Array {
  return new Uint32Array(bytes.slice().buffer);
}

function verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== KEY_BYTES || signature.length !== SIGNATURE_BYTES) return false;
  return ed25519.verify(signature, message, publicKey, { zip215: false }) && hasExactR(publicKey, message, signature);
}

/**
 * Whether S·B − h·A is R to the byte, and R no point of small order.
 *
 * The library multiplies the equation by the cofactor, libsodium does not: without this, a
 * dishonest signer could make a directory that the phone believes and the desk refuses.
 * Asked only of signatures that the library accepts, so it can narrow and never widen.
 */
function hasExactR(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const { Point } = ed25519;
  const r = signature.subarray(0, 32);
  const h = numberLe(sha512(concat(r, publicKey, message))) % Point.Fn.ORDER;
  const sum = Point.BASE.multiplyUnsafe(numberLe(signature.subarray(32))).subtract(Point.fromBytes(publicKey).multiplyUnsafe(h));
  return equal(sum.toBytes(), r) && !sum.isSmallOrder();
}

function numberLe(bytes: Uint8Array): bigint {
  return BigInt(`0x${hex(bytes.slice().reverse())}`);
}
