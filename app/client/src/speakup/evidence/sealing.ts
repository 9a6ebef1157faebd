/**
 * From what was kept to sealed bricks in the queue, a brick at a time.
 *
 * A file is sealed once, however many offices get the report. Either all files are in the queue, or none: what was
 * put there is taken out again when one fails. Must never: store a byte that is not sealed.
 */
import type { Attachment } from "../../payloads";
import type { Workshop } from "../crypto/workshop";
import type { Queue } from "../delivery/queue";
import { brickCount } from "../../sealing/attachment";
import { type Kept, sizeOf } from "./kept";

/** A file of the person's was changed, moved or deleted after it was chosen. */
export class FileGone extends Error {
  constructor() {
    super("a file cannot be read any more");
    this.name = "FileGone";
  }
}

export interface SealingWays {
  readonly workshop: Pick<Workshop, "beginFile" | "nextBrick" | "endFile">;
  readonly queue: Pick<Queue, "keepBrick" | "dropBricks">;
}

/** How many bricks are sealed, of how many. */
export type Tell = (done: number, total: number) => void;

/**
 * Seal all files into the queue; the entries for `attachments`.
 *
 * Throws `StorageFull`, or `FileGone`; then nothing of it is left in the queue.
 */
export async function sealFiles({ workshop, queue }: SealingWays, kept: readonly Kept[], tell: Tell): Promise<Attachment[]> {
  const total = kept.reduce((sum, one) => sum + brickCount(sizeOf(one)), 0);
  const stored: string[] = [];
  const entries: Attachment[] = [];
  try {
    for (const { content, name, type } of kept) {
      for (let left = await workshop.beginFile(content); left > 0; left--) {
        const brick = await workshop.nextBrick();
        stored.push(brick.id);
        await queue.keepBrick(brick);
        tell(stored.length, total);
      }
      entries.push({ ...(await workshop.endFile()), name, type });
    }
    return entries;
  } catch (error) {
    await queue.dropBricks(stored);
    throw isGone(error) ? new FileGone() : error;
  }
}

/**
 * Seal files, and let `use` put the envelopes that name them into the queue; when that fails the files are taken
 * out of the queue again. Throws what either throws.
 */
export async function withSealedFiles(ways: SealingWays, kept: readonly Kept[], tell: Tell, use: (entries: readonly Attachment[]) => Promise<void>): Promise<void> {
  const entries = await sealFiles(ways, kept, tell);
  try {
    await use(entries);
  } catch (error) {
    await ways.queue.dropBricks(entries.flatMap(({ bricks }) => bricks));
    throw error;
  }
}

/** The worker tells errors by their names only. */
function isGone(error: unknown): boolean {
  return error instanceof Error && /NotReadableError|NotFoundError/.test(`${error.name} ${error.message}`);
}
