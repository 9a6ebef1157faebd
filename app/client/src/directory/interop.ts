/**
 * A Node command for tests of the other implementation: JSON lines in, JSON lines out.
 *
 *     {"directory": {…}, "facts": {…}, "at": "…Z"}   →   the route
 *
 * It holds no state and reads no file; a line that breaks it ends it. Part of no build.
 */
import { createInterface } from "node:readline";

import { parseDirectory } from "./parse";
import { route } from "./routing";
import type { Facts } from "./types";

interface Asked {
  readonly directory: unknown;
  readonly facts: Facts;
  readonly at: string;
}

for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line) as Asked;
  const found = route(parseDirectory(asked.directory), asked.facts, new Date(asked.at));
  process.stdout.write(`${JSON.stringify(found)}\n`);
}
