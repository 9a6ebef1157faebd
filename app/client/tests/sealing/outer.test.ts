import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { equal } from "../../src/sealing/bytes";
import { BadInput } from "../../src/sealing/errors";
import { openOuter } from "../../src/sealing/opening";
import { cover, leaf, OUTER_BYTES, sealOuter } from "../../src/sealing/outer";
import { newBoxKeys } from "../../src/sealing/primitives";
import { checkOf, LIBRARIES } from "./material";

describe.each(LIBRARIES)("the outer layer with $name", (p) => {
  const relay = newBoxKeys(p);
  const office = p.random(16);
  const envelope = p.random(16_384);

  test("gives the relay office and envelope, whichever library it runs", () => {
    const outer = sealOuter(p, office, envelope, relay.public);

    expect(outer.length).toBe(OUTER_BYTES);
    for (const reader of LIBRARIES) {
      const deposit = openOuter(reader, outer, relay);
      expect(deposit.type).toBe(1);
      expect(equal(deposit.office, office) && equal(deposit.envelope, envelope)).toBe(true);
    }
  });

  test("makes cover of the same length, which the relay alone knows as cover", () => {
    const outer = cover(p, relay.public);

    expect(outer.length).toBe(16_464);
    expect(openOuter(p, outer, relay).type).toBe(0);
    expect(checkOf(() => openOuter(p, outer, newBoxKeys(p)))).toBe("seal");
  });

  test("is refused when any bit was flipped", () => {
    const outer = sealOuter(p, office, envelope, relay.public);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: OUTER_BYTES - 1 }), fc.integer({ min: 0, max: 7 }), (at, bit) => {
        const changed = outer.slice();
        changed[at] = (changed[at] ?? 0) ^ (1 << bit);
        expect(checkOf(() => openOuter(p, changed, relay))).toBe("seal");
        expect(equal(leaf(p, changed), leaf(p, outer))).toBe(false);
      }),
      { numRuns: 25 },
    );
  });

  test("is never made for a relay key of low order, or of an envelope of another length", () => {
    expect(() => sealOuter(p, office, envelope, new Uint8Array(32))).toThrow(BadInput);
    expect(() => sealOuter(p, office, envelope.subarray(1), relay.public)).toThrow(BadInput);
    expect(() => sealOuter(p, office.subarray(1), envelope, relay.public)).toThrow(BadInput);
  });
});
