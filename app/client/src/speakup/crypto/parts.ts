/**
 * Cutting a text that is too long for one envelope into parts (protocol §5; joining: `payloads.ts`).
 *
 * Strings are cut between two code points; lists stand whole in the first part, each file where there is room. Pure.
 */
import type { Attachment } from "../../payloads";
import { utf8 } from "../../sealing/bytes";

/** What a person gives, before it is addressed. */
export type Draft =
  | {
      readonly kind: "report";
      readonly answers: Readonly<Record<string, string | readonly string[]>>;
      readonly words: string;
      readonly consent: Readonly<Record<string, string>>;
      readonly urgent: boolean;
      /** Sealed files, whose bricks wait in the queue. */
      readonly attachments?: readonly Attachment[];
    }
  | { readonly kind: "assistance"; readonly help: readonly string[]; readonly safe_contact: string; readonly country: string | null }
  | {
      readonly kind: "message";
      readonly text: string;
      /** Changes what it names of what the person allows. */
      readonly consent?: Readonly<Record<string, string>>;
      readonly attachments?: readonly Attachment[];
    };

/** The texts of a draft by name; answers that are texts are named `answers.…`. */
type Texts = Map<string, string>;

const ANSWER = "answers.";

/**
 * The drafts that together say what `draft` says, each at most `room` bytes of JSON.
 *
 * One draft when it fits. `room` must leave space for the draft's lists and field names.
 */
export function split<D extends Draft>(draft: D, room: number): D[] {
  if (size(draft) <= room) return [draft];
  const files = attachmentsOf(draft);
  if (files.length > 0) return files.reduce((parts, file) => withFile(parts, file, room), split(withFiles(draft, []), room));
  const texts = textsOf(draft);
  const parts: D[] = [];
  let bare = withTexts(draft, new Map());
  while (texts.size > 0) {
    parts.push(withTexts(bare, take(texts, room - size(bare))));
    bare = withoutLists(bare);
  }
  return parts;
}

/** The files that a draft names. */
export function attachmentsOf(draft: Draft): readonly Attachment[] {
  return draft.kind === "assistance" ? [] : (draft.attachments ?? []);
}

/** The draft with these files; who only helps reads no file, so a request for help stays as it is. */
export function withFiles<D extends Draft>(draft: D, attachments: readonly Attachment[]): D {
  return draft.kind === "assistance" ? draft : { ...draft, attachments };
}

/** The parts with one file more: in the first that has room for it, or else in one of its own. */
function withFile<D extends Draft>(parts: readonly D[], file: Attachment, room: number): D[] {
  const fuller = parts.map((part) => withFiles(part, [...attachmentsOf(part), file]));
  const at = fuller.findIndex((part) => size(part) <= room);
  if (at >= 0) return parts.map((part, place) => (place === at ? (fuller[at] ?? part) : part));
  const [first] = parts;
  return first === undefined ? [] : [...parts, withFiles(withoutLists(withTexts(first, new Map())), [file])];
}

function size(value: unknown): number {
  return utf8(JSON.stringify(value)).length;
}

/** Move as much as fits out of `texts`; at least one code point, so that it always ends. */
function take(texts: Texts, room: number): Texts {
  const taken: Texts = new Map();
  let left = room;
  for (const [name, text] of texts) {
    left -= size(name) + 4;
    const length = taken.size === 0 ? Math.max(fitting(text, left), Array.from(text)[0]?.length ?? 0) : fitting(text, left);
    if (length > 0) taken.set(name, text.slice(0, length));
    left -= size(text.slice(0, length));
    if (length < text.length) {
      texts.set(name, text.slice(length));
      break;
    }
    texts.delete(name);
  }
  return taken;
}

/** How many UTF-16 units of `text` take at most `room` bytes as JSON, never half a character. */
function fitting(text: string, room: number): number {
  let [low, high] = [0, text.length];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (size(text.slice(0, middle)) <= room) low = middle;
    else high = middle - 1;
  }
  const last = text.charCodeAt(low - 1);
  return low < text.length && last >= 0xd800 && last <= 0xdbff ? low - 1 : low;
}

function textsOf(draft: Draft): Texts {
  if (draft.kind === "message") return new Map([["text", draft.text]]);
  if (draft.kind === "assistance") return new Map([["safe_contact", draft.safe_contact]]);
  const texts: Texts = new Map([["words", draft.words]]);
  for (const [id, value] of Object.entries(draft.answers)) if (typeof value === "string") texts.set(ANSWER + id, value);
  return texts;
}

function withTexts<D extends Draft>(draft: D, texts: Texts): D {
  if (draft.kind === "message") return { ...draft, text: texts.get("text") ?? "" };
  if (draft.kind === "assistance") return { ...draft, safe_contact: texts.get("safe_contact") ?? "" };
  const lists = Object.entries(draft.answers).filter(([, value]) => typeof value !== "string");
  const strings = [...texts].filter(([name]) => name.startsWith(ANSWER)).map(([name, text]) => [name.slice(ANSWER.length), text] as const);
  return { ...draft, words: texts.get("words") ?? "", answers: Object.fromEntries([...lists, ...strings]) };
}

function withoutLists<D extends Draft>(draft: D): D {
  if (draft.kind === "report") return { ...draft, answers: {} };
  return draft.kind === "assistance" ? { ...draft, help: [] } : draft;
}
