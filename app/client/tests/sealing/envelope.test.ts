import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { concat, equal, hex } from "../../src/sealing/bytes";
import { AT, CAPACITY, ctxOf, draw, ENVELOPE_BYTES, type EnvelopeClass, headerFault, seal, SLOT_BYTES, SLOTS } from "../../src/sealing/envelope";
import { NoRecipient, TooLong } from "../../src/sealing/errors";
import { openEnvelope } from "../../src/sealing/opening";
import { newBoxKeys } from "../../src/sealing/primitives";
import { checkOf, LIBRARIES, payloadFor, readers, SODIUM } from "./material";

const CLASSES: readonly EnvelopeClass[] = [1, 2];

describe.each(LIBRARIES)("an envelope sealed with $name", (p) => {
  test("opens for each recipient and for nobody else, with either library", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: SLOTS }),
        fc.constantFrom(...CLASSES),
        fc.string({ unit: "grapheme", maxLength: 200 }),
        (count, cls, words) => {
          const sender = newBoxKeys(p);
          const office = readers(p, count);
          const sealed = seal(p, payloadFor(office.map(({ id }) => id), { words }), sender, office.map(({ keys }) => keys.public), cls);

          expect(sealed.envelope.length).toBe(ENVELOPE_BYTES[cls]);
          for (const { id, keys } of office) {
            for (const reader of LIBRARIES) {
              const opened = openEnvelope(reader, sealed.envelope, id, keys, sender.public);
              expect(opened.payload.words).toBe(words);
              expect(equal(opened.sender, sender.public) && equal(opened.ctx, sealed.ctx)).toBe(true);
            }
          }
          expect(checkOf(() => openEnvelope(p, sealed.envelope, "device 0", newBoxKeys(p)))).toBe("slot");
          expect(checkOf(() => openEnvelope(p, sealed.envelope, "device 0", sender))).toBe("slot");
        },
      ),
      { numRuns: 12 },
    );
  });

  test("is refused when any bit that concerns the reader was flipped", () => {
    const { envelope, own, reader, sender } = oneOfEight();
    const foreign = (at: number) => at >= AT.firstSlot && at < AT.nonce && !within(at, own);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: envelope.length - 1 }), fc.integer({ min: 0, max: 7 }), (at, bit) => {
        const changed = flipped(envelope, at, bit);
        if (foreign(at)) expect(openEnvelope(p, changed, reader.id, reader.keys, sender).payload.n).toBe(7);
        else expect(checkOf(() => openEnvelope(p, changed, reader.id, reader.keys, sender))).not.toBe("nothing");
      }),
      { numRuns: 120, examples: [[0, 0], [8, 0], [39, 7], [40, 3], [own, 0], [own + SLOT_BYTES - 1, 7], [AT.nonce, 1], [4095, 7]] },
    );
  });

  test("opens with an older key that the device still holds", () => {
    const { envelope, reader, sender } = oneOfEight();
    const rotated = [newBoxKeys(p), reader.keys, newBoxKeys(p)];

    expect(openEnvelope(p, envelope, reader.id, rotated, sender).payload.n).toBe(7);
    expect(checkOf(() => openEnvelope(p, envelope, reader.id, []))).toBe("slot");
  });

  function oneOfEight() {
    const sender = newBoxKeys(p);
    const office = readers(p, SLOTS);
    const drawn = draw(p, SLOTS);
    const payload = payloadFor(office.map(({ id }) => id), { n: 7 });
    const { envelope } = seal(p, payload, sender, office.map(({ keys }) => keys.public), 2, drawn);
    const reader = office[3];
    if (reader === undefined) throw new Error("eight readers were made");
    return { envelope, reader, sender: sender.public, own: AT.firstSlot + drawn.order.indexOf(3) * SLOT_BYTES };
  }
});

describe("sealing", () => {
  const p = SODIUM;

  test.each(CLASSES)("class %i takes exactly its capacity and not one byte more", (cls) => {
    const keys = newBoxKeys(p);
    const spare = CAPACITY[cls] - payloadFor(["device 0"], { words: "" }).length;
    const full = payloadFor(["device 0"], { words: "a".repeat(spare) });
    const sealFor = (payload: Uint8Array) => seal(p, payload, newBoxKeys(p), [keys.public], cls);

    expect(openEnvelope(p, sealFor(full).envelope, "device 0", keys).payload.words).toHaveLength(spare);
    expect(() => sealFor(concat(full, Uint8Array.of(32)))).toThrow(TooLong);
  });

  test("refuses no recipient, nine, one twice, and a point of low order", () => {
    const key = newBoxKeys(p).public;
    const nine = readers(p, 9).map(({ keys }) => keys.public);
    for (const recipients of [[], nine, [key, key.slice()], [new Uint8Array(32)]]) {
      expect(() => seal(p, payloadFor([]), newBoxKeys(p), recipients, 1)).toThrow(NoRecipient);
    }
  });

  test("never makes the same envelope twice, and puts recipients into every place", () => {
    const sender = newBoxKeys(p);
    const places = new Set<number>();
    const seen = new Set<string>();
    for (let round = 0; round < 200; round++) {
      places.add(draw(p, 1).order.indexOf(0));
      seen.add(hex(seal(p, payloadFor([]), sender, [sender.public], 2).envelope.subarray(0, AT.commit)));
    }
    expect([...places].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(seen.size).toBe(200);
  });

  test("names the content by everything but the slots", () => {
    const sender = newBoxKeys(p);
    const { envelope, ctx } = seal(p, payloadFor([]), sender, [sender.public], 1);

    expect(equal(ctxOf(p, flipped(envelope, AT.firstSlot + 5, 0)), ctx)).toBe(true);
    expect(equal(ctxOf(p, flipped(envelope, AT.commit, 0)), ctx)).toBe(false);
    expect(equal(ctxOf(p, flipped(envelope, AT.nonce, 0)), ctx)).toBe(false);
  });

  test("knows a header's first fault, a missing byte and the wrong class included", () => {
    const sender = newBoxKeys(p);
    const { envelope } = seal(p, payloadFor([]), sender, [sender.public], 2);

    expect(headerFault(envelope)).toBeNull();
    expect(headerFault(envelope, 1)).toBe("class");
    expect([0, 3, 4, 5, 6, 7, 8].map((length) => headerFault(envelope.subarray(0, length)))).toEqual(
      ["magic", "magic", "suite", "class", "length", "length", "length"],
    );
  });
});

function within(at: number, slot: number): boolean {
  return at >= slot && at < slot + SLOT_BYTES;
}

function flipped(bytes: Uint8Array, at: number, bit: number): Uint8Array {
  const changed = bytes.slice();
  changed[at] = (changed[at] ?? 0) ^ (1 << bit);
  return changed;
}
