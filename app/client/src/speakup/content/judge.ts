/**
 * Is this certificate, or this proof of an acknowledgement, genuine? By the directory that was verified just now.
 *
 * The same rules as `speakup verify` (app/services/verification.py). An answer says what is proven, never more.
 */
import { Refused } from "../../api/reporter";
import { officeById } from "../../directory/parse";
import type { Directory } from "../../directory/types";
import type { Known, Versions } from "../answers/versions";
import type { CertificateClaim } from "../crypto/certificate";
import type { Workshop } from "../crypto/workshop";
import type { AckProof, ShownProof } from "./shownProof";

export type Fault =
  /** Something in it was changed, or it was not copied whole. */
  | "changed"
  /** Signed, but not by a key of this organisation. */
  | "stranger"
  | "other_organisation"
  /** It names a directory version that is not here. */
  | "no_version"
  | "no_device"
  /** Before the directory that it names, or in the future. */
  | "day"
  /** After the device was no longer of the office. */
  | "revoked";

export type Verdict = { readonly good: true; readonly directory: Directory } | { readonly good: false; readonly fault: Fault };

export interface Court {
  readonly newest: Directory;
  readonly versions: Versions;
  readonly workshop: Pick<Workshop, "certificateSigned" | "acknowledgementSigned">;
  readonly now: number;
}

/** Clocks of devices can be in another day. */
const CLOCKS_MS = 86_400_000;

export function judge(shown: ShownProof, court: Court): Promise<Verdict> {
  return shown.kind === "certificate" ? ofCertificate(shown.claim, court) : ofAcknowledgement(shown.claim, court);
}

async function ofCertificate(claim: CertificateClaim, { newest, versions, workshop }: Court): Promise<Verdict> {
  if (!(await workshop.certificateSigned(claim))) return bad("changed");
  for (let version = newest.version; version >= 1; version--) {
    const directory = await orNone(versions.at(version));
    if (directory === null) break;
    if (directory.intake.some((dated) => dated.key === claim.key && inMonth(dated, claim.month))) return { good: true, directory };
  }
  return bad("stranger");
}

/** Whether a key was valid at any moment of a month. */
function inMonth({ from, until }: { readonly from?: string; readonly until: string }, month: string): boolean {
  const first = new Date(`${month}-01T00:00:00Z`);
  const after = Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1);
  return (from === undefined || Date.parse(from) < after) && Date.parse(until) > first.getTime();
}

async function ofAcknowledgement(claim: AckProof, court: Court): Promise<Verdict> {
  const { newest, versions, workshop, now } = court;
  if (claim.organisation !== newest.organisation.id) return bad("other_organisation");
  const known: Known | null = await orNone(versions.get(claim.directory));
  if (known === null) return bad("no_version");
  const sign = signKey(known.directory, claim);
  if (sign === null) return bad("no_device");
  if (!(await workshop.acknowledgementSigned(sign, claim))) return bad("changed");
  const day = Date.parse(claim.day);
  if (day < dayOf(known.directory.issued) - CLOCKS_MS || day > now + CLOCKS_MS) return bad("day");
  if (await revoked(claim, day, court)) return bad("revoked");
  return { good: true, directory: known.directory };
}

/** Whether it was signed after the grace period of a version that no longer counted, by a device that is gone. */
async function revoked(claim: AckProof, day: number, { newest, versions }: Court): Promise<boolean> {
  const after = await versions.at(claim.directory.version + 1);
  if (after === null || day <= Date.parse(after.issued) + after.policy.grace * 1000) return false;
  return signKey(newest, claim) === null;
}

function signKey(directory: Directory, { office, device }: AckProof): string | null {
  const devices = officeById(directory, office)?.members.flatMap((member) => member.devices) ?? [];
  return devices.find(({ id }) => id === device)?.sign ?? null;
}

function dayOf(moment: string): number {
  return Date.parse(moment.slice(0, 10));
}

/** A version that the server has no longer is none. */
async function orNone<T>(found: Promise<T | null>): Promise<T | null> {
  return found.catch((error: unknown) => {
    if (error instanceof Refused && error.status === 404) return null;
    throw error;
  });
}

function bad(fault: Fault): Verdict {
  return { good: false, fault };
}
