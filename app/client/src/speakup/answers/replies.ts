/**
 * Finding and reading the answers to a receipt (protocol §7), without telling the server which are ours.
 *
 * All tags are fetched, then whole trays: one a look, one that holds an answer or a random one. A person may ask
 * for several in a row. What cannot be read is shown as such, never skipped.
 */
import type { ReporterApi } from "../../api/reporter";
import { officeById } from "../../directory/parse";
import type { Directory } from "../../directory/types";
import type { Acknowledgement, Reply } from "../../payloads";
import { CannotBeOpened } from "../../sealing/errors";
import { TRAY_PLACES, trayOf } from "../../sealing/tags";
import type { Located, Workshop } from "../crypto/workshop";
import { replyIn } from "./replyShape";
import type { Versions } from "./versions";

export type Found =
  | { readonly state: "waiting" | "expired"; readonly office: string; readonly j: number }
  | { readonly state: "unreadable"; readonly office: string; readonly j: number }
  | {
      readonly state: "read";
      readonly office: string;
      readonly j: number;
      readonly reply: Reply;
      /** The proof, if the reply carries one and its signature holds; "false" if it does not hold. */
      readonly proof: Acknowledgement | "false" | null;
    };

export interface Search {
  readonly found: readonly Found[];
  readonly trays: ReadonlyMap<number, Uint8Array>;
}

/** Fetched in a row when a person asks for more: enough for most, few enough not to stand out. */
export const MORE_TRAYS = 4;
const TAG_BYTES = 16;
const PAGE_TAGS = 1024;
const REPLY_BYTES = 4096;

export interface Reading {
  readonly api: Pick<ReporterApi, "tags" | "tray">;
  readonly workshop: Pick<Workshop, "locate" | "open" | "acknowledged">;
  readonly directory: Directory;
  readonly versions: Versions;
  /** A number from 0 to below 1. */
  readonly draw: () => number;
}

/** All tags that the server lists, 16 bytes each. */
export async function allTags(api: Pick<ReporterApi, "tags">): Promise<Uint8Array> {
  const pages: Uint8Array[] = [];
  for (let from = 0; ; from += PAGE_TAGS) {
    const page = await api.tags(from);
    pages.push(page);
    if (page.length < PAGE_TAGS * TAG_BYTES) break;
  }
  const whole = new Uint8Array(pages.reduce((length, page) => length + page.length, 0));
  let at = 0;
  for (const page of pages) {
    whole.set(page, at);
    at += page.length;
  }
  return whole;
}

/** Look once: fetch the tags and up to `trays` trays that were not fetched before. */
export async function look(reading: Reading, before: ReadonlyMap<number, Uint8Array>, trays = 1): Promise<Search> {
  const tags = await allTags(reading.api);
  const located = await reading.workshop.locate(reading.directory.offices.map(({ id }) => id), tags);
  const fetched = new Map(before);
  for (const number of wanted(located, before, tags.length / TAG_BYTES, trays, reading.draw)) fetched.set(number, await reading.api.tray(number));
  const found: Found[] = [];
  for (const place of located) found.push(await read(reading, place, fetched));
  return { found, trays: fetched };
}

/** Which trays to fetch now: those with an answer that is not here yet, else one by lot, so that a look always fetches. */
export function wanted(located: readonly Located[], here: ReadonlyMap<number, Uint8Array>, replies: number, most: number, draw: () => number): number[] {
  const missing = [...new Set(located.map(({ position }) => trayOf(position).tray))].filter((number) => !here.has(number));
  if (missing.length > 0) return missing.slice(0, most);
  return replies === 0 ? [] : [Math.floor(draw() * Math.ceil(replies / TRAY_PLACES))];
}

async function read(reading: Reading, { office, j, position }: Located, trays: ReadonlyMap<number, Uint8Array>): Promise<Found> {
  const { tray, place } = trayOf(position);
  const bytes = trays.get(tray)?.slice(place * REPLY_BYTES, (place + 1) * REPLY_BYTES);
  if (bytes === undefined) return { state: "waiting", office, j };
  if (bytes.every((byte) => byte === 0)) return { state: "expired", office, j };
  try {
    return (await opened(reading, office, j, bytes)) ?? { state: "unreadable", office, j };
  } catch (error) {
    if (error instanceof CannotBeOpened) return { state: "unreadable", office, j };
    throw error;
  }
}

/** The reply, or null when it is none, or was not sealed by a device of that office. */
async function opened(reading: Reading, office: string, j: number, envelope: Uint8Array): Promise<Found | null> {
  const { payload, sender } = await reading.workshop.open(envelope);
  const reply = replyIn(payload);
  if (reply?.office !== office) return null;
  const named = await reading.versions.get(reply.directory);
  if (named === null || !sealedBy(named.directory, office, sender)) return null;
  // A superseded version counts for the grace period only, so that a revoked device cannot go on answering.
  if (!named.recent && !sealedBy(reading.directory, office, sender)) return null;
  return { state: "read", office, j, reply, proof: await proofOf(reading, named.directory, office, reply.ack) };
}

async function proofOf(reading: Reading, directory: Directory, office: string, ack: Acknowledgement | undefined) {
  if (ack === undefined) return null;
  const device = devicesOf(directory, office).find(({ id }) => id === ack.device);
  if (device === undefined || ack.office !== office) return "false" as const;
  return (await reading.workshop.acknowledged(device.sign, ack)) ? ack : ("false" as const);
}

function sealedBy(directory: Directory, office: string, sender: string): boolean {
  return devicesOf(directory, office).some(({ seal }) => seal.some(({ key }) => key === sender));
}

function devicesOf(directory: Directory, office: string) {
  return officeById(directory, office)?.members.flatMap(({ devices }) => devices) ?? [];
}
