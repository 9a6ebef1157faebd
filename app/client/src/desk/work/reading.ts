/**
 * Opening an office's envelopes: what opens becomes an entry of a case, what does not is listed with its check.
 *
 * Checks run in the order of protocol §3. Nothing is skipped; the name of a check stays on this device.
 */
import type { Filed, Granted } from "../../api/desk";
import { hex, unhex, wipe } from "../../sealing/bytes";
import type { Device } from "../../sealing/deviceFile";
import { BadInput, CannotBeOpened } from "../../sealing/errors";
import { openEnvelope, openGranted, type Opened } from "../../sealing/opening";
import type { Primitives } from "../../sealing/primitives";
import type { Json } from "../case/fields";
import { parsePayload, type Payload } from "../case/payload";
import type { Entry } from "../fold";
import type { Kept } from "../store/store";
import type { Failure } from "../view";
import { author, devicesOf, keyOf, memberIn, memberOf } from "./authorship";
import type { Directories } from "./directories";
import type { Opener, Outcome } from "./opener";

/** An envelope that opened. `vouched` is the device that granted it, or null. */
export interface Readable {
  readonly position: number;
  readonly entry: Entry;
  readonly vouched: string | null;
  /** The payload as it was sealed, for the store; not held longer than it takes to keep it. */
  readonly raw?: Json;
}

export type Read = Readable | Failure;

export interface Reader {
  /** Open envelopes with this device's own slots; what came of each, in order. */
  read(filed: readonly Filed[]): Promise<Read[]>;
  /** Open an envelope with a grant. */
  readGranted(filed: Filed, granted: Granted): Promise<Read>;
  /** What this device itself has sealed to its office and not sent yet. */
  readOwn(envelope: Uint8Array, day: string): Readable;
}

export function openReader(p: Primitives, device: Device, directories: Directories, own: Opener): Reader {
  return {
    read: async (filed) => {
      const outcomes = await own.open(filed.map(({ envelope }) => envelope));
      const read: Read[] = [];
      // One after the other: an event may make the desk fetch another directory.
      for (const [index, one] of filed.entries()) read.push(await readOne(one, outcomes[index], device, directories));
      return read;
    },
    readGranted: (filed, granted) =>
      attempt(filed, async () => {
        const { payload: raw, ctx, cek } = openedByGrant(p, filed, granted, device, directories);
        wipe(cek);
        const payload = parsePayload(raw);
        if (await isDoubtful(payload, granted.grantor, filed.day, device, directories)) refuse();
        const read = await readable(filed, hex(ctx), payload, statedSender(payload), device.office, directories);
        return { ...read, vouched: granted.grantor, raw };
      }),
    readOwn: (envelope, day) => {
      const { payload: raw, ctx, cek } = openEnvelope(p, envelope, device.device, device.seal);
      wipe(cek);
      const member = memberIn(directories.newest().directory, device.office, device.device);
      return { position: 0, entry: { ctx: hex(ctx), day, payload: parsePayload(raw), sender: device.device, member }, vouched: null, raw };
    },
  };
}

function readOne(filed: Filed, outcome: Outcome | undefined, device: Device, directories: Directories): Promise<Read> {
  return attempt(filed, async () => {
    if (outcome === undefined) throw new Error("an envelope was lost on the way");
    if ("check" in outcome) return { position: filed.position, day: filed.day, check: outcome.check };
    const payload = parsePayload(outcome.payload);
    const sender = await senderOf(payload, outcome.sender, filed.day, device.office, directories);
    return { ...(await readable(filed, outcome.ctx, payload, sender, device.office, directories)), raw: outcome.payload };
  });
}

/** What was kept, read as this version of the desk reads it. */
export function readKept(kept: Kept): Read {
  if ("check" in kept) return kept;
  const { position, day, ctx, sender, member = "", vouched, raw } = kept;
  try {
    return { position, entry: { ctx, day, payload: parsePayload(raw), sender, member }, vouched };
  } catch (error) {
    if (error instanceof BadInput) return { position, day, check: "schema" };
    throw error;
  }
}

/** What is to be kept of it; nothing of what came without its payload. */
export function toKeep(read: Read): Kept[] {
  if ("check" in read) return [read];
  const { position, vouched, raw, entry: { ctx, day, sender, member = "" } } = read;
  return raw === undefined ? [] : [{ position, day, ctx, sender, ...(member === "" ? {} : { member }), vouched, raw }];
}

async function attempt({ position, day }: Filed, work: () => Promise<Read>): Promise<Read> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof CannotBeOpened) return { position, day, check: error.check };
    if (error instanceof WrongOffice) return { position, day, check: "office" };
    if (error instanceof BadInput) return { position, day, check: "schema" };
    throw error;
  }
}

/** The payload names another office than the one it was filed under. Never leaves this module. */
class WrongOffice extends Error {}

async function readable({ position, day }: Filed, ctx: string, payload: Payload, sender: string, office: string, directories: Directories): Promise<Readable> {
  if (payload.office !== office) throw new WrongOffice();
  const member = payload.kind === "event" ? await memberOf(directories, office, payload.directory, sender) : "";
  return { position, entry: { ctx, day, payload, sender, member }, vouched: null };
}

/** The device that sealed an event; the key that sealed anything else. */
async function senderOf(payload: Payload, key: string, day: string, office: string, directories: Directories): Promise<string> {
  if (payload.kind === "report" || payload.kind === "assistance") return payload.reply.key === key ? key : refuse();
  if (payload.kind === "handover") return (await author(directories, payload.by_office, payload.directory, key, day)) ?? refuse();
  if (payload.kind !== "event") return key;
  return (await author(directories, office, payload.directory, key, day)) ?? refuse();
}

/** Whom a granted envelope says it is from; the grantor vouches for it. A message does not say: the ledger knows its thread. */
function statedSender(payload: Payload): string {
  if (payload.kind === "event" || payload.kind === "handover") return payload.by;
  return payload.kind === "report" || payload.kind === "assistance" ? payload.reply.key : "";
}

/**
 * A grantor may say what a colleague said, but not what we said: that we know ourselves. Nor that a colleague stepped
 * back, when that colleague would have sealed it to this device as well: it would silence them.
 */
async function isDoubtful(payload: Payload, grantor: string, day: string, { device, office, seal }: Device, directories: Directories): Promise<boolean> {
  if (payload.kind !== "event") return false;
  if (payload.by === device) return true;
  if (payload.event !== "recusal" || payload.by === grantor) return false;
  const key = await keyOf(directories, office, payload.directory, device, day);
  return key === null || seal.some((pair) => hex(pair.public) === key);
}

function refuse(): never {
  throw new CannotBeOpened("sender");
}

/** The grantor is a device of our office; any of its listed keys may have sealed the grant. */
function openedByGrant(p: Primitives, filed: Filed, granted: Granted, device: Device, directories: Directories): Opened {
  const grantor = devicesOf(directories.newest().directory, device.office).find(({ id }) => id === granted.grantor);
  for (const { key } of grantor?.seal ?? []) {
    try {
      return openGranted(p, filed.envelope, granted.grant, device.seal, unhex(key));
    } catch (error) {
      if (!(error instanceof CannotBeOpened && error.check === "sender")) throw error;
    }
  }
  return refuse();
}
