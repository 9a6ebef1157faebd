/**
 * A JPEG without anything but the picture: no EXIF, no place, no time, no device, no thumbnail, no comment. Pure.
 *
 *     FF D8 | segments: FF marker, length (2, big endian, itself included), data | FF DA: the picture follows | FF D9
 *
 * Kept of the segments APP0 to APP15 are only APP0 "JFIF" and APP14 "Adobe", which say how to show the colours.
 */
import { type Bytes, concat } from "../../sealing/bytes";

const APP0 = 0xe0;
const APP14 = 0xee;
const APP15 = 0xef;
const COMMENT = 0xfe;
const START_OF_SCAN = 0xda;

/** The same picture without what describes it; null when the bytes are no JPEG. */
export function bare(jpeg: Uint8Array): Bytes | null {
  if (jpeg[0] !== 0xff || jpeg[1] !== 0xd8) return null;
  const kept: Uint8Array[] = [jpeg.subarray(0, 2)];
  const view = new DataView(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength);
  for (let at = 2; at + 4 <= jpeg.length; ) {
    if (jpeg[at] !== 0xff) return null;
    const marker = jpeg[at + 1] ?? 0;
    // Behind the picture some phones put a second file, such as a short film; it is left out with all that follows.
    if (marker === START_OF_SCAN) return concat(...kept, jpeg.subarray(at, endOfPicture(jpeg, at)));
    const end = at + 2 + view.getUint16(at + 2);
    if (!describes(marker)) kept.push(jpeg.subarray(at, end));
    at = end;
  }
  return null;
}

function describes(marker: number): boolean {
  if (marker === COMMENT) return true;
  return marker > APP0 && marker <= APP15 && marker !== APP14;
}

/** Where the picture that begins at `from` ends: after the first end marker. Bytes FF inside it are escaped with 00. */
function endOfPicture(jpeg: Uint8Array, from: number): number {
  for (let at = from; at + 1 < jpeg.length; at++) if (jpeg[at] === 0xff && jpeg[at + 1] === 0xd9) return at + 2;
  return jpeg.length;
}
