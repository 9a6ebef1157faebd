/**
 * Reading what somebody wants to have checked: a certificate's address or its end, or the file of an acknowledgement.
 *
 * It comes from anybody: everything is checked before it is used, and nothing that is wrong is repeated.
 */
import { BadInput } from "../../sealing/errors";
import { unbase64 } from "../../sealing/bytes";
import type { AckClaim, CertificateClaim } from "../crypto/certificate";

/** An acknowledgement with where to look for the device that signed it. */
export interface AckProof extends AckClaim {
  readonly organisation: string;
  readonly device: string;
  readonly directory: { readonly version: number; readonly hash: string };
}

export type ShownProof = { readonly kind: "certificate"; readonly claim: CertificateClaim } | { readonly kind: "acknowledgement"; readonly claim: AckProof };

const ACKNOWLEDGEMENT = "speakup-acknowledgement";
const FRAGMENT = "#c=";
/** A certificate has some 700 characters, a proof as many. */
export const LONGEST = 20_000;
const MOST = 2 ** 32;

type Json = Readonly<Record<string, unknown>>;

/** What is in the text, or null when it is neither. */
export function readShown(text: string): ShownProof | null {
  const raw = unpacked(text.trim());
  if (raw?.v !== 1) return null;
  return raw.kind === ACKNOWLEDGEMENT ? acknowledgement(raw) : certificate(raw);
}

function unpacked(text: string): Json | null {
  if (text.length > LONGEST) return null;
  const packed = text.includes(FRAGMENT) ? text.slice(text.indexOf(FRAGMENT) + FRAGMENT.length) : text;
  try {
    const value: unknown = JSON.parse(packed.startsWith("{") ? packed : decoded(packed));
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : null;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof BadInput || error instanceof TypeError) return null;
    throw error;
  }
}

/** Base64url without padding, of strict UTF-8; a copied address can be broken into lines. */
function decoded(text: string): string {
  const plain = text.replace(/\s/g, "").replace(/-/g, "+").replace(/_/g, "/");
  return new TextDecoder("utf-8", { fatal: true }).decode(unbase64(plain.padEnd(Math.ceil(plain.length / 4) * 4, "=")));
}

function certificate(raw: Json): ShownProof | null {
  const { name, quiz, month, right, of } = raw;
  const texts = isText(name, 200) && isText(quiz, 80) && typeof month === "string" && /^\d{4}-(?:0[1-9]|1[0-2])$/.test(month);
  if (!texts || !isCount(right) || !isCount(of) || !fits(raw, { salt: 16, key: 32, signature: 64 })) return null;
  return { kind: "certificate", claim: raw as unknown as CertificateClaim };
}

function acknowledgement(raw: Json): ShownProof | null {
  const { day, directory } = raw;
  const named = (typeof directory === "object" && directory !== null ? directory : {}) as Json;
  const sized = fits(raw, { organisation: 16, office: 16, device: 16, ctx: 32, thread: 16, signature: 64 }) && fits(named, { hash: 32 });
  const dated = typeof day === "string" && /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day));
  if (!sized || !dated || !isCount(named.version) || named.version < 1) return null;
  return { kind: "acknowledgement", claim: raw as unknown as AckProof };
}

/** Hexadecimal in small letters, by number of bytes. */
function fits(raw: Json, sizes: Readonly<Record<string, number>>): boolean {
  return Object.entries(sizes).every(([name, size]) => {
    const value = raw[name];
    return typeof value === "string" && value.length === 2 * size && /^[0-9a-f]+$/.test(value);
  });
}

function isText(value: unknown, longest: number): value is string {
  return typeof value === "string" && value !== "" && value.length <= longest;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) < MOST;
}
