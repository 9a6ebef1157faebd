/** From files that a person chose to what is kept: looked at, photos drawn anew, documents as they are. */
import { HEAD_BYTES, judge, type Refusal } from "./judge";
import { type Kept, MOST_BYTES, MOST_BYTES_EACH, sizeOfAll } from "./kept";
import { NotAPicture, redrawn } from "./photo";

/** One chosen file: a document to ask about, something kept, or why not. */
export type Collected =
  | { readonly kept: Kept }
  | { readonly document: Kept }
  | { readonly refused: Refusal; readonly name: string };

/** Ids of what is kept; they mean nothing outside of this page. */
let counted = 0;
export function nextId(): number {
  return ++counted;
}

/** Look at a file, and draw it anew when it is a photo. `photos` is how many are kept already: names count on. */
export async function collect(file: File, kept: readonly Kept[], draw: typeof redrawn = redrawn): Promise<Collected> {
  const name = file.name.split(/[\\/]/).at(-1) ?? "";
  try {
    const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
    const verdict = judge({ name, size: file.size, head }, sizeOfAll(kept));
    if ("refused" in verdict) return { ...verdict, name };
    if (verdict.kind === "document") return { document: { id: nextId(), kind: "document", name, type: verdict.type, content: file } };
    return fitting(await photoOf(file, kept, draw), kept, name);
  } catch (error) {
    if (error instanceof NotAPicture) return { refused: error.why, name };
    if (error instanceof DOMException) return { refused: "unreadable", name };
    throw error;
  }
}

/** Photos are named by number: their own names often hold the day and the hour. */
async function photoOf(file: File, kept: readonly Kept[], draw: typeof redrawn): Promise<Kept> {
  const content = await draw(file);
  const id = nextId();
  return { id, kind: "photo", name: `photo-${kept.filter(({ kind }) => kind === "photo").length + 1}.jpg`, type: "image/jpeg", content };
}

function fitting(one: Kept, kept: readonly Kept[], name: string): Collected {
  return sizeOfAll([...kept, one]) > MOST_BYTES ? { refused: "too-large-together", name } : { kept: one };
}

/** How a voice note is kept: masked ones are WAV, others what the browser records. Null: too large. */
export function voiceNote(bytes: Uint8Array, type: string, kept: readonly Kept[]): Kept | null {
  const ending = { "audio/wav": "wav", "audio/mp4": "m4a", "audio/ogg": "ogg" }[type] ?? "webm";
  const number = kept.filter(({ kind }) => kind === "voice").length + 1;
  const one: Kept = { id: nextId(), kind: "voice", name: `voice-note-${number}.${ending}`, type, content: bytes };
  return bytes.length > MOST_BYTES_EACH || sizeOfAll([...kept, one]) > MOST_BYTES ? null : one;
}
