/**
 * `npm run conformance -- DIR`: hold both libraries to a folder of vectors.
 *
 * A Node command, the only kind of file here that reads from disk. One line for each
 * failure; the last line counts. Exit code 1 when anything failed.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

import { noble } from "./noble";
import type { Primitives } from "./primitives";
import { sodium } from "./sodium";
import type { Json } from "./vectors/material";
import { routingVectors } from "./vectors/routing";
import { type Kind, runFolder } from "./vectors/run";

const ROUTING: Kind = { name: "routing.json", field: "directories", reader: routingVectors };

/** Every `.json` file of a folder by name; null for one that is no JSON object. */
function readFolder(path: string): Map<string, Json | null> {
  const names = readdirSync(path).filter((name) => name.endsWith(".json"));
  return new Map(names.sort().map((name) => [name, readJson(resolve(path, name))]));
}

function readJson(path: string): Json | null {
  try {
    const value: unknown = JSON.parse(readFileSync(path, "utf8"));
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

async function main(folder: string | undefined): Promise<number> {
  if (folder === undefined) {
    console.error("usage: npm run conformance -- DIR");
    return 2;
  }
  const libraries: Primitives[] = [noble(), await sodium()];
  console.log(`${libraries.map(({ name }) => name).join(" and ")}: a vector counts once and passes when both pass it`);
  // npm changes into the package's folder; the path was meant from the caller's.
  const path = resolve(process.env.INIT_CWD ?? process.cwd(), folder);
  const files = existsSync(path) ? readFolder(path) : new Map<string, Json>();
  if (files.size === 0) {
    console.error("the folder holds no vector files (*.json)");
    return 2;
  }
  const outcome = await runFolder(files, libraries, [ROUTING]);
  for (const line of outcome.lines) console.log(line);
  console.log(`${outcome.passed} passed, ${outcome.failed} failed${outcome.skipped > 0 ? `, ${outcome.skipped} skipped` : ""}`);
  return outcome.failed > 0 ? 1 : 0;
}

process.exitCode = await main(process.argv[2]);
