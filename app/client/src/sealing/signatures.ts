/**
 * Signatures with a purpose, so that one made for a session never passes for a directory (protocol §2).
 *
 * Ed25519 over `LP("SPK1/" + purpose) || LP(message)`.
 */
import { type Bytes, labelled } from "./bytes";
import type { Primitives, SignKeyPair } from "./primitives";

/** What is signed for what. */
export type Purpose = "directory" | "session" | "intake" | "ack" | "member" | "join";

/** The bytes that are signed. */
export function preimage(purpose: string, message: Uint8Array): Bytes {
  return labelled(`SPK1/${purpose}`, message);
}

/** Sign `message`: 64 bytes. */
export function sign(p: Primitives, key: SignKeyPair, purpose: string, message: Uint8Array): Bytes {
  return p.sign(key.seed, preimage(purpose, message));
}

/** Whether `signature` is of `publicKey` over `message` for this purpose; false for wrong lengths too. */
export function verify(p: Primitives, publicKey: Uint8Array, purpose: string, message: Uint8Array, signature: Uint8Array): boolean {
  return p.verify(publicKey, preimage(purpose, message), signature);
}
