/**
 * Sealing what is passed on: the parts of a handover towards another office, and its files sealed anew (protocol §5, §10).
 *
 * A handover goes in through the reporters' door, so that the server does not learn which office passed what to whom;
 * files get new keys and new bricks for the same reason. Must never seal to an office that cannot receive now.
 */
import { canReceive, officeById, sealKeys } from "../../directory/parse";
import type { Office } from "../../directory/types";
import type { Attachment } from "../../payloads";
import { type Brick, sealAttachment } from "../../sealing/attachment";
import { type Bytes, hex, unhex } from "../../sealing/bytes";
import { CAPACITY, seal, TOWARDS_OFFICE } from "../../sealing/envelope";
import { BadInput, TooLong } from "../../sealing/errors";
import { writeJson } from "../../sealing/strictJson";
import { split } from "../../speakup/crypto/parts";
import { understood } from "../case/attachments";
import type { Claim } from "../case/claims";
import { type Json, MAX_PARTS } from "../case/fields";
import type { HandedText, HandoverBody } from "../case/handover";
import type { Case } from "../fold";
import type { Purpose } from "../refer/audience";
import type { Source } from "../refer/pack";
import { sourceOf } from "../refer/source";
import type { Outgoing } from "./outgoing";
import type { Entered } from "./room";

/** `part` and `parts`, and the names and marks that the cutting adds around a piece. */
const PIECE_MARGIN = 80;

/** All that could be passed on of a case, and which of it this device has by a grant only. */
export function sourceIn({ ledger }: Pick<Entered, "ledger">, found: Case): Source {
  return sourceOf(found, (ctx) => (ledger.place(ctx)?.vouched ?? null) !== null);
}

/** The same of what one other key wrote under the thread: their words, their permission. */
export function claimIn(entered: Pick<Entered, "ledger">, found: Case, { key, reports, assistance, messages }: Claim): Source {
  return sourceIn(entered, { ...found, reporter: key, reports, assistance, messages, handovers: [], events: [] });
}

export interface Handing {
  readonly office: string;
  readonly thread: string;
  readonly purpose: Purpose;
  readonly at: string;
  readonly body: HandoverBody;
}

/** The office, if the newest directory has it and it can receive now. Throws `BadInput`. */
export function receiver({ newest, now }: Pick<Outgoing, "newest" | "now">, id: string): Office {
  const office = officeById(newest.directory, id);
  if (office === undefined || !canReceive(newest.directory, office, now)) throw new BadInput("office", "cannot receive now");
  return office;
}

/** The envelopes of a handover, one a part. Throws `TooLong` beyond 64 parts. */
export function sealHandover(outgoing: Outgoing, { office: id, thread, purpose, at, body }: Handing): Uint8Array[] {
  const { p, device, newest, now } = outgoing;
  const readers = sealKeys(receiver(outgoing, id), now);
  const frame = {
    ...{ v: 1, kind: "handover", office: id, directory: { version: newest.directory.version, hash: newest.hash } },
    ...{ recipients: readers.map(({ device: reader }) => reader), thread, lang: body.lang.slice(0, MOST_LANG), item: hex(p.random(16)) },
    ...{ by: device.device, by_office: device.office, purpose, at },
  };
  const room = CAPACITY[TOWARDS_OFFICE] - writeJson(frame).length - PIECE_MARGIN;
  const texts = split({ kind: "message", text: new TextDecoder().decode(writeJson(body)) }, room).map(({ text }) => text);
  if (texts.length > MAX_PARTS) throw new TooLong(MAX_PARTS * room);
  const keys = readers.map(({ key }) => unhex(key));
  return texts.map((piece, index) => {
    const payload = writeJson({ ...frame, body: piece, part: index + 1, parts: texts.length });
    return seal(p, payload, outgoing.key, keys, TOWARDS_OFFICE).envelope;
  });
}

/** A language tag has 35 letters at most; a longer word is none. */
const MOST_LANG = 35;

/** A body whose files are sealed anew. */
export interface Resealed {
  readonly body: HandoverBody;
  readonly bricks: readonly Brick[];
}

/**
 * Seal every file of a body anew; `open` gives the data of one, or null. What cannot be understood, fetched or
 * opened is left out and named, so that the words go all the same.
 */
export async function resealed({ p }: Pick<Outgoing, "p">, body: HandoverBody, open: (entry: Attachment) => Promise<Bytes | null>): Promise<Resealed> {
  const bricks: Brick[] = [];
  const anew = async (raw: Json): Promise<Json | null> => {
    const entry = understood(raw);
    const data = entry === null ? null : await open(entry);
    if (entry === null || data === null) return null;
    const made = sealAttachment(p, data);
    bricks.push(...made.bricks);
    return { ...made.fields, name: entry.name, type: entry.type };
  };
  const texts: HandedText[] = [];
  for (const text of body.texts) {
    const attachments: Json[] = [];
    // One after the other: a file may have a hundred megabytes.
    for (const raw of text.attachments) attachments.push(...[await anew(raw)].filter((made) => made !== null));
    texts.push({ ...text, attachments });
  }
  const files = (of: readonly HandedText[]) => of.reduce((count, { attachments }) => count + attachments.length, 0);
  const withheld = files(texts) < files(body.texts) ? [...new Set([...body.withheld, "attachments_lost"])].sort() : body.withheld;
  return { body: { ...body, texts, withheld }, bricks };
}

