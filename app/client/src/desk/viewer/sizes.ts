/** How large a picture says it is, read from its head alone, so that a small file cannot make the desk fill its memory. */
import type { Kind } from "./kinds";

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Pixels that are decoded at most: 256 MB of memory, more than the cameras of telephones make by themselves. */
export const MOST_PIXELS = 64_000_000;

/** Null when the head is damaged or names no size. */
export function sizeOf(bytes: Uint8Array, kind: Kind): Size | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const size = READ[kind]?.(view) ?? null;
    return size !== null && size.width > 0 && size.height > 0 ? size : null;
  } catch (error) {
    // The head ends too early.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

const READ: Readonly<Partial<Record<Kind, (view: DataView) => Size | null>>> = {
  png: (view) => ({ width: view.getUint32(16), height: view.getUint32(20) }),
  gif: (view) => ({ width: view.getUint16(6, true), height: view.getUint16(8, true) }),
  jpeg,
  webp,
};

/** Start-of-frame markers; C4, C8 and CC are something else. */
const FRAMES = [0xc0, 0xc1, 0xc2, 0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf];

function jpeg(view: DataView): Size | null {
  for (let at = 2; view.getUint8(at) === 0xff; ) {
    const marker = view.getUint8(at + 1);
    if (FRAMES.includes(marker)) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    // Fill bytes may stand before a marker.
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
  return null;
}

const VP8 = 0x56503820;
const VP8L = 0x5650384c;
const VP8X = 0x56503858;

function webp(view: DataView): Size | null {
  const form = view.getUint32(12);
  if (form === VP8X) return { width: 1 + three(view, 24), height: 1 + three(view, 27) };
  if (form === VP8) return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  if (form !== VP8L) return null;
  const bits = view.getUint32(21, true);
  return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
}

function three(view: DataView, at: number): number {
  return view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
}
