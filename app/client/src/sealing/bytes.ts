/**
 * Bytes and their spellings: joining, comparing, hex, base64, UTF-8, little-endian numbers.
 *
 * Pure functions over `Uint8Array`, the same in a browser, a worker and Node. Nothing here
 * may keep what it was given, and no error repeats it.
 */
import { BadInput } from "./errors";

export type Bytes = Uint8Array<ArrayBuffer>;

/** Join byte strings, in order, into a new one. */
export function concat(...parts: readonly Uint8Array[]): Bytes {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** Whether two byte strings are the same; the time depends on their lengths only. */
export function equal(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false;
  let difference = 0;
  for (let at = 0; at < one.length; at++) difference |= (one[at] ?? 0) ^ (other[at] ?? 0);
  return difference === 0;
}

/** Overwrite secrets with zeros. Copies that the engine made are out of reach. */
export function wipe(...secrets: readonly Uint8Array[]): void {
  for (const secret of secrets) secret.fill(0);
}

export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Read hex, in either case. `BadInput("hex")` for anything else. */
export function unhex(text: string): Bytes {
  if (text.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(text)) throw new BadInput("hex");
  return Uint8Array.from({ length: text.length / 2 }, (_, at) => parseInt(text.slice(2 * at, 2 * at + 2), 16));
}

export function base64(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

/** Read padded base64. `BadInput("base64")` for anything else. */
export function unbase64(text: string): Bytes {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw new BadInput("base64");
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

export function utf8(text: string): Bytes {
  return new TextEncoder().encode(text);
}

/** Read strict UTF-8; a byte order mark stays in the text. Throws `TypeError` for anything else. */
export function text(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
}

/** Four bytes, lowest first, of a whole number below 2^32. */
export function le32(number: number): Bytes {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, number, true);
  return bytes;
}

/** Eight bytes, lowest first, of a whole number below 2^53. */
export function le64(number: number): Bytes {
  return concat(le32(number % 2 ** 32), le32(Math.floor(number / 2 ** 32)));
}

/** The whole number in four bytes, lowest first. */
export function readLe32(bytes: Uint8Array, at = 0): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(at, true);
}

/** Length and bytes: `LP(x) = LE32(len(x)) || x` (protocol §2), so that joined fields cannot slide. */
export function lp(bytes: Uint8Array): Bytes {
  return concat(le32(bytes.length), bytes);
}

/** Label and fields, each with its length: the preimage of every hash and signature of the protocol. */
export function labelled(label: string, ...fields: readonly Uint8Array[]): Bytes {
  return concat(lp(utf8(label)), ...fields.map(lp));
}
