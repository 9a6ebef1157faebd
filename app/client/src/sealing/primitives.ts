/**
 * The port to the cryptographic libraries, and what is derived from it alone.
 *
 * Two implementations pass the same vectors: `noble.ts` (small, for the phone) and
 * `sodium.ts` (fast, for the desk). A function of the port returns null when it refuses
 * what somebody else made: a wrong tag, a point of low order. It throws only when it was
 * called wrongly or broke, and that must never be taken for a refusal.
 *
 * Source of the names: protocol §2.
 */
import { type Bytes, le64, utf8 } from "./bytes";

/** An X25519 key pair, 32 bytes each. */
export interface BoxKeyPair {
  readonly secret: Uint8Array;
  readonly public: Uint8Array;
}

/** An Ed25519 key pair by its 32-byte seed. */
export interface SignKeyPair {
  readonly seed: Uint8Array;
  readonly public: Uint8Array;
}

export const KEY_BYTES = 32;
export const NONCE_BYTES = 24;
/** What a box or an AEAD adds to the plaintext. */
export const TAG_BYTES = 16;
export const SIGNATURE_BYTES = 64;

/** Bytes that are hashed as they come. */
export interface Digest {
  update(part: Uint8Array): void;
  /** Once, at the end. */
  digest(): Bytes;
}

/** A chunk that was opened, and the tag under which it was sealed. */
export interface Pulled {
  readonly message: Bytes;
  readonly tag: number;
}

/** `crypto_secretstream_xchacha20poly1305`: push or pull, not both, chunk after chunk. */
export interface FileStream {
  /** 17 bytes longer than `message`. */
  push(message: Uint8Array, associated: Uint8Array, tag: number): Bytes;
  /** The reverse; null when it was not pushed here in this order. */
  pull(sealed: Uint8Array, associated: Uint8Array): Pulled | null;
}

export interface Primitives {
  readonly name: "noble" | "sodium";
  random(length: number): Bytes;
  /** BLAKE2b of 16 to 64 bytes, keyed when a key is given. */
  blake2b(message: Uint8Array, size: number, key?: Uint8Array): Bytes;
  /** BLAKE2b of `size` bytes over what comes in parts. */
  blake2bParts(size: number): Digest;
  /** BLAKE2b-256 of nothing with key, 16-byte salt and 16-byte person: what `crypto_kdf` is. */
  blake2bSalted(key: Uint8Array, salt: Uint8Array, person: Uint8Array): Bytes;
  /** The public key of an X25519 secret. */
  boxPublic(secret: Uint8Array): Bytes;
  /** `crypto_box_seed_keypair`. */
  boxFromSeed(seed: Uint8Array): BoxKeyPair;
  /** `crypto_box_beforenm`; null when `theirs` is a point of low order. */
  boxShared(theirs: Uint8Array, secret: Uint8Array): Bytes | null;
  /** `crypto_box_easy_afternm`: tag and ciphertext. */
  boxSeal(shared: Uint8Array, nonce: Uint8Array, plain: Uint8Array): Bytes;
  /** The reverse; null when the tag is wrong. */
  boxOpen(shared: Uint8Array, nonce: Uint8Array, sealed: Uint8Array): Bytes | null;
  /** XChaCha20-Poly1305-IETF: ciphertext and tag. */
  aeadSeal(key: Uint8Array, nonce: Uint8Array, associated: Uint8Array, plain: Uint8Array): Bytes;
  /** The reverse; null when the tag is wrong. */
  aeadOpen(key: Uint8Array, nonce: Uint8Array, associated: Uint8Array, sealed: Uint8Array): Bytes | null;
  /** A stream of chunks from its key and header; begun in the same way for writing and for reading. */
  stream(key: Uint8Array, header: Uint8Array): FileStream;
  signPublic(seed: Uint8Array): Bytes;
  sign(seed: Uint8Array, message: Uint8Array): Bytes;
  /** Ed25519 as libsodium verifies it: canonical numbers, no points of small order. */
  verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
  /** Argon2id 1.3, one lane, 32 bytes out; `memory` in bytes, at least one byte of password. */
  argon2id(password: Uint8Array, salt: Uint8Array, ops: number, memory: number): Promise<Bytes>;
}

/** H = BLAKE2b-256. */
export function hash(p: Primitives, message: Uint8Array): Bytes {
  return p.blake2b(message, 32);
}

/** `crypto_kdf_derive_from_key(32, id, context, key)`; `context` has eight ASCII characters. */
export function kdf(p: Primitives, key: Uint8Array, id: number, context: string): Bytes {
  const salt = new Uint8Array(16);
  salt.set(le64(id));
  const person = new Uint8Array(16);
  person.set(utf8(context));
  return p.blake2bSalted(key, salt, person);
}

/** A fresh X25519 key pair. */
export function newBoxKeys(p: Primitives): BoxKeyPair {
  return boxKeysOf(p, p.random(KEY_BYTES));
}

/** The pair of a 32-byte X25519 secret. */
export function boxKeysOf(p: Primitives, secret: Uint8Array): BoxKeyPair {
  return { secret, public: p.boxPublic(secret) };
}

/** A fresh Ed25519 key pair. */
export function newSignKeys(p: Primitives): SignKeyPair {
  return signKeysOf(p, p.random(KEY_BYTES));
}

/** The pair of a 32-byte Ed25519 seed. */
export function signKeysOf(p: Primitives, seed: Uint8Array): SignKeyPair {
  return { seed, public: p.signPublic(seed) };
}

/**
 * Run `work`; a refusal that the library words as `message` becomes null.
 *
 * Libraries throw the same class for a wrong tag and for a broken call, so the words are
 * compared: anything else goes on upwards.
 */
export function nullOnRefusal<T>(message: string, work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof Error && error.message === message) return null;
    throw error;
  }
}
