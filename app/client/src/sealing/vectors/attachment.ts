/** Vectors of attachments: the same bricks, opened, refused by the named check. */
import { BRICK_BYTES, BRICK_HOLDS, brickCount, CHUNK, type FileDraw, FINAL, MESSAGE, openAttachment, sealAttachment, sealChunks } from "../attachment";
import { type Bytes, concat, equal, hex, le64, unhex } from "../bytes";
import { BadInput } from "../errors";
import { type Primitives } from "../primitives";
import { bytesOf, differing, entries, type Json, mustRefuse, pattern, sameBlob, textOf, type Vector, vectorsOf } from "./material";

export function attachmentVectors(file: Json): Vector[] {
  return [
    ...sizeVectors(file),
    ...vectorsOf(file, "brick_counts", (_, entry) => differing({ bricks: [entry.bricks, brickCount(entry.length as number)] })),
    ...vectorsOf(file, "positive", positive),
    ...vectorsOf(file, "negative", (p, entry) => negative(p, file, entry)),
  ];
}

function sizeVectors(file: Json): Vector[] {
  const sizes = { chunk: CHUNK, brick: BRICK_BYTES } as const;
  return Object.entries(sizes)
    .filter(([name]) => name in file)
    .map(([name, size]) => ({ name, try: () => differing({ [name]: [file[name], size] }) }));
}

function positive(p: Primitives, entry: Json): string | null {
  const data = dataOf(entry);
  const { bricks, fields } = sealAttachment(p, data, drawOf(entry));
  const sealed = bricks.map(({ bytes }) => bytes);
  if (!sameBlob(p, entry.sealed, concat(...sealed), hex)) return "sealed differs";
  if (!equal(openAttachment(p, fields, sealed), data)) return "what opens differs";
  return differing({ bricks: [entry.bricks, bricks.length] });
}

function negative(p: Primitives, file: Json, entry: Json): string | null {
  const sealed = (entry.change as Step[]).reduce(changed, built(p, file, entry));
  if (!sameBlob(p, entry.sealed, sealed, hex)) return "sealed differs";
  const fields = {
    file_id: textOf(entry, "file_id"),
    key: textOf(entry, "key"),
    header: textOf(entry, "header"),
    hash: textOf(entry, "hash"),
    length: entry.length as number,
  };
  return mustRefuse(entry, () => openAttachment(p, fields, bricksOf(sealed)));
}

/** The base's sealed bytes, with what `build` does to its plaintext and its tags. */
function built(p: Primitives, file: Json, entry: Json): Bytes {
  const base = entries(file, "positive").find(({ name }) => name === entry.base);
  if (base === undefined) throw new BadInput("base", "is not in the file");
  const build = (entry.build ?? {}) as { plain_set?: { at: number; set: string }[]; tags?: [number, number][] };
  const data = dataOf(base);
  const plain = new Uint8Array(brickCount(data.length) * BRICK_HOLDS);
  plain.set(concat(le64(data.length), data));
  for (const { at, set } of build.plain_set ?? []) plain.set(unhex(set), at);
  const chunks = plain.length / CHUNK.plain;
  const tags = Array.from({ length: chunks }, (_, at) => (at === chunks - 1 ? FINAL : MESSAGE)) as number[];
  for (const [at, tag] of build.tags ?? []) tags[at] = tag;
  const { key, header, fileId } = drawOf(base);
  return sealChunks(p.stream(key, header), plain, fileId, tags);
}

interface Step {
  readonly cut?: number;
  readonly swap_bricks?: readonly [number, number];
  readonly flip?: number;
  readonly repeat_brick?: number;
}

function changed(sealed: Bytes, { cut, swap_bricks: swap, flip, repeat_brick: repeat }: Step): Bytes {
  const bricks = bricksOf(sealed);
  if (cut !== undefined) return sealed.slice(0, cut);
  if (repeat !== undefined) return concat(sealed, bricks[repeat] ?? new Uint8Array(0));
  if (swap !== undefined) {
    const [one, other] = swap;
    return concat(...bricks.map((brick, at) => (at === one ? bricks[other] : at === other ? bricks[one] : brick) ?? brick));
  }
  const flipped = sealed.slice();
  flipped[flip ?? 0] = (flipped[flip ?? 0] ?? 0) ^ 1;
  return flipped;
}

function bricksOf(sealed: Bytes): Bytes[] {
  return Array.from({ length: Math.ceil(sealed.length / BRICK_BYTES) }, (_, at) => sealed.subarray(at * BRICK_BYTES, (at + 1) * BRICK_BYTES));
}

function dataOf(entry: Json): Bytes {
  const { pattern: numbers, length } = entry.data as { pattern: [number, number]; length: number };
  return pattern(numbers, length);
}

function drawOf(entry: Json): FileDraw {
  return { key: bytesOf(entry, "key"), header: bytesOf(entry, "header"), fileId: bytesOf(entry, "file_id") };
}
