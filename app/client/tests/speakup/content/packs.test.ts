/** The packs of this build, as the phone reads them; and the rows of the sheet. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { lookUp, publicSources } from "../../../src/speakup/content/lookup";
import { parsePack } from "../../../src/speakup/content/shape";
import { wrapped } from "../../../src/speakup/content/sheet";
import { catalogue } from "../../../src/speakup/content/types";

const FOLDER = join(import.meta.dirname, "../../../public/content");
const LOCALES = readdirSync(FOLDER).filter((name) => name.endsWith(".json") && name !== "index.json");
const packOf = (name: string) => parsePack(JSON.parse(readFileSync(join(FOLDER, name), "utf-8")));

describe.each(LOCALES)("the pack %s", (name) => {
  it("can be read, and all further reading leads somewhere", () => {
    const pack = packOf(name);
    const ids = new Set(catalogue(pack));
    expect(pack.questions.filter(({ rule }) => lookUp(pack, rule) === null).map(({ id }) => id)).toEqual([]);
    expect([...pack.rules, ...pack.faqs].flatMap(({ see }) => see).filter((id) => !ids.has(id))).toEqual([]);
    expect(pack.faqs.filter(({ topic }) => pack.topics.every(({ id }) => id !== topic))).toEqual([]);
  });

  it("has the pages that the app opens by name, and fits into a note of the counters", () => {
    const pack = packOf(name);
    expect(["help_now", "watched_phone", "shared_phone", "why_this_matters", "what_we_count"].filter((id) => lookUp(pack, id)?.kind !== "page")).toEqual([]);
    expect(catalogue(pack).length).toBeLessThanOrEqual(440);
  });
});

describe("sources", () => {
  it("are shown without the numbers of working papers", () => {
    expect(publicSources("ST/SGB/2003/13 s.3.2; 003 OP14; 001 ¶17")).toEqual(["ST/SGB/2003/13 s.3.2"]);
  });
});

describe("the rows of a sheet", () => {
  // Every letter ten dots wide.
  const pen = { measureText: (text: string) => ({ width: Array.from(text).length * 10 }) as TextMetrics };

  it.each([
    ["one two three four", 90, ["one two", "three", "four"]],
    ["我完成了测验,谢谢。", 50, ["我完成了测", "验,谢谢。"]],
    ["unbreakablelongword a", 50, ["unbreakablelongword", "a"]],
    ["", 50, []],
  ])("of %s", (text, width, rows) => {
    expect(wrapped(pen, text, width)).toEqual(rows);
  });
});
