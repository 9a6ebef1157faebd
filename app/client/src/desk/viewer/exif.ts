/**
 * What a picture tells beside what it shows: camera, time, place, program, names (EXIF).
 *
 * The reporter's app takes all of it out; a picture that came another way may still have it, and whoever passes it on
 * must know. Everything is bounds-checked and counted: a damaged or malicious block yields less, never an error.
 */
import type { Kind } from "./kinds";

export interface Told {
  readonly camera: string;
  readonly taken: string;
  /** Degrees; north and east are positive. */
  readonly place: { readonly latitude: number; readonly longitude: number } | null;
  readonly program: string;
  /** Names and descriptions that somebody or a device put in. */
  readonly names: string;
}

const NOTHING: Told = { camera: "", taken: "", place: null, program: "", names: "" };
const TAG = { make: 0x010f, model: 0x0110, software: 0x0131, changed: 0x0132, artist: 0x013b, description: 0x010e, copyright: 0x8298, exif: 0x8769, gps: 0x8825, taken: 0x9003, owner: 0xa430, serial: 0xa431 };
const GPS = { south: 1, latitude: 2, west: 3, longitude: 4 };
const MOST_ENTRIES = 200;
const MOST_LETTERS = 200;
const ASCII = 2;
const RATIONAL = 5;

/** What a picture of this kind tells; all empty when there is nothing. */
export function toldBy(bytes: Uint8Array, kind: Kind): Told {
  try {
    const block = blockOf(bytes, kind);
    return block === null ? NOTHING : read(block);
  } catch (error) {
    if (error instanceof RangeError) return NOTHING;
    throw error;
  }
}

function blockOf(bytes: Uint8Array, kind: Kind): DataView | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (kind === "jpeg") return ofJpeg(bytes, view);
  if (kind === "png") return chunk(bytes, view, 8, "eXIf", { length: 0, name: 4, data: 8, after: 12, little: false, even: false });
  if (kind === "webp") return chunk(bytes, view, 12, "EXIF", { length: 4, name: 0, data: 8, after: 8, little: true, even: true });
  return null;
}

function ofJpeg(bytes: Uint8Array, view: DataView): DataView | null {
  for (let at = 2; at + 10 < bytes.length && view.getUint8(at) === 0xff && view.getUint8(at + 1) !== 0xda; at += 2 + view.getUint16(at + 2)) {
    if (view.getUint8(at + 1) === 0xe1 && letters(bytes, at + 4, 4) === "Exif") return part(bytes, at + 10, view.getUint16(at + 2) - 8);
  }
  return null;
}

interface Layout {
  readonly length: number;
  readonly name: number;
  readonly data: number;
  /** Bytes of a chunk that its length does not count. */
  readonly after: number;
  readonly little: boolean;
  readonly even: boolean;
}

function chunk(bytes: Uint8Array, view: DataView, start: number, name: string, layout: Layout): DataView | null {
  for (let at = start; at + 8 <= bytes.length; ) {
    const length = view.getUint32(at + layout.length, layout.little);
    if (letters(bytes, at + layout.name, 4) === name) {
      const skip = letters(bytes, at + layout.data, 4) === "Exif" ? 6 : 0;
      return part(bytes, at + layout.data + skip, length - skip);
    }
    at += layout.after + length + (layout.even ? length % 2 : 0);
  }
  return null;
}

function part(bytes: Uint8Array, at: number, length: number): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset + at, Math.max(0, Math.min(length, bytes.length - at)));
}

function letters(bytes: Uint8Array, at: number, count: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + count));
}

interface Entry {
  readonly type: number;
  readonly count: number;
  /** Where the value stands. */
  readonly at: number;
}

function read(block: DataView): Told {
  const little = block.getUint16(0) === 0x4949;
  const main = table(block, block.getUint32(4, little), little);
  const under = (tag: number) => {
    const entry = main.get(tag);
    return entry === undefined ? new Map<number, Entry>() : table(block, block.getUint32(entry.at, little), little);
  };
  const [exif, gps] = [under(TAG.exif), under(TAG.gps)];
  const text = (from: ReadonlyMap<number, Entry>, tag: number) => words(block, from.get(tag));
  return {
    camera: together(text(main, TAG.make), text(main, TAG.model), text(exif, TAG.serial)),
    taken: text(exif, TAG.taken) || text(main, TAG.changed),
    place: place(block, gps, little),
    program: text(main, TAG.software),
    names: together(text(main, TAG.artist), text(exif, TAG.owner), text(main, TAG.copyright), text(main, TAG.description)),
  };
}

function together(...parts: readonly string[]): string {
  return parts.filter((each) => each !== "").join(", ");
}

const WIDTHS: Readonly<Record<number, number>> = { 1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1, 9: 4, 10: 8 };

/** The entries of a table, by their tag. One that lies outside of the block is left out. */
function table(block: DataView, start: number, little: boolean): Map<number, Entry> {
  const found = new Map<number, Entry>();
  if (start + 2 > block.byteLength) return found;
  const count = Math.min(block.getUint16(start, little), MOST_ENTRIES);
  for (let at = start + 2; at + 12 <= block.byteLength && found.size < count && at < start + 2 + 12 * count; at += 12) {
    const [type, many] = [block.getUint16(at + 2, little), block.getUint32(at + 4, little)];
    const bytes = (WIDTHS[type] ?? 0) * many;
    const value = bytes <= 4 ? at + 8 : block.getUint32(at + 8, little);
    if (bytes > 0 && value + bytes <= block.byteLength) found.set(block.getUint16(at, little), { type, count: many, at: value });
  }
  return found;
}

function words(block: DataView, entry: Entry | undefined): string {
  if (entry?.type !== ASCII) return "";
  const raw = new Uint8Array(block.buffer, block.byteOffset + entry.at, Math.min(entry.count, MOST_LETTERS));
  const end = raw.indexOf(0);
  return new TextDecoder().decode(end < 0 ? raw : raw.subarray(0, end)).trim();
}

function place(block: DataView, gps: ReadonlyMap<number, Entry>, little: boolean): Told["place"] {
  const latitude = degrees(block, gps.get(GPS.latitude), little);
  const longitude = degrees(block, gps.get(GPS.longitude), little);
  if (latitude === null || longitude === null || Math.abs(latitude) > 90 || Math.abs(longitude) > 180) return null;
  const [south, west] = [words(block, gps.get(GPS.south)) === "S", words(block, gps.get(GPS.west)) === "W"];
  return { latitude: south ? -latitude : latitude, longitude: west ? -longitude : longitude };
}

/** Degrees, minutes and seconds, each a fraction. */
function degrees(block: DataView, entry: Entry | undefined, little: boolean): number | null {
  if (entry?.type !== RATIONAL || entry.count !== 3) return null;
  const [whole = NaN, minutes = NaN, seconds = NaN] = [0, 8, 16].map((step) => block.getUint32(entry.at + step, little) / block.getUint32(entry.at + step + 4, little));
  const found = whole + minutes / 60 + (Number.isFinite(seconds) ? seconds / 3_600 : 0);
  return Number.isFinite(found) ? found : null;
}
