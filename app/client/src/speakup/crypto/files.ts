/**
 * Sealing a file in the worker, a brick at a time: the file is read piece by piece, so that a cheap phone never
 * holds more of it than one brick. One file at a time; `begin` drops what was begun before.
 */
import { type Brick, type FileFields, type FileSealer, openSealer } from "../../sealing/attachment";
import type { Primitives } from "../../sealing/primitives";

/** What is sealed: bytes of the page, or a file of the person's that is read as it goes. */
export type Content = Uint8Array | Blob;

interface Begun {
  readonly content: Content;
  readonly sealer: FileSealer;
}

/** The part of the workshop that seals files. */
export function openFiles(p: Primitives) {
  let begun: Begun | null = null;
  const file = (): Begun => {
    if (begun === null) throw new Error("no file was begun");
    return begun;
  };
  return {
    /** How many bricks the file will be. */
    beginFile: (content: Content): Promise<number> => {
      begun = { content, sealer: openSealer(p, content instanceof Blob ? content.size : content.length) };
      return Promise.resolve(begun.sealer.bricks);
    },
    /** The next brick. Throws `NotReadableError` when the file was changed or taken away meanwhile. */
    nextBrick: async (): Promise<Brick> => {
      const { content, sealer } = file();
      return sealer.next(await piece(content, ...sealer.wants()));
    },
    /** What the payload says of the file, after its last brick; the file is forgotten. */
    endFile: (): Promise<FileFields> => {
      const fields = file().sealer.fields();
      begun = null;
      return Promise.resolve(fields);
    },
    /** Forget the file that was begun. */
    dropFile: (): Promise<void> => {
      begun = null;
      return Promise.resolve();
    },
  };
}

async function piece(content: Content, from: number, to: number): Promise<Uint8Array> {
  return content instanceof Blob ? new Uint8Array(await content.slice(from, to).arrayBuffer()) : content.subarray(from, to);
}
