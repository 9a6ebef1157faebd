/**
 * What a chosen file is, by its first bytes, and whether it can be sent. Pure.
 *
 * Names lie and types are guessed from names, so both only choose among what the bytes allow. What can carry a
 * program or a page of its own is refused: an officer will open it.
 */
import { MOST_BYTES, MOST_BYTES_EACH } from "./kept";

/** Why a file is not taken. Each has its words in `refusals.ts`. */
export type Refusal =
  | "empty"
  | "too-large"
  | "too-large-together"
  | "photo-too-large"
  | "undecodable"
  | "canvas"
  | "video"
  | "program"
  | "page"
  | "archive"
  | "unknown"
  | "unreadable"
  | "intimate"
  | "microphone-denied"
  | "microphone-missing"
  | "recording-failed";

export type Verdict = { readonly kind: "photo" } | { readonly kind: "document"; readonly type: string } | { readonly refused: Refusal };

/** What is known of a file before it is read whole. */
export interface Chosen {
  readonly name: string;
  readonly size: number;
  /** Its first bytes, as many as `HEAD_BYTES` if it has them. */
  readonly head: Uint8Array;
}

/** Far enough for the size of a photo that has a thumbnail and a colour profile before it. */
export const HEAD_BYTES = 262_144;
/** A photo is decoded whole, four bytes a pixel: more than this and a cheap phone gives up. */
const MOST_PIXELS = 120_000_000;
const MOST_PHOTO_BYTES = 64 * 1_048_576;

interface Form {
  /** `start` stands at `at` of the file. */
  readonly start: string;
  readonly at?: number;
  /** Endings that a file of this form may have; any when absent. */
  readonly endings?: readonly string[];
  readonly verdict: Verdict;
}

const photo: Verdict = { kind: "photo" };
const document = (type: string): Verdict => ({ kind: "document", type });
const refused = (why: Refusal): Verdict => ({ refused: why });
const OFFICE = "application/vnd.openxmlformats-officedocument.";
const OPEN = "application/vnd.oasis.opendocument.";

/** The first form that fits decides. Bytes are written as Latin-1. */
const FORMS: readonly Form[] = [
  { start: "\xff\xd8\xff", verdict: photo },
  { start: "\x89PNG\r\n\x1a\n", verdict: photo },
  { start: "GIF8", verdict: photo },
  { start: "WEBP", at: 8, verdict: photo },
  ...["heic", "heix", "heim", "heis", "hevc", "mif1", "msf1", "avif"].map((brand) => ({ start: `ftyp${brand}`, at: 4, verdict: photo })),
  { start: "ftypM4A", at: 4, verdict: document("audio/mp4") },
  { start: "ftyp", at: 4, verdict: refused("video") },
  { start: "\x1aE\xdf\xa3", verdict: refused("video") },
  { start: "AVI ", at: 8, verdict: refused("video") },
  { start: "WAVE", at: 8, verdict: document("audio/wav") },
  { start: "OggS", endings: ["ogg", "oga", "opus"], verdict: document("audio/ogg") },
  { start: "ID3", verdict: document("audio/mpeg") },
  { start: "\xff\xfb", endings: ["mp3"], verdict: document("audio/mpeg") },
  { start: "#!AMR", verdict: document("audio/amr") },
  { start: "%PDF-", verdict: document("application/pdf") },
  { start: "{\\rtf", verdict: document("application/rtf") },
  { start: "PK\x03\x04", endings: ["docx"], verdict: document(`${OFFICE}wordprocessingml.document`) },
  { start: "PK\x03\x04", endings: ["xlsx"], verdict: document(`${OFFICE}spreadsheetml.sheet`) },
  { start: "PK\x03\x04", endings: ["pptx"], verdict: document(`${OFFICE}presentationml.presentation`) },
  { start: "PK\x03\x04", endings: ["odt"], verdict: document(`${OPEN}text`) },
  { start: "PK\x03\x04", endings: ["ods"], verdict: document(`${OPEN}spreadsheet`) },
  { start: "PK\x03\x04", endings: ["odp"], verdict: document(`${OPEN}presentation`) },
  { start: "PK\x03\x04", endings: ["apk", "jar", "xpi", "ipa", "docm", "xlsm"], verdict: refused("program") },
  { start: "\xd0\xcf\x11\xe0", endings: ["doc"], verdict: document("application/msword") },
  { start: "\xd0\xcf\x11\xe0", endings: ["xls"], verdict: document("application/vnd.ms-excel") },
  { start: "\xd0\xcf\x11\xe0", endings: ["ppt"], verdict: document("application/vnd.ms-powerpoint") },
  ...["PK", "Rar!", "7z\xbc\xaf", "\x1f\x8b", "BZh", "\xfd7zXZ"].map((start) => ({ start, verdict: refused("archive") })),
  ...["MZ", "\x7fELF", "\xca\xfe\xba\xbe", "\xcf\xfa\xed\xfe", "#!", "dex\n", "\xd0\xcf\x11\xe0"].map((start) => ({ start, verdict: refused("program") })),
];

const VIDEO_ENDINGS = ["mp4", "mov", "webm", "avi", "mkv", "3gp", "3g2", "wmv", "mpg", "mpeg", "m4v", "ogv", "ts"];
const PROGRAM_ENDINGS = ["exe", "msi", "bat", "cmd", "com", "scr", "ps1", "vbs", "js", "mjs", "sh", "apk", "jar", "lnk", "dll", "app", "py", "hta"];
const PAGE_ENDINGS = ["html", "htm", "xhtml", "svg", "svgz", "xml", "mht", "mhtml", "url"];
const TEXTS: Readonly<Record<string, string>> = { txt: "text/plain", csv: "text/csv", md: "text/plain", log: "text/plain" };

/** What becomes of a file, when `together` bytes are kept already. */
export function judge({ name, size, head }: Chosen, together: number): Verdict {
  if (size === 0) return refused("empty");
  const verdict = formOf(name, head);
  if ("refused" in verdict) return verdict;
  if (verdict.kind === "photo") return tooManyPixels(head) || size > MOST_PHOTO_BYTES ? refused("photo-too-large") : verdict;
  if (size > MOST_BYTES_EACH) return refused("too-large");
  return together + size > MOST_BYTES ? refused("too-large-together") : verdict;
}

function formOf(name: string, head: Uint8Array): Verdict {
  const ending = endingOf(name);
  const form = FORMS.find(({ start, at = 0, endings }) => startsWith(head, start, at) && (endings === undefined || endings.includes(ending)));
  if (form !== undefined) return form.verdict;
  if (VIDEO_ENDINGS.includes(ending)) return refused("video");
  if (PROGRAM_ENDINGS.includes(ending)) return refused("program");
  if (PAGE_ENDINGS.includes(ending) || /^\s*</.test(latin1(head.subarray(0, 64)))) return refused("page");
  const text = TEXTS[ending];
  return text !== undefined && !head.includes(0) ? document(text) : refused("unknown");
}

/** The letters behind the last dot, small. */
export function endingOf(name: string): string {
  const at = name.lastIndexOf(".");
  return at < 0 ? "" : name.slice(at + 1).toLowerCase();
}

function startsWith(head: Uint8Array, start: string, at: number): boolean {
  return latin1(head.subarray(at, at + start.length)) === start;
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

/** Whether a JPEG or PNG says that it has more pixels than can be decoded; other forms are tried as they are. */
function tooManyPixels(head: Uint8Array): boolean {
  const [width, height] = startsWith(head, "\x89PNG", 0) ? sizeOfPng(head) : sizeOfJpeg(head);
  return width * height > MOST_PIXELS;
}

function sizeOfPng(head: Uint8Array): readonly [number, number] {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  return head.length < 24 ? [0, 0] : [view.getUint32(16), view.getUint32(20)];
}

/** The size stands in the first segment whose marker is C0 to CF, but for C4, C8 and CC. */
function sizeOfJpeg(head: Uint8Array): readonly [number, number] {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  for (let at = 2; at + 9 <= head.length && head[at] === 0xff; at += 2 + view.getUint16(at + 2)) {
    const marker = head[at + 1] ?? 0;
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) return [view.getUint16(at + 7), view.getUint16(at + 5)];
  }
  return [0, 0];
}
