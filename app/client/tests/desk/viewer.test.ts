/** Files of strangers: told by their first bytes, measured before they are decoded, and named without tricks. */
import { expect, test } from "vitest";
import { decoded, MOST_LETTERS } from "../../src/desk/viewer/decode";
import { toldBy } from "../../src/desk/viewer/exif";
import { isDisguised, type Kind, kindOf, SHOWN } from "../../src/desk/viewer/kinds";
import { doubtsOf, visible } from "../../src/desk/viewer/names";
import { sizeOf } from "../../src/desk/viewer/sizes";
import { concat, utf8 } from "../../src/sealing/bytes";
import { p } from "./office";

/** Bytes from Latin-1. */
const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const le16 = (value: number) => String.fromCharCode(value & 255, value >> 8);
const le32 = (value: number) => le16(value & 65_535) + le16(value >>> 16);
const be32 = (value: number) => Array.from(le32(value)).reverse().join("");

const PNG = "\x89PNG\r\n\x1a\n";
const HEAD = (width: number, height: number) => `${PNG}${be32(13)}IHDR${be32(width)}${be32(height)}\x08\x02\0\0\0\0\0\0\0`;

test.each<[string, Kind]>([
  ["", "nothing"],
  [HEAD(1, 1), "png"],
  ["\xff\xd8\xff\xe0", "jpeg"],
  ["GIF89a", "gif"],
  ["RIFF\x10\0\0\0WEBPVP8 ", "webp"],
  ["RIFF\x10\0\0\0WAVEfmt ", "wav"],
  ["\0\0\0\x18ftypheic", "heic"],
  ["\0\0\0\x18ftypM4A ", "mp4"],
  ["ID3\x04", "mpeg"],
  ["OggS\0", "ogg"],
  ["%PDF-1.7\n", "pdf"],
  [`${"\n".repeat(500)}%PDF-1.4`, "pdf"],
  ["PK\x03\x04\x14\0\0\0bomb.bin", "archive"],
  ["PK\x03\x04\x14\0\x06\0[Content_Types].xml", "office"],
  ["\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office"],
  ["\x1f\x8b\x08", "archive"],
  ["MZ\x90\0", "program"],
  ["#!/bin/sh\nrm", "program"],
  ['<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "page"],
  ["\xef\xbb\xbf \n<!DOCTYPE html><p>", "page"],
  ["Dear all,\n<script src=x></script>", "page"],
  ["\xff\xfe<\0s\0v\0g\0 \0", "page"],
  ["\xff\xfeH\0i\0", "text"],
  ["We met at 5 < 6 pm.\r\n\tYours", "text"],
  ["\0\x01\x02\x03", "unknown"],
])("the first bytes %j are of the kind %s", (start, kind) => {
  expect(kindOf(bytes(start))).toBe(kind);
});

test("no file is shown that could run something", () => {
  const shown = Object.keys(SHOWN);

  for (const kind of ["page", "archive", "office", "program", "unknown", "rtf", "heic"]) expect(shown).not.toContain(kind);
});

test("random bytes never break the judgement, the measuring or the reading of metadata", () => {
  for (let round = 0; round < 2_000; round += 1) {
    const start = [HEAD(5, 5), "\xff\xd8\xff\xe1\0\x40Exif\0\0II*\0", "RIFF\x10\0\0\0WEBPVP8X", "GIF89a", ""][round % 5] ?? "";
    const some = concat(bytes(start), p.random(200));
    const kind = kindOf(some);
    sizeOf(some, kind);
    toldBy(some, kind);
  }
});

test.each<[Kind, string, boolean]>([
  ["png", "image/png", false],
  ["page", "image/png", true],
  ["page", "image/svg+xml", false],
  ["program", "application/pdf", true],
  ["archive", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", true],
  ["office", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", false],
  ["jpeg", "image/png", true],
  ["program", "image/made-up", true],
  ["pdf", "application/octet-stream", false],
  ["ogg", "AUDIO/OGG; codecs=opus", false],
  ["unknown", "", false],
])("a file of the kind %s that is said to be %j is disguised: %j", (kind, stated, disguised) => {
  expect(isDisguised(kind, stated)).toBe(disguised);
});

test("a picture is measured by its head alone", () => {
  expect(sizeOf(bytes(HEAD(100_000, 100_000)), "png")).toEqual({ width: 100_000, height: 100_000 });
  expect(sizeOf(bytes(`GIF89a${le16(320)}${le16(200)}`), "gif")).toEqual({ width: 320, height: 200 });
  expect(sizeOf(bytes("\xff\xd8\xff\xe0\0\x04ab\xff\xff\xc2\0\x11\x08\0\x0a\0\x14"), "jpeg")).toEqual({ width: 20, height: 10 });
  expect(sizeOf(bytes(`RIFF${le32(30)}WEBPVP8X${le32(10)}\0\0\0\0\xff\xff\0\x01\0\0`), "webp")).toEqual({ width: 65_536, height: 2 });
  expect(sizeOf(bytes(HEAD(0, 7)), "png")).toBeNull();
  expect(sizeOf(bytes(PNG), "png")).toBeNull();
});

/** A block of EXIF: maker, and a place 1°17'S 36°49'E. */
const tiff = (() => {
  const main = le16(2) + entry(0x010f, 2, 6, 38) + entry(0x8825, 4, 1, 44) + le32(0);
  const gps = le16(4) + entry(1, 2, 2, 0x53) + entry(2, 5, 3, 98) + entry(3, 2, 2, 0x45) + entry(4, 5, 3, 122) + le32(0);
  const angle = (degrees: number, minutes: number) => [degrees, 1, minutes, 1, 0, 1].map(le32).join("");
  return `II*\0${le32(8)}${main}Maker\0${gps}${angle(1, 17)}${angle(36, 49)}`;
})();

function entry(tag: number, type: number, count: number, value: number): string {
  return le16(tag) + le16(type) + le32(count) + le32(value);
}

const WITH_EXIF: readonly [Kind, string][] = [
  ["jpeg", `\xff\xd8\xff\xe1\0${String.fromCharCode(tiff.length + 8)}Exif\0\0${tiff}\xff\xda`],
  ["png", `${HEAD(1, 1)}${be32(tiff.length)}eXIf${tiff}\0\0\0\0`],
  ["webp", `RIFF${le32(99)}WEBPVP8X${le32(10)}${"\0".repeat(10)}EXIF${le32(tiff.length)}${tiff}`],
];

test.each(WITH_EXIF)("the place and the camera in a %s are found", (kind, file) => {
  const told = toldBy(bytes(file), kind);

  expect(told.camera).toBe("Maker");
  expect(told.place?.latitude).toBeCloseTo(-1.2833, 4);
  expect(told.place?.longitude).toBeCloseTo(36.8167, 4);
  expect(toldBy(bytes(file.slice(0, 40)), kind).place).toBeNull();
});

test.each([
  ["letter.pdf", []],
  ["صورة.jpg", []],
  ["photo\u202egpj.exe", ["hidden", "program"]],
  ["bank.pdf\u200b.exe", ["hidden", "endings", "program"]],
  ["photo.jpg          .scr", ["endings", "program"]],
  ["../../etc/passwd", ["path"]],
  ["C:\\Windows\\a.txt", ["path"]],
  ["notes.2026.txt", []],
  ["page.svg", ["program"]],
  ["\u00adx", ["hidden"]],
  ["می\u200cخواهم.txt", []],
  ["x".repeat(130), ["long"]],
])("the name %j raises the doubts %j", (name, doubts) => {
  expect(doubtsOf(name)).toEqual(doubts);
});

test("what cannot be seen in a name is written out", () => {
  expect(visible("photo\u202egpj.exe")).toBe("photo[U+202E]gpj.exe");
  expect(visible("a\nb\u0000c")).toBe("a[U+000A]b[U+0000]c");
  expect(visible("x".repeat(500))).toHaveLength(121);
});

test("text is read in the usual ways of writing, and is never endless", () => {
  expect(decoded(utf8("Größe 大小 حجم")).text).toBe("Größe 大小 حجم");
  expect(decoded(bytes("Gr\xf6\xdfe")).text).toBe("Größe");
  expect(decoded(bytes("\xff\xfeH\0i\0")).text).toBe("Hi");
  expect(decoded(utf8("a\u202eb")).text).toBe("a\ufffdb");
  const { text, cut } = decoded(new Uint8Array(5_000_000).fill(0x61));
  expect([text.length, cut]).toEqual([MOST_LETTERS, true]);
});
