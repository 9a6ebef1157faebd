/** Files that the officer takes away: handed to the browser, which asks where to put them. */
import type { HandoverBody } from "../case/handover";
import { type Bytes, utf8 } from "../../sealing/bytes";

/** The browser has begun to write by then. */
const KEPT_MS = 60_000;

export function download(bytes: Bytes, name: string, type: string): void {
  const address = URL.createObjectURL(new Blob([bytes], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => { URL.revokeObjectURL(address); }, KEPT_MS);
}

/** A body as a readable file. Keys of files stay out: the files themselves are not in it. */
export function readable(body: HandoverBody): Bytes {
  const texts = body.texts.map((text) => ({ ...text, attachments: text.attachments.map(({ name, type, length }) => ({ name, type, length })) }));
  return utf8(JSON.stringify({ ...body, reporter: "", texts }, null, 1));
}
