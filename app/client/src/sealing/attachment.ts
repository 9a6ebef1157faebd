/**
 * A file in bricks of one size (protocol §10): sealing piece by piece, and opening.
 *
 *     padded = LE64(length) || data || zeros       fills the bricks
 *     chunk  = 65,519 bytes of it, pushed          65,536 sealed; tag MESSAGE, on the last one FINAL
 *     brick  = four chunks                         262,144 sealed, 262,076 plain
 *
 * A phone never holds more than one brick: the caller reads the piece of the file that the next brick asks for.
 * Must never: seal two files with one key. The check that refused never leaves the device.
 */
import { type Bytes, concat, equal, hex, le64, readLe32, unhex } from "./bytes";
import { BadInput, CannotBeOpened } from "./errors";
import { type FileStream, KEY_BYTES, type Primitives } from "./primitives";

export const HEADER_BYTES = 24;
export const FILE_ID_BYTES = 16;
export const CHUNK = { plain: 65_519, sealed: 65_536 } as const;
export const CHUNKS = 4;
export const BRICK_BYTES = CHUNKS * CHUNK.sealed;
/** Padded bytes in a brick. */
export const BRICK_HOLDS = CHUNKS * CHUNK.plain;
const PREFIX_BYTES = 8;
/** The tags of the stream that are used. */
export const MESSAGE = 0;
export const FINAL = 3;

/** What is random in a sealed file; vectors give it. */
export interface FileDraw {
  readonly key: Uint8Array;
  readonly header: Uint8Array;
  readonly fileId: Uint8Array;
}

/** Sealed bytes and the random id (16 bytes in hex) under which they are stored. */
export interface Brick {
  readonly id: string;
  readonly bytes: Bytes;
}

/** What the payload says of a file, bytes as hex; its name and type stand beside it. */
export interface FileFields {
  readonly file_id: string;
  readonly key: string;
  readonly header: string;
  readonly bricks: readonly string[];
  /** H of all sealed bytes. */
  readonly hash: string;
  /** Of the data, in bytes. */
  readonly length: number;
}

/** Seals a file whose data comes in pieces. */
export interface FileSealer {
  /** How many bricks it will be. */
  readonly bricks: number;
  /** From and to (exclusive) of the data that the next brick takes; both at the end of the data when it is zeros only. */
  wants(): readonly [number, number];
  /** Seal the next brick; `piece` must be exactly what it wants. */
  next(piece: Uint8Array): Brick;
  /** After the last brick. */
  fields(): FileFields;
}

/** How many bricks a file of `length` bytes fills: the next of 1, 2, 3, 4, 6, 8, 12, 16 … */
export function brickCount(length: number): number {
  const needed = Math.ceil((length + PREFIX_BYTES) / BRICK_HOLDS);
  let power = 1;
  while (power < needed) power *= 2;
  return needed <= (power * 3) / 4 ? (power * 3) / 4 : power;
}

/** Begin a file of `length` bytes. */
export function openSealer(p: Primitives, length: number, draw: FileDraw = drawn(p)): FileSealer {
  const stream = p.stream(draw.key, draw.header);
  const digest = p.blake2bParts(32);
  const bricks = brickCount(length);
  const ids: string[] = [];
  const wants = (): readonly [number, number] => {
    const at = ids.length * BRICK_HOLDS - PREFIX_BYTES;
    return [Math.min(Math.max(at, 0), length), Math.min(at + BRICK_HOLDS, length)];
  };
  return {
    bricks,
    wants,
    next: (piece) => {
      const [from, to] = wants();
      if (ids.length >= bricks || piece.length !== to - from) throw new BadInput("piece");
      const plain = new Uint8Array(BRICK_HOLDS);
      plain.set(ids.length === 0 ? concat(le64(length), piece) : piece);
      const last = ids.length === bricks - 1;
      const tags = Array.from({ length: CHUNKS }, (_, at) => (last && at === CHUNKS - 1 ? FINAL : MESSAGE));
      const bytes = sealChunks(stream, plain, draw.fileId, tags);
      plain.fill(0);
      digest.update(bytes);
      const id = hex(p.random(FILE_ID_BYTES));
      ids.push(id);
      return { id, bytes };
    },
    fields: () => {
      if (ids.length !== bricks) throw new BadInput("bricks", "are not all sealed");
      return { file_id: hex(draw.fileId), key: hex(draw.key), header: hex(draw.header), bricks: ids, hash: hex(digest.digest()), length };
    },
  };
}

/** Seal a whole file that is in memory. */
export function sealAttachment(p: Primitives, data: Uint8Array, draw: FileDraw = drawn(p)): { bricks: Brick[]; fields: FileFields } {
  const sealer = openSealer(p, data.length, draw);
  const bricks = Array.from({ length: sealer.bricks }, () => sealer.next(data.subarray(...sealer.wants())));
  return { bricks, fields: sealer.fields() };
}

/** Push chunk after chunk of padded bytes, each with its tag. */
export function sealChunks(stream: FileStream, plain: Uint8Array, fileId: Uint8Array, tags: readonly number[]): Bytes {
  const sealed = new Uint8Array(tags.length * CHUNK.sealed);
  tags.forEach((tag, at) => { sealed.set(stream.push(plain.subarray(at * CHUNK.plain, (at + 1) * CHUNK.plain), fileId, tag), at * CHUNK.sealed); });
  return sealed;
}

/**
 * The data of a file from its bricks, in the order of `fields.bricks`.
 *
 * Throws `CannotBeOpened`: bricks, hash, chunk, final, length, padding, in this order. Nothing is given out before
 * all checks have passed.
 */
export function openAttachment(p: Primitives, fields: Omit<FileFields, "bricks">, bricks: readonly Uint8Array[]): Bytes {
  if (bricks.length === 0 || bricks.some(({ length }) => length !== BRICK_BYTES)) throw new CannotBeOpened("bricks");
  const digest = p.blake2bParts(32);
  for (const brick of bricks) digest.update(brick);
  if (!equal(digest.digest(), unhex(fields.hash))) throw new CannotBeOpened("hash");
  return unpadded(openChunks(p, fields, bricks), fields.length);
}

function openChunks(p: Primitives, fields: Omit<FileFields, "bricks">, bricks: readonly Uint8Array[]): Bytes {
  const stream = p.stream(unhex(fields.key), unhex(fields.header));
  const fileId = unhex(fields.file_id);
  const padded = new Uint8Array(bricks.length * BRICK_HOLDS);
  const chunks = bricks.length * CHUNKS;
  for (let at = 0; at < chunks; at++) {
    const from = (at % CHUNKS) * CHUNK.sealed;
    const pulled = stream.pull((bricks[Math.floor(at / CHUNKS)] as Uint8Array).subarray(from, from + CHUNK.sealed), fileId);
    if (pulled === null) throw new CannotBeOpened("chunk");
    if (pulled.tag !== (at === chunks - 1 ? FINAL : MESSAGE)) throw new CannotBeOpened("final");
    padded.set(pulled.message, at * CHUNK.plain);
  }
  return padded;
}

function unpadded(padded: Bytes, length: number): Bytes {
  const stated = readLe32(padded) + readLe32(padded, 4) * 2 ** 32;
  const end = PREFIX_BYTES + stated;
  if (stated !== length || end > padded.length) throw new CannotBeOpened("length");
  for (let at = end; at < padded.length; at++) if (padded[at] !== 0) throw new CannotBeOpened("padding");
  return padded.subarray(PREFIX_BYTES, end);
}

function drawn(p: Primitives): FileDraw {
  return { key: p.random(KEY_BYTES), header: p.random(HEADER_BYTES), fileId: p.random(FILE_ID_BYTES) };
}
