/**
 * Opening a sealed archive that is for this office: without a network, and without a place in any case.
 *
 * Its checks are those of an envelope that came from the server. One is held at a time, in memory only.
 */
import { openAttachment } from "../../../sealing/attachment";
import { hex, wipe } from "../../../sealing/bytes";
import { BadInput, CannotBeOpened } from "../../../sealing/errors";
import { brickCount } from "../../../sealing/attachment";
import { openEnvelope } from "../../../sealing/opening";
import { understood } from "../../case/attachments";
import { type Handover, type HandoverPiece, handoversOf } from "../../case/handover";
import { parsePayload } from "../../case/payload";
import type { ArchiveView, ReferCalls } from "../../calls/refer";
import type { Attachment } from "../../../payloads";
import { readArchive } from "../../refer/archive";
import { author } from "../authorship";
import type { Entered, Room } from "../room";
import { fileView, giverView } from "./referViews";

interface Held {
  readonly files: readonly { readonly entry: Attachment | null; readonly bricks: readonly Uint8Array[] }[];
}

export function openArchives(room: Room): Pick<ReferCalls, "openArchive" | "archiveFile" | "closeArchive"> {
  let held: Held | null = null;
  return {
    openArchive: async (file) => {
      held = null;
      const { handover, thread, bricks } = await opened(room, file);
      held = { files: filesOf(handover, bricks) };
      const { directory } = room.entered().directories.newest();
      return { ...giverView(handover, directory), thread, files: held.files.map(({ entry }, at) => fileView(at + 1, entry)) } satisfies ArchiveView;
    },
    archiveFile: (number) => {
      const file = held?.files[number - 1];
      if (file === undefined || file.entry === null) throw new BadInput("file", "is none of this archive");
      return Promise.resolve(openAttachment(room.around.p, file.entry, file.bricks));
    },
    closeArchive: () => {
      held = null;
      return Promise.resolve();
    },
  };
}

/** Throws `CannotBeOpened` with the first check that failed; `schema` when it is no whole handover. */
async function opened(room: Room, file: Uint8Array): Promise<{ handover: Handover; thread: string; bricks: readonly Uint8Array[] }> {
  const { envelopes, bricks } = readArchive(file);
  const pieces: HandoverPiece[] = [];
  for (const envelope of envelopes) pieces.push(await piece(room, room.entered(), envelope));
  const [handover, ...others] = handoversOf(pieces);
  const thread = pieces[0]?.payload.thread ?? "";
  const one = others.length === 0 && pieces.every(({ payload }) => payload.thread === thread);
  if (handover === undefined || !one || handover.body === null) throw new CannotBeOpened("schema");
  return { handover, thread, bricks };
}

async function piece({ around: { p, now } }: Room, { device, directories }: Entered, envelope: Uint8Array): Promise<HandoverPiece> {
  const { payload: raw, sender, ctx, cek } = openEnvelope(p, envelope, device.device, device.seal);
  wipe(cek);
  const payload = parsed(raw);
  if (payload.office !== device.office) throw new CannotBeOpened("recipients");
  const day = new Date(now()).toISOString().slice(0, 10);
  const by = await author(directories, payload.by_office, payload.directory, hex(sender), day);
  if (by === null || by !== payload.by) throw new CannotBeOpened("sender");
  return { ctx: hex(ctx), day, payload };
}

function parsed(raw: Record<string, unknown>): HandoverPiece["payload"] {
  try {
    const payload = parsePayload(raw);
    if (payload.kind === "handover") return payload;
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
  }
  throw new CannotBeOpened("schema");
}

/** Each file with its bricks, which follow each other in the order of the handover. Throws `CannotBeOpened` when there are more or fewer. */
function filesOf({ body }: Handover, bricks: readonly Uint8Array[]): Held["files"] {
  let at = 0;
  const files = (body?.texts ?? []).flatMap(({ attachments }) => attachments).map((raw) => {
    const entry = understood(raw);
    const count = entry === null ? 0 : brickCount(entry.length);
    return { entry, bricks: bricks.slice(at, (at += count)) };
  });
  if (at !== bricks.length) throw new CannotBeOpened("bricks");
  return files;
}
