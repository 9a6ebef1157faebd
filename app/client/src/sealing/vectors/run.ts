/** Runs a folder of vector files with every library given, and counts. No disk, no console. */
import type { Primitives } from "../primitives";
import { loadWordlist, type Wordlist } from "../wordlists";
import { attachmentVectors } from "./attachment";
import { directoryVectors } from "./directory";
import { envelopeVectors } from "./envelope";
import type { Json, Reader, Vector } from "./material";
import { outerVectors } from "./outer";
import { receiptVectors } from "./receipt";
import { tagVectors } from "./tags";

export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** One for each failure, and one for each file that was skipped. */
  readonly lines: readonly string[];
}

/** A kind of file is known by its name, or by a field that no other kind has. */
export interface Kind {
  readonly name: string;
  readonly field: string;
  readonly reader: Reader;
}

function kinds(english: Wordlist): readonly Kind[] {
  return [
    { name: "envelope.json", field: "keys", reader: envelopeVectors },
    { name: "outer.json", field: "relay", reader: outerVectors },
    { name: "receipt.json", field: "argon2id", reader: receiptVectors(english) },
    { name: "reply_tags.json", field: "trays", reader: tagVectors },
    { name: "attachment.json", field: "brick_counts", reader: attachmentVectors },
    { name: "directory.json", field: "signing", reader: directoryVectors },
  ];
}

/**
 * Try every vector of the folder with every library; one counts once.
 *
 * `folder` is file name to content, null when unreadable; `more` are kinds that lie above sealing.
 */
export async function runFolder(
  folder: ReadonlyMap<string, Json | null>,
  libraries: readonly Primitives[],
  more: readonly Kind[] = [],
): Promise<Outcome> {
  const known = [...kinds((await loadWordlist("en")) ?? []), ...more];
  const files = new Map([...folder].filter((entry): entry is [string, Json] => entry[1] !== null));
  const unread = [...folder.keys()].filter((name) => !files.has(name));
  const lines = unread.map((name) => `${name}: cannot be read as JSON`);
  const count = { passed: 0, failed: unread.length, skipped: 0 };
  for (const [name, file] of files) {
    const kind = known.find((one) => one.name === name) ?? (hasVectors(file) ? known.find((one) => one.field in file) : undefined);
    if (kind === undefined) {
      count.skipped += sizeOf(file);
      lines.push(`${name}: skipped, no check is written for it`);
      continue;
    }
    for (const vector of vectorsIn(kind, file, files)) {
      const wrong = await tryWithAll(vector, libraries);
      if (wrong !== null) lines.push(`${name} ${vector.name}: ${wrong}`);
      count[wrong === null ? "passed" : "failed"] += 1;
    }
  }
  return { ...count, lines };
}

/** The protocol's files hold right and wrong bytes; in another file a field of ours may mean something else. */
function hasVectors(file: Json): boolean {
  return "positive" in file || "negative" in file;
}

/** The file's vectors; a file that cannot be taken apart is one vector that fails. */
function vectorsIn(kind: Kind, file: Json, files: ReadonlyMap<string, Json>): Vector[] {
  try {
    return kind.reader(file, files);
  } catch (error) {
    return [{ name: "as a whole", try: () => brokenOff(error) }];
  }
}

/** Vectors of a file that nobody here can try: the entries of its lists, or one when it has another shape. */
function sizeOf(file: Json): number {
  const lists = Object.values(file).filter((value) => Array.isArray(value));
  return Math.max(1, lists.flat().filter((entry) => typeof entry === "object").length);
}

/** What is wrong, by library, or null. */
async function tryWithAll(vector: Vector, libraries: readonly Primitives[]): Promise<string | null> {
  const wrong: string[] = [];
  for (const p of libraries) {
    const what = await verdict(vector, p);
    if (what !== null) wrong.push(`${p.name}: ${what}`);
  }
  return wrong.length === 0 ? null : wrong.join("; ");
}

async function verdict(vector: Vector, p: Primitives): Promise<string | null> {
  try {
    return await vector.try(p);
  } catch (error) {
    return brokenOff(error);
  }
}

function brokenOff(error: unknown): string {
  return `broke off with ${error instanceof Error ? `${error.name}, ${error.message}` : "something that is no error"}`;
}
