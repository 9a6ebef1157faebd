import { ed25519 } from "@noble/curves/ed25519.js";
import { sha512 } from "@noble/hashes/sha2.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { concat, equal, hex, unhex, utf8 } from "../../src/sealing/bytes";
import { noble } from "../../src/sealing/noble";
import { hash, kdf, newBoxKeys, newSignKeys, type Primitives } from "../../src/sealing/primitives";
import { sign, verify } from "../../src/sealing/signatures";
import { sodium } from "../../src/sealing/sodium";
import { LIBRARIES } from "./material";

const small = noble();
const fast = await sodium();

/** Every encoding of a point of low order on Curve25519; each also counts with its top bit set. */
const LOW_ORDER = [
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0100000000000000000000000000000000000000000000000000000000000000",
  "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
  "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
].map(unhex);

/** The eight points of small order on Ed25519, and six spellings that are not canonical. */
const SMALL_ORDER = [
  "0100000000000000000000000000000000000000000000000000000000000000",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0000000000000000000000000000000000000000000000000000000000000080",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
  "0100000000000000000000000000000000000000000000000000000000000080",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
  "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
  "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
].map(unhex);

describe.each(LIBRARIES)("$name", (p) => {
  test("refuses every point of low order, its top bit set or not, without breaking", () => {
    const { secret } = newBoxKeys(p);
    for (const point of LOW_ORDER) {
      const topped = concat(point.subarray(0, 31), Uint8Array.of((point[31] ?? 0) | 0x80));
      expect([p.boxShared(point, secret), p.boxShared(topped, secret)]).toEqual([null, null]);
    }
  });

  test("takes a broken call for a fault and not for a refusal", () => {
    const key = p.random(32);
    const nonce = p.random(24);

    expect(() => p.boxShared(new Uint8Array(31), key)).toThrow();
    expect(() => p.boxOpen(new Uint8Array(31), nonce, new Uint8Array(40))).toThrow();
    expect(() => p.boxOpen(key, new Uint8Array(23), new Uint8Array(40))).toThrow();
    expect(() => p.aeadOpen(new Uint8Array(31), nonce, key, new Uint8Array(40))).toThrow();
  });

  test("refuses a wrong tag, and bytes too short to hold one", () => {
    const key = p.random(32);
    const nonce = p.random(24);
    for (const length of [0, 1, 15, 16, 17, 40]) {
      expect(p.boxOpen(key, nonce, new Uint8Array(length))).toBeNull();
      expect(p.aeadOpen(key, nonce, utf8("ad"), new Uint8Array(length))).toBeNull();
    }
  });

  test("verifies a signature for its purpose, its key and its message only", () => {
    const key = newSignKeys(p);
    const message = utf8("leaf");
    const signature = sign(p, key, "intake", message);

    expect(verify(p, key.public, "intake", message, signature)).toBe(true);
    expect(verify(p, key.public, "session", message, signature)).toBe(false);
    expect(verify(p, key.public, "intake", utf8("lead"), signature)).toBe(false);
    expect(verify(p, newSignKeys(p).public, "intake", message, signature)).toBe(false);
    for (const length of [0, 63, 65]) expect(verify(p, key.public, "intake", message, new Uint8Array(length))).toBe(false);
    expect(verify(p, key.public.subarray(1), "intake", message, signature)).toBe(false);
  });
});

describe("noble and libsodium", () => {
  test("compute the same from the same input", async () => {
    const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
    await fc.assert(
      fc.asyncProperty(bytes(32), bytes(32), bytes(24), fc.uint8Array({ minLength: 1, maxLength: 300 }), async (one, two, nonce, message) => {
        const results = await Promise.all(LIBRARIES.map((p) => everything(p, one, two, nonce, message)));
        expect(results[0]).toEqual(results[1]);
      }),
      { numRuns: 15 },
    );
  });

  test("agree on any 32 bytes as a point", () => {
    const { secret } = newBoxKeys(fast);
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (point) => {
        expect(small.boxShared(point, secret)).toEqual(fast.boxShared(point, secret));
      }),
      { numRuns: 60 },
    );
  });

  test("agree on signatures made by a dishonest signer", () => {
    // libsodium compares R without the cofactor and refuses small orders; noble alone would take more.
    const cases = [...torsionCases(), ...smallOrderCases(), ...scalarCases()];
    const verdicts = (p: Primitives) => cases.map(({ key, message, signature }) => p.verify(key, message, signature));

    expect(verdicts(small)).toEqual(verdicts(fast));
    expect(verdicts(fast)).toContain(true);
    expect(verdicts(fast)).toContain(false);
  });

  test("agree that a scalar which is not reduced is no signature", () => {
    const [good, ...unreduced] = scalarCases().map(({ key, message, signature }) => small.verify(key, message, signature));
    expect(good).toBe(true);
    expect(unreduced).toEqual([false, false]);
  });
});

async function everything(p: Primitives, one: Uint8Array, two: Uint8Array, nonce: Uint8Array, message: Uint8Array): Promise<string[]> {
  const box = p.boxFromSeed(one);
  const shared = p.boxShared(p.boxPublic(two), box.secret) ?? new Uint8Array(0);
  const sealed = p.boxSeal(shared, nonce, message);
  const aead = p.aeadSeal(one, nonce, two, message);
  expect([p.boxOpen(shared, nonce, sealed), p.aeadOpen(one, nonce, two, aead)].every((plain) => plain !== null && equal(plain, message))).toBe(true);
  const derived = [hash(p, message), p.blake2b(message, 16, one), kdf(p, one, 2 ** 40 + 3, "SPK1test")];
  const stretched = await p.argon2id(message, one.subarray(0, 16), 1, 64 * 1024);
  return [box.secret, box.public, shared, sealed, aead, ...derived, p.signPublic(one), p.sign(one, message), stretched].map(hex);
}

interface SignatureCase {
  readonly key: Uint8Array;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
}

const { Point } = ed25519;
const ORDER = Point.Fn.ORDER;
const SECRET = 12_345_678_901_234_567_890n;

/** Honest equations with points of small order added to the key and to R. */
function torsionCases(): SignatureCase[] {
  const torsion = SMALL_ORDER.slice(0, 8).map((bytes) => Point.fromBytes(bytes, true));
  return torsion.flatMap((ofKey, number) =>
    torsion.map((ofR) => signed(Point.BASE.multiply(SECRET).add(ofKey).toBytes(), Point.BASE.multiply(77n).add(ofR).toBytes(), 77n, number)),
  );
}

function smallOrderCases(): SignatureCase[] {
  const honest = Point.BASE.multiply(SECRET).toBytes();
  return SMALL_ORDER.flatMap((point, number) => [
    signed(honest, point, 0n, number),
    { key: point, message: Uint8Array.of(number), signature: concat(Point.BASE.multiply(5n).toBytes(), le(5n)) },
    ...SMALL_ORDER.map((r) => ({ key: point, message: Uint8Array.of(number), signature: concat(r, le(0n)) })),
  ]);
}

function scalarCases(): SignatureCase[] {
  const good = signed(Point.BASE.multiply(SECRET).toBytes(), Point.BASE.multiply(9n).toBytes(), 9n, 0);
  const scalar = number(good.signature.subarray(32));
  return [good, ...[1n, 8n].map((times) => ({ ...good, signature: concat(good.signature.subarray(0, 32), le(scalar + times * ORDER)) }))];
}

function signed(key: Uint8Array, r: Uint8Array, nonce: bigint, text: number): SignatureCase {
  const message = Uint8Array.of(text);
  const h = number(sha512(concat(r, key, message))) % ORDER;
  return { key, message, signature: concat(r, le((nonce + h * SECRET) % ORDER)) };
}

function number(bytes: Uint8Array): bigint {
  return BigInt(`0x${hex(bytes.slice().reverse())}`);
}

function le(value: bigint): Uint8Array {
  return unhex(value.toString(16).padStart(64, "0")).reverse();
}
