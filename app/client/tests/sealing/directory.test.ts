import { describe, expect, test } from "vitest";

import { hex, utf8 } from "../../src/sealing/bytes";
import { fingerprintWords, type RootSignature, type Seen, verifyDirectory } from "../../src/sealing/directory";
import { newSignKeys, type SignKeyPair } from "../../src/sealing/primitives";
import { sign } from "../../src/sealing/signatures";
import { loadWordlist } from "../../src/sealing/wordlists";
import { checkOf, SODIUM } from "./material";

const p = SODIUM;
const roots = [newSignKeys(p), newSignKeys(p), newSignKeys(p)];
const pins = { roots: roots.map((root) => hex(root.public)), threshold: 2 };
const NOW = new Date("2026-06-15T12:00:00Z");

function device(until = "2026-12-01T00:00:00Z", from = "2026-01-01T00:00:00Z") {
  return { id: hex(p.random(16)), sign: hex(p.random(32)), seal: [{ key: hex(p.random(32)), from, until }] };
}

function office(devices: readonly unknown[], more: Readonly<Record<string, unknown>> = {}) {
  return { id: hex(p.random(16)), members: [{ id: "m1", devices }], ...more };
}

function directory(change: Readonly<Record<string, unknown>> = {}): Uint8Array {
  const usual = {
    v: 1,
    version: 5,
    previous: "ab".repeat(32),
    issued: "2026-06-01T00:00:00Z",
    expires: "2026-07-01T00:00:00Z",
    offices: [office([device(), device()])],
    policy: { min_devices: 2 },
  };
  return utf8(JSON.stringify({ ...usual, ...change }));
}

function signedBy(document: Uint8Array, signers: readonly SignKeyPair[] = roots): RootSignature[] {
  return signers.map((root) => ({ root: hex(root.public), signature: hex(sign(p, root, "directory", document)) }));
}

function check(document: Uint8Array, seen: Seen | null = null, newest = true): string {
  return checkOf(() => verifyDirectory(p, document, signedBy(document), pins, NOW, seen, newest));
}

describe("a directory", () => {
  test("signed by enough roots is believed, with its hash and every field kept", () => {
    const document = directory({ later: { field: 1 } });
    const { raw, version, hash } = verifyDirectory(p, document, signedBy(document, roots.slice(1)), pins, NOW, null);

    expect([version, raw.later]).toEqual([5, { field: 1 }]);
    expect(verifyDirectory(p, document, signedBy(document), pins, NOW, { version, hash }).hash).toBe(hash);
  });

  test("is not believed for a root counted twice in two spellings, nor for text that is no hex", () => {
    const document = directory();
    const [one] = signedBy(document);
    if (one === undefined) throw new Error("three roots signed");
    const twice = [one, { root: one.root.toUpperCase(), signature: one.signature.toUpperCase() }];
    const junk = [one, { root: pins.roots[1] ?? "", signature: "zz" }, { root: "", signature: "" }];

    expect(checkOf(() => verifyDirectory(p, document, twice, pins, NOW, null))).toBe("signatures");
    expect(checkOf(() => verifyDirectory(p, document, junk, pins, NOW, null))).toBe("signatures");
  });

  test("is not believed unsigned, even if the pins ask for nothing", () => {
    expect(checkOf(() => verifyDirectory(p, directory(), [], { roots: [], threshold: 0 }, NOW, null))).toBe("signatures");
  });

  test.each([
    ["a version that is no whole number", { version: 1.5 }],
    ["version 0", { version: 0 }],
    ["no offices", { offices: {} }],
    ["a day that is none", { expires: "2026-02-30T00:00:00Z" }],
    ["a time with an offset", { expires: "2026-07-01T00:00:00+00:00" }],
    ["a short predecessor", { previous: "ab" }],
    ["no policy", { policy: null }],
    ["a device without seal keys", { offices: [office([{ id: "00" }])] }],
  ])("with %s has not the right schema", (_, change) => {
    expect(check(directory(change))).toBe("schema");
  });

  test("33 levels deep is refused and does not break the client", () => {
    const deep = utf8(`{"a":${"[".repeat(200_000)}`);
    expect(check(deep)).toBe("schema");
  });

  test("from tomorrow is refused; an hour of wrong clock is forgiven", () => {
    expect(check(directory({ issued: "2026-06-15T13:00:00Z" }))).toBe("nothing");
    expect(check(directory({ issued: "2026-06-15T13:00:01Z" }))).toBe("issued");
  });

  test("follows the one that was seen, and no other", () => {
    const before = { version: 4, hash: "ab".repeat(32) };
    expect(check(directory(), before)).toBe("nothing");
    expect(check(directory(), { version: 4, hash: "cd".repeat(32) })).toBe("previous");
    expect(check(directory(), { version: 3, hash: "ab".repeat(32) })).toBe("previous");
    expect(check(directory(), { version: 6, hash: "ab".repeat(32) })).toBe("version");
    expect(check(directory(), { version: 5, hash: "ab".repeat(32) })).toBe("version");
  });

  test("on the way to a newer one may have expired", () => {
    const old = directory({ expires: "2026-06-10T00:00:00Z" });
    expect(check(old)).toBe("expired");
    expect(check(old, null, false)).toBe("nothing");
  });

  test("needs enough devices in every office that is not vacant, on the day it was issued", () => {
    const lapsed = device("2026-06-01T00:00:00Z");
    const later = device("2026-12-01T00:00:00Z", "2026-06-01T00:00:01Z");
    const soon = device("2026-06-01T00:00:01Z", "2026-06-01T00:00:00Z");

    expect(check(directory({ offices: [office([device(), lapsed])] }))).toBe("devices");
    expect(check(directory({ offices: [office([device(), later])] }))).toBe("devices");
    expect(check(directory({ offices: [office([soon, soon])] }))).toBe("nothing");
    expect(check(directory({ offices: [office([device(), device()]), office([])] }))).toBe("devices");
    expect(check(directory({ offices: [office([], { vacant: true })] }))).toBe("nothing");
  });

  test("with more devices in an office than an envelope has slots is refused", () => {
    const many = (count: number) => directory({ offices: [office(Array.from({ length: count }, () => device()))] });
    expect([check(many(8)), check(many(9))]).toEqual(["nothing", "devices"]);
  });
});

describe("the fingerprint of pins", () => {
  test("is twelve words, whatever the order and case of the roots, and others for another threshold", async () => {
    const english = (await loadWordlist("en")) ?? [];
    const words = fingerprintWords(p, pins.roots, 2, english);
    const shuffled = [...pins.roots].reverse().map((root) => root.toUpperCase());

    expect(words).toHaveLength(12);
    expect(words.every((word) => english.includes(word))).toBe(true);
    expect(fingerprintWords(p, shuffled, 2, english)).toEqual(words);
    expect(fingerprintWords(p, pins.roots, 3, english)).not.toEqual(words);
  });
});
