import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";

import type { Json } from "../../src/sealing/vectors/material";
import { routingVectors } from "../../src/sealing/vectors/routing";
import { type Kind, runFolder } from "../../src/sealing/vectors/run";
import { LIBRARIES, SODIUM } from "./material";

const ROUTING: Kind = { name: "routing.json", field: "directories", reader: routingVectors };
const FOLDER = resolve(import.meta.dirname, "../../../../tests/vectors");

function fileNamed(name: string): Json {
  return JSON.parse(readFileSync(resolve(FOLDER, name), "utf8")) as Json;
}

const folder = new Map(readdirSync(FOLDER).filter((name) => name.endsWith(".json")).map((name) => [name, fileNamed(name)]));

/** Run one file with one list replaced. */
async function runChanged(name: string, list: string, change: (entry: Json) => Json) {
  const file = folder.get(name) ?? {};
  const changed = { ...file, positive: [], negative: [], accepted: [], wrong: [], parse: [], trays: [], signing: [], capacity: {} };
  const entries = (file[list] as Json[]).slice(0, 3).map(change);
  return runFolder(new Map([["envelope.json", folder.get("envelope.json") ?? {}], [name, { ...changed, [list]: entries }]]), [SODIUM]);
}

describe("the published vectors", () => {
  test("pass with both libraries", async () => {
    const { passed, failed, lines } = await runFolder(folder, LIBRARIES, [ROUTING]);
    expect(lines.filter((line) => !line.includes("skipped"))).toEqual([]);
    expect([passed >= 256, failed]).toEqual([true, 0]);
  });

  test.each([
    ["receipt.json", "positive", "master", "ab"],
    ["receipt.json", "positive", "words", ["a"]],
    ["receipt.json", "parse", "entropy", "0000000000000001"],
    ["receipt.json", "negative", "check", "range"],
    ["reply_tags.json", "positive", "tag", "00"],
    ["reply_tags.json", "negative", "check", "tray"],
    ["reply_tags.json", "trays", "tray", 99],
    ["outer.json", "positive", "leaf", "00"],
    ["outer.json", "positive", "outer", "AAAA"],
    ["outer.json", "negative", "check", "zero"],
    ["directory.json", "signing", "signature", "00"],
    ["directory.json", "positive", "hash", "00"],
    ["directory.json", "positive", "threshold", 4],
    ["directory.json", "negative", "check", "devices"],
  ])("fail in %s %s when a wrong %s is claimed", async (name, list, field, wrong) => {
    const { failed, lines } = await runChanged(name, list, (entry) => ({ ...entry, [field]: wrong }));
    expect(failed).toBe(3);
    expect(lines.every((line) => line.startsWith(`${name} ${list}/`))).toBe(true);
  });

  test.each([
    ["positive", "ctx", "00"],
    ["positive", "envelope", "AAAA"],
    ["accepted", "payload", '{"recipients":[]}'],
    ["negative", "check", "padding"],
  ])("fail in envelope.json %s when a wrong %s is claimed", async (list, field, wrong) => {
    const file = folder.get("envelope.json") ?? {};
    const entries = (file[list] as Json[]).map((entry, place) => (place === 0 ? { ...entry, [field]: wrong } : entry));
    const { failed } = await runFolder(new Map([["envelope.json", { ...file, [list]: entries }]]), [SODIUM]);
    expect(failed).toBeGreaterThanOrEqual(1);
  });

  test("count a crash as a failure, never as a refusal", async () => {
    const broken = [
      await runChanged("outer.json", "negative", (entry) => ({ ...entry, relay_secret: "00", check: "seal" })),
      await runChanged("outer.json", "negative", (entry) => ({ ...entry, base: "no such blob", check: "base" })),
      await runChanged("reply_tags.json", "negative", (entry) => ({ ...entry, office: "zz", check: "hex" })),
    ];
    expect(broken.map(({ failed }) => failed)).toEqual([3, 3, 3]);
    expect(broken.flatMap(({ lines }) => lines).every((line) => line.includes("broke off"))).toBe(true);
  });

  test("are known by their fields when the file has another name, and a file that is no JSON fails", async () => {
    const outcome = await runFolder(new Map([["more_tags.json", folder.get("reply_tags.json") ?? {}], ["torn.json", null]]), [SODIUM]);
    expect(outcome).toMatchObject({ passed: 51, failed: 1, skipped: 0 });
    expect(outcome.lines).toEqual(["torn.json: cannot be read as JSON"]);
  });

  test("fail as a whole when the file cannot be taken apart", async () => {
    const { failed, lines } = await runFolder(new Map([["envelope.json", { keys: { A: { secret: "zz" } } }]]), [SODIUM]);
    expect(failed).toBe(1);
    expect(lines[0]).toContain("envelope.json as a whole");
  });

  test("report a file that nobody checks as skipped, with its number of vectors", async () => {
    const outcome = await runFolder(new Map([["unheard_of.json", { about: "x", positive: [{}, {}], negative: [{}] }]]), [SODIUM]);
    expect(outcome).toMatchObject({ passed: 0, failed: 0, skipped: 3 });
    expect(outcome.lines).toEqual(["unheard_of.json: skipped, no check is written for it"]);
  });
});
