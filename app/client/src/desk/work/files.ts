/**
 * Files of a case: listed with it, fetched and opened when the officer asks (protocol §10).
 *
 * Bricks are claimed when they are first seen, so that the server keeps them, and mirrored (`mirror.ts`). Nothing
 * that was opened stays in the worker.
 */
import type { DeskApi } from "../../api/desk";
import { Refused, Unreachable } from "../../api/reporter";
import type { Attachment } from "../../payloads";
import { openAttachment } from "../../sealing/attachment";
import type { Bytes } from "../../sealing/bytes";
import { BadInput, CannotBeOpened } from "../../sealing/errors";
import type { Primitives } from "../../sealing/primitives";
import { understood } from "../case/attachments";
import { claimedTexts } from "../case/claims";
import type { Json } from "../case/fields";
import type { Text } from "../case/texts";
import { type Case, textsOf } from "../fold";
import type { FileView } from "../view";
import type { Connection } from "./connection";
import type { Mirror, Named } from "./mirror";

/** What the server takes in one request. */
const CLAIMED_AT_ONCE = 512;
const NAMES = new WeakMap<Case, readonly Brick[]>();

/** A brick, and the envelopes in one of which its file came. */
interface Brick extends Named {
  readonly ctxs: readonly string[];
}

/** The files of each text, of what other offices passed on, and of other keys, by its ctx; numbered through the case from 1; null: not understood. */
export function filesOf(found: Case): Map<string, readonly { readonly number: number; readonly entry: Attachment | null }[]> {
  let number = 0;
  const numbered = (ctx: string, files: readonly Json[]) => [ctx, files.map((raw) => ({ number: ++number, entry: understood(raw) }))] as const;
  const written = ({ ctx, payload }: Text) => numbered(ctx, payload.kind === "assistance" ? [] : payload.attachments);
  const own = textsOf(found).map(written);
  const handed = found.handovers.map(({ ctx, body }) => numbered(ctx, (body?.texts ?? []).flatMap(({ attachments }) => attachments)));
  return new Map([...own, ...handed, ...claimedTexts(found).map(written)]);
}

/** The files of a text as the screen lists them. */
export function fileViews(found: Case, ctx: string): FileView[] {
  return (filesOf(found).get(ctx) ?? []).map(({ number, entry }) => ({
    number,
    known: entry !== null,
    name: entry?.name ?? "",
    type: entry?.type ?? "",
    length: entry?.length ?? 0,
  }));
}

type Line = Pick<Connection, "with">;

/** Open a file of a case, by its number. Throws as `openedEntry`, and `BadInput`. */
export function openedFile(p: Primitives, mirror: Mirror, found: Case, number: number): Promise<Bytes> {
  const entry = entriesOf(found).find((file) => file.number === number)?.entry;
  if (entry === undefined || entry === null) throw new BadInput("file", "is none of this case");
  return openedEntry(p, mirror, entry);
}

/** Open a file. Throws `Refused` with 404 when a brick is gone, `CannotBeOpened` when it was changed. */
export async function openedEntry(p: Primitives, mirror: Mirror, entry: Attachment): Promise<Bytes> {
  try {
    return openAttachment(p, entry, await bricksOf(mirror, entry));
  } catch (error) {
    if (!(error instanceof CannotBeOpened)) throw error;
    // What was kept may be what a bad server once gave.
    await mirror.drop(entry.bricks);
    return openAttachment(p, entry, await bricksOf(mirror, entry));
  }
}

/** The bricks that a case names. A case is the same object until something comes for it, so each is looked through once. */
export function brickNames(found: Case): readonly Brick[] {
  const known = NAMES.get(found);
  if (known !== undefined) return known;
  const texts = new Map([...textsOf(found), ...found.handovers, ...claimedTexts(found)].map((text) => [text.ctx, text]));
  const named = [...filesOf(found)].flatMap(([ctx, files]) => {
    const { day, ctxs } = texts.get(ctx) ?? { day: "", ctxs: [ctx] };
    return files.flatMap(({ entry }) => (entry?.bricks ?? []).map((id) => ({ id, day, ctxs })));
  });
  NAMES.set(found, named);
  return named;
}

async function bricksOf(mirror: Mirror, { bricks }: Attachment): Promise<Uint8Array[]> {
  const found: Uint8Array[] = [];
  for (const id of bricks) found.push(await mirror.brick(id));
  return found;
}

function entriesOf(found: Case) {
  return [...filesOf(found).values()].flat();
}

/**
 * Claims the bricks of cases, each once while the desk is unlocked; false when that has to be tried again.
 *
 * What the server has no envelope of any more is not claimed: it was destroyed, or will be lost.
 */
export function openClaims(api: DeskApi, line: Line, stands: (ctx: string) => boolean): (cases: Iterable<Case>) => Promise<boolean> {
  const claimed = new Set<string>();
  return async (cases) => {
    const named = [...cases].flatMap(brickNames).flatMap(({ id, ctxs }) => (ctxs.some(stands) ? [id] : []));
    const fresh = [...new Set(named)].filter((id) => !claimed.has(id));
    try {
      for (let at = 0; at < fresh.length; at += CLAIMED_AT_ONCE) {
        const some = fresh.slice(at, at + CLAIMED_AT_ONCE);
        await line.with((token) => api.claimBricks(token, some));
        for (const id of some) claimed.add(id);
      }
      return true;
    } catch (error) {
      // The next sync claims them: they wait for two weeks, and the words are here.
      if (!(error instanceof Unreachable || error instanceof Refused)) throw error;
      return false;
    }
  };
}
