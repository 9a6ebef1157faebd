import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { byCldr, PLURALS, pluralRule } from "../../src/words/plurals";

/** As `data/locales.yaml` has them; `speakup words build` hands them on as `generated/locales.json`. */
const CATEGORIES: Readonly<Record<string, [string, string[]]>> = {
  en: ["en", ["one", "other"]],
  fr: ["fr", ["one", "other"]],
  es: ["es", ["one", "other"]],
  ar: ["ar", ["zero", "one", "two", "few", "many", "other"]],
  zh_Hans: ["zh-Hans", ["other"]],
  ru: ["ru", ["one", "few", "many"]],
};
const COUNTS = [...Array(300).keys(), 1_000, 1_000_000];

describe("plural rules", () => {
  it.each(Object.keys(PLURALS))("our table says of %s what CLDR says", (language) => {
    const [tag, categories] = CATEGORIES[language] ?? ["", []];
    const rule = byCldr(tag, categories);

    expect(PLURALS[language]?.forms).toBe(rule.forms);
    expect(COUNTS.map((count) => PLURALS[language]?.of(count))).toEqual(COUNTS.map(rule.of));
  });

  it("an added language counts by the browser's CLDR", () => {
    const swahili = pluralRule("sw", "sw", ["one", "other"]);
    const welsh = pluralRule("cy", "cy", ["zero", "one", "two", "few", "many", "other"]);

    expect([0, 1, 2].map(swahili.of)).toEqual([1, 0, 1]);
    expect([0, 1, 2, 3, 6, 7].map(welsh.of)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it("a language that the browser does not know counts as English", () => {
    expect([1, 5].map(byCldr("qaa", ["one", "other"]).of)).toEqual([0, 1]);
  });

  it("the table and the data name the same categories", () => {
    const data = readFileSync(new URL("../../../content/data/locales.yaml", import.meta.url), "utf8");

    for (const [, categories] of Object.values(CATEGORIES)) expect(data).toContain(`categories: [${categories.join(", ")}]`);
  });
});
