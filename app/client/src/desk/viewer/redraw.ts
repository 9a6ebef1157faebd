/**
 * A picture drawn anew: what reaches the page are its dots, as a file that this desk made itself.
 *
 * Its size is read before anything is decoded. Must never: hand the file as it came to an `img`.
 */
import type { Kind } from "./kinds";
import { SHOWN } from "./kinds";
import { MOST_PIXELS, type Size, sizeOf } from "./sizes";
import { Unshowable } from "./unshowable";

/** The longer edge of what is shown, in dots: more than a screen, and readable when it is made larger. */
const LONGEST_EDGE = 4_096;
const QUALITY = 0.92;

export interface Redrawn {
  readonly picture: Blob;
  /** As the file says. */
  readonly size: Size;
  /** Whether fewer dots are shown than it has. */
  readonly smaller: boolean;
}

/** Throws `Unshowable` when it is damaged or would fill the memory. */
export async function redrawn(bytes: Uint8Array<ArrayBuffer>, kind: Kind): Promise<Redrawn> {
  const size = sizeOf(bytes, kind);
  if (size === null) throw new Unshowable("damaged");
  if (size.width * size.height > MOST_PIXELS) throw new Unshowable("huge");
  const bitmap = await createImageBitmap(new Blob([bytes], { type: SHOWN[kind]?.type ?? "" })).catch(() => { throw new Unshowable("damaged"); });
  try {
    const share = Math.min(1, LONGEST_EDGE / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(bitmap.width * share));
    canvas.height = Math.max(1, Math.round(bitmap.height * share));
    const pen = canvas.getContext("2d");
    if (pen === null) throw new Unshowable("huge");
    pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    return { picture: await fileOf(canvas, kind === "jpeg" ? "image/jpeg" : "image/png"), size, smaller: share < 1 };
  } finally {
    bitmap.close();
  }
}

function fileOf(canvas: HTMLCanvasElement, type: string): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob((made) => { if (made === null) reject(new Unshowable("huge")); else resolve(made); }, type, QUALITY);
  });
}
