/**
 * A PDF of one page that is one picture: all that a certificate needs. Pure.
 *
 *     %PDF-1.4 … 1 catalogue, 2 pages, 3 page, 4 picture (JPEG as it is), 5 drawing … xref … trailer
 *
 * Every object's place counts in bytes from the start of the file. Source: ISO 32000-1, §7.5, §8.9.
 */
import { type Bytes, concat, utf8 } from "../../sealing/bytes";

/** A4 lying, in points of 1/72 inch. */
const PAGE = { width: 841.89, height: 595.28 };

export interface Picture {
  /** As JPEG, RGB. */
  readonly jpeg: Uint8Array;
  /** In pixels. */
  readonly width: number;
  readonly height: number;
}

/** The bytes of the file; `language` is a BCP 47 tag. */
export function pdfOf({ jpeg, width, height }: Picture, language: string): Bytes {
  const { width: across, height: up } = PAGE;
  const drawing = utf8(`q ${across} 0 0 ${up} 0 0 cm /P Do Q`);
  const lang = language.replace(/[^A-Za-z0-9-]/g, "");
  return joined([
    utf8(`<< /Type /Catalog /Pages 2 0 R /Lang (${lang}) >>`),
    utf8("<< /Type /Pages /Kids [3 0 R] /Count 1 >>"),
    utf8(`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${across} ${up}] /Resources << /XObject << /P 4 0 R >> >> /Contents 5 0 R >>`),
    stream(`/Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode`, jpeg),
    stream("", drawing),
  ]);
}

function stream(dictionary: string, content: Uint8Array): Bytes {
  return concat(utf8(`<< ${dictionary} /Length ${content.length} >>\nstream\n`), content, utf8("\nendstream"));
}

/** Objects numbered from 1, then the table of their places. */
function joined(objects: readonly Uint8Array[]): Bytes {
  // Bytes above 127 in the second line say that the file is not text.
  const parts: Uint8Array[] = [concat(utf8("%PDF-1.4\n%"), Uint8Array.of(0xe2, 0xe3, 0xcf, 0xd3, 0x0a))];
  const places: number[] = [];
  let length = parts[0]?.length ?? 0;
  const add = (part: Uint8Array) => {
    parts.push(part);
    length += part.length;
  };
  objects.forEach((object, index) => {
    places.push(length);
    add(concat(utf8(`${index + 1} 0 obj\n`), object, utf8("\nendobj\n")));
  });
  const table = places.map((place) => `${String(place).padStart(10, "0")} 00000 n \n`).join("");
  const count = objects.length + 1;
  add(utf8(`xref\n0 ${count}\n0000000000 65535 f \n${table}trailer\n<< /Size ${count} /Root 1 0 R >>\nstartxref\n${length}\n%%EOF\n`));
  return concat(...parts);
}
