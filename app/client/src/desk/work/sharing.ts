/**
 * Giving a device what was sealed before it joined: a grant for each envelope that does not name it (protocol §9).
 *
 * Envelopes are fetched again, a page at a time, and opened anew; the one who gets them is told who vouches for them.
 */
import type { DeskApi, Filed, Granted } from "../../api/desk";
import { PAGE_ENVELOPES } from "../../api/desk";
import type { NewGrant } from "../../api/people";
import { officeById } from "../../directory/parse";
import { unhex, wipe } from "../../sealing/bytes";
import { CannotBeOpened } from "../../sealing/errors";
import { recusalOf } from "../case/recusal";
import { makeGrant, openEnvelope, openGranted, type Opened } from "../../sealing/opening";
import type { BoxKeyPair, Primitives } from "../../sealing/primitives";
import type { Case } from "../fold";
import type { Entered } from "./room";

export interface Sharing {
  readonly p: Primitives;
  readonly api: Pick<DeskApi, "envelopes" | "grants">;
  readonly entered: Entered;
  /** The key by which the one who gets the grants knows this device. */
  readonly own: BoxKeyPair;
}

/** Whom it is for, by the newest directory. */
export interface Recipient {
  readonly device: string;
  readonly key: Uint8Array;
}

/**
 * Grants for all envelopes of these cases that `to` was not named in; without those that this device gave to itself
 * before. Who stepped back from a case is given the word of that only.
 */
export async function grantsOf(sharing: Sharing, cases: readonly Case[], to: Recipient): Promise<NewGrant[]> {
  const { ledger } = sharing.entered;
  const places = cases.flatMap((found) => meantFor(found, to.device, sharing.entered).flatMap((ctx) => ledger.place(ctx) ?? []));
  const wanted = new Set(places.map(({ position }) => position));
  const vouched = new Set(places.filter((place) => place.vouched !== null).map(({ position }) => position));
  const granted = vouched.size === 0 ? [] : await ownGrants(sharing);
  const own = sharing.entered.device.device;
  if (to.device === own) for (const { position, grantor } of granted) if (grantor === own) wanted.delete(position);
  const grants: NewGrant[] = [];
  for await (const filed of fetched(sharing, wanted)) {
    const opened = vouched.has(filed.position) ? byGrant(sharing, filed, granted) : openEnvelope(sharing.p, filed.envelope, sharing.entered.device.device, sharing.entered.device.seal);
    if (opened !== null && !names(opened, to.device)) grants.push({ position: filed.position, grant: makeGrant(sharing.p, opened, sharing.own, to.key) });
    if (opened !== null) wipe(opened.cek);
  }
  return grants;
}

/** Whether there is anything in these cases that `grantsOf` would give to a device. */
export function isLacking(entered: Entered, cases: readonly Case[], device: string): boolean {
  return cases.some((found) => meantFor(found, device, entered).some((ctx) => !entered.ledger.isFor(found.thread, ctx, device)));
}

function meantFor(found: Case, to: string, { directories }: Entered): readonly string[] {
  const { kin } = directories.newest();
  if (recusalOf(found, to, kin) === null) return found.ctxs;
  return found.events.filter(({ event }) => event.event === "recusal" && kin(event.by).has(to)).map(({ ctx }) => ctx);
}

/** The envelopes at these positions, in order; pages without any of them are not fetched. */
async function* fetched({ api, entered }: Sharing, wanted: ReadonlySet<number>): AsyncGenerator<Filed> {
  let last = 0;
  for (const next of [...wanted].sort((one, other) => one - other)) {
    if (next <= last) continue;
    const { filed } = await entered.connection.with((token) => api.envelopes(token, next - 1));
    for (const one of filed) if (wanted.has(one.position)) yield one;
    last = filed.at(-1)?.position ?? next - 1 + PAGE_ENVELOPES;
  }
}

async function ownGrants({ api, entered }: Sharing): Promise<Granted[]> {
  const all: Granted[] = [];
  for (;;) {
    const newest = all.at(-1)?.id ?? 0;
    const more = (await entered.connection.with((token) => api.grants(token, newest))).filter(({ id }) => id > newest);
    if (more.length === 0) return all;
    all.push(...more);
  }
}

/** What this device itself was given; null when no grant of a colleague opens it any more. */
function byGrant({ p, entered }: Sharing, { position, envelope }: Filed, granted: readonly Granted[]): Opened | null {
  const { device, directories } = entered;
  const listed = officeById(directories.newest().directory, device.office)?.members.flatMap(({ devices }) => devices) ?? [];
  for (const { grantor, grant } of granted.filter((one) => one.position === position)) {
    for (const { key } of listed.find(({ id }) => id === grantor)?.seal ?? []) {
      try {
        return openGranted(p, envelope, grant, device.seal, unhex(key));
      } catch (error) {
        if (!(error instanceof CannotBeOpened)) throw error;
      }
    }
  }
  return null;
}

function names({ payload }: Opened, device: string): boolean {
  return Array.isArray(payload.recipients) && payload.recipients.includes(device);
}
