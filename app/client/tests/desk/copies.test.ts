import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { copiesOf } from "../../src/desk/case/copies";
import type { Report } from "../../src/desk/case/payload";
import { parseDirectory } from "../../src/directory/parse";

interface Vector extends Pick<Report, "channel" | "answers"> {
  readonly name: string;
  readonly directory: string;
  readonly office: string;
  readonly at: string;
  readonly expect: unknown;
}

const read = (name: string) => JSON.parse(readFileSync(resolve(import.meta.dirname, `../../../../tests/vectors/${name}.json`), "utf8")) as unknown;
const { cases } = read("copies") as { cases: Vector[] };
const { directories } = read("routing") as { directories: Record<string, unknown> };

test.each(cases)("$name", ({ directory, office, at, channel, answers, expect: expected }) => {
  expect(copiesOf(parseDirectory(directories[directory]), { channel, answers }, office, new Date(at))).toEqual(expected);
});
