/** Certificates and proofs: what is committed to, what a code carries, what is believed, and the page that is saved. */
import { describe, expect, it } from "vitest";
import { Refused, Unreachable } from "../../../src/api/reporter";
import type { Directory } from "../../../src/directory/types";
import { concat, hex, text as utf8Text, unhex, utf8 } from "../../../src/sealing/bytes";
import { noble } from "../../../src/sealing/noble";
import { newSignKeys } from "../../../src/sealing/primitives";
import { sign } from "../../../src/sealing/signatures";
import { cleanName, NAME_LENGTH, obtain, verifyLink } from "../../../src/speakup/content/certificate";
import { type Court, judge } from "../../../src/speakup/content/judge";
import { pdfOf } from "../../../src/speakup/content/pdf";
import { type AckProof, LONGEST, readShown } from "../../../src/speakup/content/shownProof";
import { type CertificateClaim, openCertificates } from "../../../src/speakup/crypto/certificate";

const p = noble();
const workshop = openCertificates(p);

/** Made by the server's own code (app/sealing/certificates.py): key of seed 00 to 1f, salt 00 to 0f, the name decomposed. */
const SERVERS: CertificateClaim = {
  name: "Åsa 王 علي",
  salt: "000102030405060708090a0b0c0d0e0f",
  quiz: "basics", right: 9, of: 10, month: "2026-11",
  key: "03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8",
  signature: "380b8ac7f6117a184d383b2facc19315e71f5eea87fe4837f458a3ffdef08b352b137400e0f8275564a91960554444bf90184c33c7d07352b0b42281ea7db404",
};

const ORGANISATION = "0f".repeat(16);
const OFFICE = "aa".repeat(16);
const DEVICE = "dd".repeat(16);
const signing = newSignKeys(p);
const UNTIL = "2027-01-01T00:00:00Z";

function directoryOf(version: number, more: Partial<Directory> = {}): Directory {
  const device = { id: DEVICE, sign: hex(signing.public), seal: [] };
  const office = { id: OFFICE, entity: "one", role: "psea", name: "Office", alternate: [], members: [{ id: "m1", devices: [device] }] } as const;
  return {
    version, issued: `2026-0${version}-01T00:00:00Z`, organisation: { id: ORGANISATION, name: "Org" }, offices: [office],
    intake: [{ key: SERVERS.key, until: UNTIL }], policy: { grace: 259_200 }, ...more,
  } as unknown as Directory;
}

/** A court over these versions, the newest last; the hash of version 2 is 22…. */
function court(...directories: Directory[]): Court {
  const at = (version: number) => Promise.resolve(directories.find((each) => each.version === version) ?? null);
  const hashOf = (version: number) => String(version).repeat(64);
  const versions: Court["versions"] = {
    at,
    get: async ({ version, hash }) => {
      const directory = await at(version);
      return directory === null || hash !== hashOf(version) ? null : { directory, recent: true };
    },
  };
  return { newest: directories.at(-1) as Directory, versions, workshop, now: Date.parse("2026-11-21T12:00:00Z") };
}

describe("a name", () => {
  it("has one form, and nothing that cannot be seen", () => {
    expect(cleanName("  A\u030asa \t\n 王\u202e علي ")).toBe("Åsa 王 علي");
    expect(cleanName(" \u200f ")).toBe("");
    expect(Array.from(cleanName("🕊".repeat(100)))).toHaveLength(NAME_LENGTH);
  });

  it("keeps the joiners that Persian and Hindi are written with", () => {
    expect(cleanName("علی\u200cرضا")).toBe("علی\u200cرضا");
  });
});

describe("a certificate", () => {
  it("of the server is read the same here, whatever form the name is typed in", async () => {
    expect(await workshop.certificateSigned(SERVERS)).toBe(true);
    expect(await workshop.certificateSigned({ ...SERVERS, name: SERVERS.name.normalize("NFD") })).toBe(true);
  });

  it.each([{ name: "Asa" }, { salt: "ff".repeat(16) }, { quiz: "basic" }, { right: 10 }, { of: 9 }, { month: "2026-12" }, { key: "00".repeat(32) }, { key: "zz" }, { signature: "00".repeat(64) }, { signature: "" }])(
    "is not signed with %o",
    async (change) => { expect(await workshop.certificateSigned({ ...SERVERS, ...change })).toBe(false); },
  );

  it("commits to the same name differently each time", async () => {
    const [one, other] = [await workshop.commit("Asa"), await workshop.commit("Asa")];
    expect(one.commitment).not.toBe(other.commitment);
    expect(one.salt).toMatch(/^[0-9a-f]{32}$/);
  });
});

describe("getting one", () => {
  const score = { right: 9, of: 10, answered: 10, passed: true };
  const known = { commit: () => Promise.resolve({ salt: SERVERS.salt, commitment: "cc".repeat(32) }), certificateSigned: workshop.certificateSigned };
  const server = (status: number, body: unknown) => {
    const asked: string[] = [];
    const ask = ((_: string, { body: sent }: { body: string }) => {
      asked.push(sent);
      return Promise.resolve(new Response(JSON.stringify(body), { status }));
    }) as unknown as typeof fetch;
    return { asked, ask };
  };

  it("sends the commitment and never the name", async () => {
    const { asked, ask } = server(201, SERVERS);
    expect(await obtain(SERVERS.name, "basics", score, known, ask)).toEqual(SERVERS);
    expect(JSON.parse(asked[0] ?? "")).toEqual({ v: 1, commitment: "cc".repeat(32), quiz: "basics", right: 9, of: 10 });
    expect(asked.join("")).not.toContain("Åsa");
  });

  it("takes no signature that does not fit, and says when there is no answer", async () => {
    await expect(obtain("Another", "basics", score, known, server(201, SERVERS).ask)).rejects.toThrow("not signed");
    await expect(obtain("A", "basics", score, known, server(201, {}).ask)).rejects.toThrow("not signed");
    await expect(obtain("A", "basics", score, known, server(422, {}).ask)).rejects.toThrow(Refused);
    await expect(obtain("A", "basics", score, known, () => Promise.reject(new TypeError()))).rejects.toThrow(Unreachable);
  });
});

describe("reading what is shown", () => {
  const link = verifyLink("https://speakup.example", SERVERS);
  const ack: AckProof = { organisation: ORGANISATION, office: OFFICE, device: DEVICE, ctx: "cc".repeat(32), thread: "ee".repeat(16), day: "2026-03-05", signature: "ab".repeat(64), directory: { version: 2, hash: "2".repeat(64) } };
  const file = JSON.stringify({ v: 1, kind: "speakup-acknowledgement", ...ack }, null, 1);

  it.each([["the address", link], ["its fragment", link.slice(link.indexOf("#"))], ["what stands behind it", link.slice(link.indexOf("=") + 1)], ["the address in lines", link.replace(/(.{60})/g, "$1\n")]])("takes a certificate from %s", (_, text) => {
    expect(readShown(text)).toMatchObject({ kind: "certificate", claim: SERVERS });
  });

  it("takes a proof from its file", () => {
    expect(readShown(` ${file}\n`)).toMatchObject({ kind: "acknowledgement", claim: ack });
  });

  it.each(["", "hello", "#c=", "{}", "[1]", "{", "#c=AAAA", link.slice(0, -9), file.replace('"v": 1', '"v": 2'), file.replace("2026-03-05", "2026-13-05"), file.replace('"version": 2', '"version": -2'), file.replace("abab", "ABAB"), "A".repeat(LONGEST + 1)])(
    "takes nothing from %.40s",
    (text) => { expect(readShown(text)).toBeNull(); },
  );
});

describe("judging a certificate", () => {
  const shown = (change: Partial<CertificateClaim> = {}) => ({ kind: "certificate", claim: { ...SERVERS, ...change } }) as const;

  it("believes a key of this organisation that was valid in that month, of any version that is kept", async () => {
    expect(await judge(shown(), court(directoryOf(1)))).toMatchObject({ good: true });
    const rotated = directoryOf(2, { intake: [{ key: "99".repeat(32), until: UNTIL }] });
    expect(await judge(shown(), court(directoryOf(1), rotated))).toMatchObject({ good: true, directory: { version: 1 } });
  });

  it.each([
    ["changed", { right: 10 }, directoryOf(1)],
    ["stranger", {}, directoryOf(1, { intake: [] })],
    ["stranger", {}, directoryOf(1, { intake: [{ key: SERVERS.key, until: "2026-11-01T00:00:00Z" }] })],
    ["stranger", {}, directoryOf(1, { intake: [{ key: SERVERS.key, from: "2026-12-01T00:00:00Z", until: UNTIL }] })],
  ])("refuses it as %s", async (fault, change, directory) => {
    expect(await judge(shown(change), court(directory))).toEqual({ good: false, fault });
  });

  it("ends where the server has no older version", async () => {
    const { versions, ...rest } = court(directoryOf(2, { intake: [] }));
    const at: Court["versions"]["at"] = (version) => (version === 2 ? versions.at(2) : Promise.reject(new Refused(404)));
    expect(await judge(shown(), { ...rest, versions: { ...versions, at } })).toEqual({ good: false, fault: "stranger" });
    const down: Court["versions"]["at"] = () => Promise.reject(new Unreachable());
    await expect(judge(shown(), { ...rest, versions: { ...versions, at: down } })).rejects.toThrow(Unreachable);
  });
});

describe("judging a proof", () => {
  const proof = (change: Partial<AckProof> = {}, day = "2026-03-05") => {
    const fields = { organisation: ORGANISATION, office: OFFICE, device: DEVICE, ctx: "cc".repeat(32), thread: "ee".repeat(16), day, directory: { version: 2, hash: "2".repeat(64) } };
    const message = concat(unhex(fields.office), unhex(fields.ctx), unhex(fields.thread), utf8(day));
    return { kind: "acknowledgement", claim: { ...fields, signature: hex(sign(p, signing, "ack", message)), ...change } } as const;
  };
  const gone = directoryOf(3, { offices: [] });

  it("believes a device that its office lists in the version that is named", async () => {
    expect(await judge(proof(), court(directoryOf(1), directoryOf(2)))).toMatchObject({ good: true, directory: { version: 2 } });
    // Within the three days of grace after the version that left the device out.
    expect(await judge(proof({}, "2026-03-03"), court(directoryOf(2), gone))).toMatchObject({ good: true });
  });

  it.each([
    ["changed", proof({ ctx: "00".repeat(32) })],
    ["changed", proof({ thread: "00".repeat(16) })],
    ["other_organisation", proof({ organisation: "00".repeat(16) })],
    ["no_version", proof({ directory: { version: 2, hash: "1".repeat(64) } })],
    ["no_version", proof({ directory: { version: 9, hash: "9".repeat(64) } })],
    ["no_device", proof({ device: "00".repeat(16) })],
    ["no_device", proof({ office: "00".repeat(16) })],
    ["day", proof({}, "2026-01-05")],
    ["day", proof({}, "2027-01-05")],
  ])("refuses it as %s", async (fault, shown) => {
    expect(await judge(shown, court(directoryOf(1), directoryOf(2)))).toEqual({ good: false, fault });
  });

  it("refuses what a device signed after it was taken off the list", async () => {
    expect(await judge(proof({}, "2026-03-09"), court(directoryOf(2), gone))).toEqual({ good: false, fault: "revoked" });
  });
});

describe("the saved page", () => {
  const jpeg = Uint8Array.of(0xff, 0xd8, 1, 2, 3, 0xff, 0xd9);
  const bytes = pdfOf({ jpeg, width: 30, height: 20 }, "zh-Hans");
  const latin = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");

  it("names every object by the byte where it begins", () => {
    const table = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(latin)?.[1]);
    expect(latin.slice(table, table + 4)).toBe("xref");
    const places = Array.from(latin.slice(table).matchAll(/^(\d{10}) 00000 n $/gm), ([, place]) => Number(place));
    expect(places.map((place, index) => latin.slice(place, place + 8) === `${index + 1} 0 obj\n`)).toEqual([true, true, true, true, true]);
  });

  it("holds the picture as it is, with its length", () => {
    const start = latin.indexOf("/DCTDecode /Length 7 >>\nstream\n") + "/DCTDecode /Length 7 >>\nstream\n".length;
    expect(bytes.slice(start, start + 7)).toEqual(jpeg);
    expect(latin.slice(start + 7, start + 17)).toBe("\nendstream");
    expect(latin).toContain("/Width 30 /Height 20");
  });

  it("lets nothing into its language but a tag", () => {
    expect(utf8Text(pdfOf({ jpeg: new Uint8Array(), width: 1, height: 1 }, "en) /X (").slice(15))).toContain("/Lang (enX)");
  });
});
