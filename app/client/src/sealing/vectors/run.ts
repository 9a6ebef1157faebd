/** Runs a folder of vector files with every library given, and counts. No disk, no console. */
import { loadWordlist } from "../wordlists";
import { directoryVectors } from "./directory";
import { envelopeVectors } from "./envelope";
import { type Json, type Reader, type Vector } from "./material";
import { outerVectors } from "./outer";
import { receiptVectors } from "./receipt";
import { tagVectors } from "./tags";
import type { Primitives } from "../primitives";

export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** One for each failure, and one for each file that was skipped. */
  readonly lines: readonly string[];
}

const READERS: Readonly<Record<string, Reader>> = {
  "directory.json": directoryVectors,
  "envelope.json": envelopeVectors,
  "outer.json": outerVectors,
  "reply_tags.json": tagVectors,
};

/** Try every vector of the folder (file name to content) with every library; one counts once. */
export async function runFolder(folder: ReadonlyMap<string, Json>, libraries: readonly Primitives[]): Promise<Outcome> {
  const readers: Readonly<Record<string, Reader>> = { ...READERS, "receipt.json": receiptVectors((await loadWordlist("en")) ?? []) };
  const lines: string[] = [];
  const count = { passed: 0, failed: 0, skipped: 0 };
  for (const [name, file] of folder) {
    const reader = readers[name];
    if (reader === undefined) {
      count.skipped += sizeOf(file);
      lines.push(`${name}: skipped, no check is written for it`);
      continue;
    }
    for (const vector of reader(file, folder)) {
      const wrong = await tryWithAll(vector, libraries);
      lines.push(...wrong.map((what) => `${name} ${vector.name}: ${what}`));
      count[wrong.length === 0 ? "passed" : "failed"] += 1;
    }
  }
  return { ...count, lines };
}

/** Vectors of a file that nobody here can try: the entries of its lists, or one when it has another shape. */
function sizeOf(file: Json): number {
  const lists = Object.values(file).filter((value) => Array.isArray(value));
  return Math.max(1, lists.flat().filter((entry) => typeof entry === "object").length);
}

async function tryWithAll(vector: Vector, libraries: readonly Primitives[]): Promise<string[]> {
  const wrong: string[] = [];
  for (const p of libraries) {
    const what = await verdict(vector, p);
    if (what !== null) wrong.push(`${p.name}: ${what}`);
  }
  return wrong.length === 0 ? [] : [wrong.join("; ")];
}

async function verdict(vector: Vector, p: Primitives): Promise<string | null> {
  try {
    return await vector.try(p);
  } catch (error) {
    return `broke off with ${error instanceof Error ? `${error.name}, ${error.message}` : "something that is no error"}`;
  }
}
