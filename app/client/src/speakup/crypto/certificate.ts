/**
 * Certificates and acknowledgements, in the worker: the commitment to a name, and whether a signature is of a key.
 *
 *     commitment   H(LP("SPK1/certificate") || LP(salt 16) || LP(name, NFC))
 *     statement    LP(commitment) || LP(quiz) || LE32(right) || LE32(of) || LP("2026-11"), signed for "certificate"
 *     acknowledged office || ctx || thread || day, signed for "ack" (protocol §9)
 *
 * Which keys may sign is decided by who asks. A name is never sent and never kept here.
 */
import { type Bytes, concat, hex, labelled, le32, lp, unhex, utf8 } from "../../sealing/bytes";
import { BadInput } from "../../sealing/errors";
import { hash, type Primitives } from "../../sealing/primitives";
import { verify } from "../../sealing/signatures";

/** Stands for a name; both in hex. */
export interface Commitment {
  readonly salt: string;
  readonly commitment: string;
}

/** What a certificate says; `salt`, `key` and `signature` in hex, `month` as 2026-11. */
export interface CertificateClaim {
  readonly name: string;
  readonly salt: string;
  readonly quiz: string;
  readonly right: number;
  readonly of: number;
  readonly month: string;
  readonly key: string;
  readonly signature: string;
}

/** What a device signs when its office has opened a report; all but the day in hex. */
export interface AckClaim {
  readonly office: string;
  readonly ctx: string;
  readonly thread: string;
  readonly day: string;
  readonly signature: string;
}

const SALT_BYTES = 16;

/** The part of the workshop that deals with what can be shown to others. */
export function openCertificates(p: Primitives) {
  return {
    /** Commit to a name, with a fresh salt. */
    commit: (name: string): Promise<Commitment> => {
      const salt = p.random(SALT_BYTES);
      return Promise.resolve({ salt: hex(salt), commitment: hex(commitment(p, name, salt)) });
    },
    /** Whether the key that a certificate names signed it for this name. */
    certificateSigned: (claim: CertificateClaim): Promise<boolean> => Promise.resolve(orFalse(() => isCertificate(p, claim))),
    /** Whether a device with this key signed this, for whoever's report. */
    acknowledgementSigned: (signKey: string, claim: AckClaim): Promise<boolean> => Promise.resolve(orFalse(() => isAcknowledged(p, signKey, claim))),
  };
}

export function isAcknowledged(p: Primitives, signKey: string, { office, ctx, thread, day, signature }: AckClaim): boolean {
  return verify(p, unhex(signKey), "ack", concat(unhex(office), unhex(ctx), unhex(thread), utf8(day)), unhex(signature));
}

function commitment(p: Primitives, name: string, salt: Uint8Array): Bytes {
  return hash(p, labelled("SPK1/certificate", salt, utf8(name.normalize("NFC"))));
}

function isCertificate(p: Primitives, { name, salt, quiz, right, of, month, key, signature }: CertificateClaim): boolean {
  const statement = concat(lp(commitment(p, name, unhex(salt))), lp(utf8(quiz)), le32(right), le32(of), lp(utf8(month)));
  return verify(p, unhex(key), "certificate", statement, unhex(signature));
}

/** What is no hex is no signature. */
function orFalse(work: () => boolean): boolean {
  try {
    return work();
  } catch (error) {
    if (error instanceof BadInput) return false;
    throw error;
  }
}
