import { describe, expect, test } from "vitest";

import { BRICK_BYTES, BRICK_HOLDS, brickCount, openAttachment, openSealer, sealAttachment } from "../../src/sealing/attachment";
import { equal, hex, utf8 } from "../../src/sealing/bytes";
import { BadInput } from "../../src/sealing/errors";
import { pattern } from "../../src/sealing/vectors/material";
import { noble } from "../../src/sealing/noble";
import { checkOf, LIBRARIES, SODIUM } from "./material";

const NOBLE = noble();

const LONG = pattern([7, 3], BRICK_HOLDS * 2 + 99);
const bytesOf = (sealed: ReturnType<typeof sealAttachment>) => sealed.bricks.map(({ bytes }) => bytes);

describe.each(LIBRARIES.map((p) => [p.name, p] as const))("a file sealed with %s", (_, p) => {
  const other = p === NOBLE ? SODIUM : NOBLE;

  test("opens with the other library, in bricks of one size", () => {
    const sealed = sealAttachment(p, LONG);
    expect(sealed.bricks.map(({ bytes }) => bytes.length)).toEqual([BRICK_BYTES, BRICK_BYTES, BRICK_BYTES]);
    expect(new Set(sealed.fields.bricks).size).toBe(3);
    expect(equal(openAttachment(other, sealed.fields, bytesOf(sealed)), LONG)).toBe(true);
  });

  test("is refused when one byte is flipped, wherever it is", () => {
    const sealed = sealAttachment(p, utf8("a short letter"));
    for (const at of [0, 1, 65_519, 65_536, 131_071, BRICK_BYTES - 1]) {
      const [brick] = bytesOf(sealed).map((bytes) => bytes.slice());
      if (brick === undefined) throw new Error("no brick");
      brick[at] = (brick[at] ?? 0) ^ 1;
      expect(checkOf(() => openAttachment(p, sealed.fields, [brick]))).toBe("hash");
      const rehashed = { ...sealed.fields, hash: hex(p.blake2b(brick, 32)) };
      expect(checkOf(() => openAttachment(p, rehashed, [brick]))).toBe("chunk");
    }
  });

  test("is refused when a brick is missing, too short, or stands elsewhere", () => {
    const sealed = sealAttachment(p, LONG);
    const [first, second, third] = bytesOf(sealed);
    if (first === undefined || second === undefined || third === undefined) throw new Error("bricks are missing");
    expect(checkOf(() => openAttachment(p, sealed.fields, []))).toBe("bricks");
    expect(checkOf(() => openAttachment(p, sealed.fields, [first, second, third.subarray(1)]))).toBe("bricks");
    expect(checkOf(() => openAttachment(p, sealed.fields, [first, third, second]))).toBe("hash");
  });
});

test("two sealings of one file share nothing", () => {
  const [one, two] = [sealAttachment(NOBLE, utf8("the same")), sealAttachment(NOBLE, utf8("the same"))];
  expect(one.fields.key).not.toBe(two.fields.key);
  expect(one.fields.bricks).not.toEqual(two.fields.bricks);
  expect(equal(one.bricks[0]?.bytes ?? LONG, two.bricks[0]?.bytes ?? LONG)).toBe(false);
});

test("a sealer takes exactly the piece that it asks for and tells the fields only at the end", () => {
  const sealer = openSealer(NOBLE, BRICK_HOLDS);
  expect(sealer.wants()).toEqual([0, BRICK_HOLDS - 8]);
  expect(() => sealer.next(new Uint8Array(5))).toThrow(BadInput);
  expect(() => sealer.fields()).toThrow(BadInput);
  sealer.next(new Uint8Array(BRICK_HOLDS - 8));
  expect(sealer.wants()).toEqual([BRICK_HOLDS - 8, BRICK_HOLDS]);
  sealer.next(new Uint8Array(8));
  expect(sealer.fields().length).toBe(BRICK_HOLDS);
  expect(() => sealer.next(new Uint8Array(0))).toThrow(BadInput);
});

test("bricks of padding only are still asked for, with nothing in them", () => {
  const length = BRICK_HOLDS * 4 + 1;
  const sealer = openSealer(NOBLE, length);
  expect([sealer.bricks, brickCount(length)]).toEqual([6, 6]);
  const wanted = Array.from({ length: 6 }, () => {
    const [from, to] = sealer.wants();
    sealer.next(new Uint8Array(to - from));
    return to - from;
  });
  expect(wanted).toEqual([BRICK_HOLDS - 8, BRICK_HOLDS, BRICK_HOLDS, BRICK_HOLDS, 9, 0]);
});
