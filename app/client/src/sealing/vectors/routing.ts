/**
 * Vectors of the routing table: the same facts take the same route in every implementation.
 *
 * Routing lies above sealing; only the conformance command imports this module.
 */
import { parseDirectory } from "../../directory/parse";
import { route } from "../../directory/routing";
import type { Directory, Facts } from "../../directory/types";
import { BadInput } from "../errors";
import { differing, type Json, textOf, type Vector, vectorsOf } from "./material";

export function routingVectors(file: Json): Vector[] {
  const documents = (file.directories ?? {}) as Record<string, unknown>;
  const parsed = new Map<string, Directory>();
  const named = (name: string): Directory => {
    if (!Object.hasOwn(documents, name)) throw new BadInput("directory", "is not in the file");
    const directory = parsed.get(name) ?? parseDirectory(documents[name]);
    parsed.set(name, directory);
    return directory;
  };
  return vectorsOf(file, "positive", (_, entry) => {
    const found = route(named(textOf(entry, "directory")), entry.facts as Facts, new Date(textOf(entry, "at")));
    return compared(entry.route as Json, found as unknown as Json);
  });
}

/** The first claimed field that came out otherwise; fields that the vector does not name are free. */
function compared(claimed: Json, found: Json): string | null {
  const fields = Object.entries(claimed).map(([name, value]) => [name, [ordered(value), ordered(found[name])]] as const);
  return differing(Object.fromEntries(fields));
}

/** The same value with the names of its objects in order, so that their order does not count. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== "object" || value === null) return value ?? null;
  return Object.fromEntries(Object.entries(value).sort().map(([name, part]) => [name, ordered(part)]));
}
