/**
 * A certificate on the phone: the name that it is for, the server's signature, and the address that a code carries.
 *
 *     https://…/verify#c=base64url({"v":1,"name","salt","quiz","right","of","month","key","signature"})
 *
 * What stands behind # is never sent. The name goes into the code, on the sheet, and nowhere else.
 */
import { Refused, Unreachable } from "../../api/reporter";
import { base64, utf8 } from "../../sealing/bytes";
import type { CertificateClaim } from "../crypto/certificate";
import type { Workshop } from "../crypto/workshop";
import type { Score } from "./quiz";

const VERSION = 1;
const PATH = "/api/v1/certificates";
const PATIENCE_MS = 30_000;
/** A code with a longer name gets too fine to scan. */
export const NAME_LENGTH = 60;

/** The server's answer, or its signature, is not what it should be. */
export class NotSigned extends Error {
  constructor() {
    super("the certificate was not signed");
    this.name = "NotSigned";
  }
}

/** A name as it is committed to: one form, one space between words, nothing that cannot be seen or turns the writing round. */
export function cleanName(typed: string): string {
  const seen = typed.normalize("NFC").replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, " ");
  return Array.from(seen.replace(/\s+/g, " ").trim()).slice(0, NAME_LENGTH).join("").trim();
}

/** Get a certificate signed. Throws `Unreachable`, `Refused` or `NotSigned`. */
export async function obtain(name: string, quiz: string, score: Score, workshop: Pick<Workshop, "commit" | "certificateSigned">, ask: typeof fetch = fetch): Promise<CertificateClaim> {
  const { salt, commitment } = await workshop.commit(name);
  const order = { v: VERSION, commitment, quiz, right: score.right, of: score.of };
  const { month, key, signature } = await post(order, ask);
  const claim = { name, salt, quiz, right: score.right, of: score.of, month, key, signature };
  if (!(await workshop.certificateSigned(claim))) throw new NotSigned();
  return claim;
}

async function post(order: unknown, ask: typeof fetch): Promise<{ month: string; key: string; signature: string }> {
  const request: RequestInit = {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(order),
    credentials: "omit",
    referrerPolicy: "no-referrer",
    redirect: "error",
    signal: AbortSignal.timeout(PATIENCE_MS),
  };
  const answer = await ask(PATH, request).catch(() => { throw new Unreachable(); });
  if (!answer.ok) throw new Refused(answer.status);
  const { month, key, signature } = (await answer.json().catch(() => ({}))) as Record<string, unknown>;
  if (typeof month !== "string" || typeof key !== "string" || typeof signature !== "string") throw new NotSigned();
  return { month, key, signature };
}

/** The address that a code carries. */
export function verifyLink(origin: string, claim: CertificateClaim): string {
  const { name, salt, quiz, right, of, month, key, signature } = claim;
  const packed = utf8(JSON.stringify({ v: VERSION, name, salt, quiz, right, of, month, key, signature }));
  return `${origin}/verify#c=${base64(packed).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "")}`;
}
