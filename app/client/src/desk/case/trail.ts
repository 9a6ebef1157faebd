/**
 * The trail of a case: whether all that colleagues saw is here, and words to compare; the same as `app/domain/trail.py`.
 *
 * Every event names the envelopes that its device had opened and that no other one names: a hash tree. A missing link
 * shows. What nobody has built on yet could be held back unseen; that shows when two colleagues compare the words.
 */
import { concat, lp, unhex, utf8 } from "../../sealing/bytes";
import { hash, type Primitives } from "../../sealing/primitives";
import type { Case } from "../fold";
import { disposals } from "./disposal";

const WORDS = 6;
const WORD_BITS = 11n;
const DIGEST_BITS = 256n;

/** `missing`: a colleague's device saw something that is not here. `disposed`: two members destroyed it, and said so. */
export type TrailStanding = "whole" | "missing" | "disposed";

export interface Trail {
  readonly standing: TrailStanding;
  /** Envelopes that are here. */
  readonly count: number;
  /** `ctx` of those that are not. */
  readonly missing: readonly string[];
  /** `ctx` of those that nothing builds on yet. */
  readonly heads: readonly string[];
}

/** The trail of a case as this device has it. */
export function trail(found: Pick<Case, "ctxs" | "missing" | "heads" | "events">): Trail {
  const { ctxs, missing, heads } = found;
  const gone = disposals(found).some(({ step }) => step === "done");
  return { standing: missing.length === 0 ? "whole" : gone ? "disposed" : "missing", count: ctxs.length, missing, heads };
}

/** 32 bytes that name exactly these envelopes of this case, in whatever order they are given. */
export function fingerprint(p: Primitives, thread: string, ctxs: readonly string[]): Uint8Array {
  return hash(p, concat(lp(utf8("SPK1/trail")), lp(unhex(thread)), ...[...ctxs].sort().map(unhex)));
}

/** Six places in a list of 2,048 words: the first 66 bits, highest first. */
export function wordNumbers(digest: Uint8Array): number[] {
  const bits = digest.reduce((number, byte) => (number << 8n) | BigInt(byte), 0n) >> (DIGEST_BITS - BigInt(WORDS) * WORD_BITS);
  return Array.from({ length: WORDS }, (_, place) => Number((bits >> (WORD_BITS * BigInt(WORDS - 1 - place))) & 2047n));
}
