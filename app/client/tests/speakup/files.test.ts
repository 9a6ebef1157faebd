/** Chosen files: what is taken, what is refused and why, and that nothing but the picture is left of a photo. */
import { describe, expect, it } from "vitest";
import { concat, utf8 } from "../../src/sealing/bytes";
import { collect, voiceNote } from "../../src/speakup/evidence/collect";
import { bare } from "../../src/speakup/evidence/jpeg";
import { type Chosen, HEAD_BYTES, judge, type Refusal } from "../../src/speakup/evidence/judge";
import { type Kept, MOST_BYTES, MOST_BYTES_EACH } from "../../src/speakup/evidence/kept";
import { NotAPicture } from "../../src/speakup/evidence/photo";
import { refusalText } from "../../src/speakup/evidence/refusals";
import { wav } from "../../src/speakup/evidence/wav";

const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const segment = (marker: number, data: Uint8Array) => concat(Uint8Array.of(0xff, marker, (data.length + 2) >> 8, (data.length + 2) & 0xff), data);
const SIZE = (width: number, height: number) => segment(0xc0, Uint8Array.of(8, height >> 8, height & 255, width >> 8, width & 255, 3));
const GPS = bytes("Exif\0\0 GPSLatitude -1.2921 GPSLongitude 36.8219 Camera 2026:11:21");
const JPEG = concat(
  Uint8Array.of(0xff, 0xd8),
  segment(0xe0, bytes("JFIF\0")), segment(0xe1, GPS), segment(0xe1, bytes("http://ns.adobe.com/xap/1.0/\0 creator")),
  segment(0xe2, bytes("ICC_PROFILE of one screen")), segment(0xed, bytes("Photoshop")), segment(0xfe, bytes("a comment")),
  SIZE(640, 480), segment(0xda, Uint8Array.of(1)), bytes("\x01\xff\x00\x02the picture\xff\xd9"), bytes("a film behind the picture GPS"),
);

function judged(name: string, head: Uint8Array, change: Partial<Chosen> = {}, together = 0): string {
  const verdict = judge({ name, size: head.length, head, ...change }, together);
  return "refused" in verdict ? verdict.refused : verdict.kind === "document" ? verdict.type : verdict.kind;
}

describe("a chosen file", () => {
  it.each([
    ["a.jpg", JPEG, "photo"],
    ["a.pdf", JPEG, "photo"],
    ["a.png", bytes("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0\0\0\x01\0"), "photo"],
    ["a.webp", bytes("RIFF\0\0\0\0WEBPVP8 "), "photo"],
    ["a.heic", bytes("\0\0\0\x18ftypheic"), "photo"],
    ["a.pdf", bytes("%PDF-1.7"), "application/pdf"],
    ["a.docx", bytes("PK\x03\x04word"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"],
    ["a.ODT", bytes("PK\x03\x04mimetype"), "application/vnd.oasis.opendocument.text"],
    ["a.doc", bytes("\xd0\xcf\x11\xe0"), "application/msword"],
    ["a.txt", utf8("Lundi, à 8 h"), "text/plain"],
    ["a.csv", utf8("1;2"), "text/csv"],
    ["a.m4a", bytes("\0\0\0\x18ftypM4A "), "audio/mp4"],
    ["a.mp3", bytes("ID3\x04"), "audio/mpeg"],
  ])("%s is taken by what it is", (name, head, expected) => {
    expect(judged(name, head)).toBe(expected);
  });

  it.each([
    ["a.jpg", new Uint8Array(0), "empty"],
    ["photo.jpg", bytes("MZ\x90"), "program"],
    ["a.exe", bytes("nothing known"), "program"],
    ["a.sh", bytes("#!/bin/sh"), "program"],
    ["a.apk", bytes("PK\x03\x04"), "program"],
    ["a.docm", bytes("PK\x03\x04"), "program"],
    ["a.svg", bytes("<svg onload=alert(1)>"), "page"],
    ["a.txt", bytes("  <!doctype html><script>"), "page"],
    ["a.png", bytes("<?xml version"), "page"],
    ["a.zip", bytes("PK\x03\x04"), "archive"],
    ["a.rar", bytes("Rar!\x1a"), "archive"],
    ["a.mp4", bytes("\0\0\0\x18ftypisom"), "video"],
    ["a.mov", bytes("\0\0\0\x14ftypqt  "), "video"],
    ["a.webm", bytes("\x1aE\xdf\xa3"), "video"],
    ["a.txt", bytes("bin\0ary"), "unknown"],
    ["a", bytes("who knows"), "unknown"],
  ])("%s is refused, and why is said in words", (name, head, why) => {
    expect(judged(name, head)).toBe(why);
    expect(refusalText(why as Refusal, (text) => text).length).toBeGreaterThan(20);
  });

  it("may be as large as a phone can send, and not a byte more", () => {
    const pdf = bytes("%PDF-1.7");
    expect(judged("a.pdf", pdf, { size: MOST_BYTES_EACH })).toBe("application/pdf");
    expect(judged("a.pdf", pdf, { size: MOST_BYTES_EACH + 1 })).toBe("too-large");
    expect(judged("a.pdf", pdf, { size: 9 }, MOST_BYTES - 9)).toBe("application/pdf");
    expect(judged("a.pdf", pdf, { size: 9 }, MOST_BYTES - 8)).toBe("too-large-together");
  });

  it("of 50 MB that is a photo is taken, unless it has more pixels than a phone can hold", () => {
    expect(judged("a.jpg", JPEG, { size: 50_000_000 })).toBe("photo");
    expect(judged("a.jpg", JPEG, { size: 80_000_000 })).toBe("photo-too-large");
    const vast = concat(Uint8Array.of(0xff, 0xd8), segment(0xe1, GPS), SIZE(20_000, 12_000));
    expect(judged("a.jpg", vast, { size: 50_000_000 })).toBe("photo-too-large");
    expect(judged("a.png", bytes("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xff\xff\0\0\xff\xff"))).toBe("photo-too-large");
  });
});

describe("collecting", () => {
  const file = (name: string, content: Uint8Array<ArrayBuffer>) => new File([content], name);
  const drawn = () => Promise.resolve(new Uint8Array([1, 2, 3]));

  it("draws photos anew and gives them a name that says nothing", async () => {
    const one = await collect(file("IMG_20261121_Nairobi.jpg", JPEG), [], drawn);
    if (!("kept" in one)) throw new Error("the photo was not kept");
    const two = await collect(file("IMG_20261122.jpg", JPEG), [one.kept], drawn);

    expect(one.kept).toMatchObject({ kind: "photo", name: "photo-1.jpg", type: "image/jpeg", content: new Uint8Array([1, 2, 3]) });
    expect(two).toMatchObject({ kept: { name: "photo-2.jpg" } });
  });

  it("asks about documents before they are kept, and keeps no path of them", async () => {
    expect(await collect(file("C:\\Users\\me\\letter.pdf", bytes("%PDF-1.7")), [], drawn)).toMatchObject({ document: { name: "letter.pdf", kind: "document" } });
  });

  it("says which photo could not be read and keeps nothing of it", async () => {
    const broken = () => Promise.reject(new NotAPicture("undecodable"));
    expect(await collect(file("a.heic", bytes("\0\0\0\x18ftypheic")), [], broken)).toEqual({ refused: "undecodable", name: "a.heic" });
  });

  it("says when a file went away while it was looked at", async () => {
    const gone = Object.assign(file("a.pdf", bytes("%PDF-")), { slice: () => ({ arrayBuffer: () => Promise.reject(new DOMException("", "NotFoundError")) }) });
    expect(await collect(gone, [], drawn)).toEqual({ refused: "unreadable", name: "a.pdf" });
  });

  it("looks at no more of a large file than its beginning", async () => {
    let most = 0;
    const large = file("a.pdf", concat(bytes("%PDF-1.7"), new Uint8Array(2 * HEAD_BYTES)));
    const slice = large.slice.bind(large);
    large.slice = (from, to, type) => { most = Math.max(most, (to ?? 0) - (from ?? 0)); return slice(from, to, type); };
    await collect(large, [], drawn);
    expect(most).toBe(HEAD_BYTES);
  });

  it("keeps a voice note by number and type, and refuses one that is too large", () => {
    const first = voiceNote(new Uint8Array(9), "audio/wav", []);
    expect(first).toMatchObject({ kind: "voice", name: "voice-note-1.wav" });
    expect(voiceNote(new Uint8Array(9), "audio/webm", [first as Kept])).toMatchObject({ name: "voice-note-2.webm" });
    expect(voiceNote(new Uint8Array(MOST_BYTES_EACH + 1), "audio/wav", [])).toBeNull();
  });
});

describe("a photo", () => {
  it("has nothing in it but the picture", () => {
    const clean = bare(JPEG) ?? new Uint8Array(0);
    const text = String.fromCharCode(...clean);

    for (const word of ["Exif", "GPS", "creator", "ICC", "Photoshop", "comment", "film"]) expect(text).not.toContain(word);
    expect(text).toContain("JFIF");
    expect(text.endsWith("the picture\xff\xd9")).toBe(true);
    expect([...clean.subarray(0, 2)]).toEqual([0xff, 0xd8]);
  });

  it("that is no JPEG, or is torn, is not passed on", () => {
    expect(bare(bytes("GIF89a"))).toBeNull();
    expect(bare(JPEG.subarray(0, 40))).toBeNull();
    expect(bare(concat(Uint8Array.of(0xff, 0xd8), bytes("garbage")))).toBeNull();
  });
});

it("a masked voice is written as sound that any player opens", () => {
  const made = wav(Float32Array.of(0, 1, -1, 2), 16_000);
  const view = new DataView(made.buffer);

  expect(String.fromCharCode(...made.subarray(0, 4), ...made.subarray(8, 16))).toBe("RIFFWAVEfmt ");
  expect([view.getUint32(4, true), view.getUint32(24, true), view.getUint32(40, true), made.length]).toEqual([44, 16_000, 8, 52]);
  expect([44, 46, 48, 50].map((at) => view.getInt16(at, true))).toEqual([0, 32_767, -32_767, 32_767]);
});
