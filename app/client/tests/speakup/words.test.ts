/** Languages: which one a tag means, which form a number takes, what is said when a translation is missing. */
import { describe, expect, it } from "vitest";
import { ALL_LANGUAGES, languageOf, LANGUAGES, negotiate } from "../../src/words/locales";
import { PLURALS } from "../../src/words/plurals";
import { loadWords, wordsOf } from "../../src/words/words";
import { ownScript } from "../../src/trusted";

describe("language tags", () => {
  it.each([
    ["zh", "zh_Hans"], ["zh-CN", "zh_Hans"], ["zh_CN.UTF-8", "zh_Hans"], ["zh-Hans", "zh_Hans"], ["zh_Hans", "zh_Hans"], ["zh-Hans-SG", "zh_Hans"],
    ["zh-TW", "zh_Hans"], ["cmn", "zh_Hans"], ["ar", "ar"], ["ar-EG", "ar"], ["AR_sd", "ar"], ["en-GB", "en"], ["en@pseudo", "en"], ["de", null], ["", null],
  ])("%s means %s", (tag, language) => {
    expect(languageOf(tag)).toBe(language);
  });

  it("takes the first of a person's languages that is offered", () => {
    expect(negotiate(["sw-KE", "ar-SD", "en"])).toBe("ar");
    expect(negotiate(["sw"])).toBeNull();
  });

  it("reads every offered language's own tag", () => {
    expect(ALL_LANGUAGES.map((language) => languageOf(LANGUAGES[language].tag))).toEqual(ALL_LANGUAGES);
  });
});

describe("plural forms", () => {
  // As gettext's own formulas give them, for 0, 1, 2, 3, 5, 10, 11, 21, 22, 25, 99, 100, 102, 103, 111, 112.
  const NUMBERS = [0, 1, 2, 3, 5, 10, 11, 21, 22, 25, 99, 100, 102, 103, 111, 112];
  it.each([
    ["en", [1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]],
    ["es", [1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]],
    ["fr", [0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]],
    ["zh_Hans", [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]],
    ["ru", [2, 0, 1, 1, 2, 2, 2, 0, 1, 2, 2, 2, 1, 1, 2, 2]],
    ["ar", [0, 1, 2, 3, 3, 3, 4, 4, 4, 4, 4, 5, 5, 3, 4, 4]],
  ])("of %s", (language, forms) => {
    expect(NUMBERS.map((number) => PLURALS[language]?.of(number))).toEqual(forms);
    expect(Math.max(...forms)).toBeLessThan(PLURALS[language]?.forms ?? 0);
  });
});

describe("words", () => {
  const words = wordsOf("ar", { "Word {number}": "الكلمة {number}", one: ["0", "1", "2", "{count} few", "{count} many", "{count} other"] });

  it("fills in values and leaves unknown places alone", () => {
    expect(words.t("Word {number}", { number: 3 })).toBe("الكلمة 3");
    expect(words.t("Word {number}")).toBe("الكلمة {number}");
  });

  it("never takes an inherited property for a value", () => {
    expect(wordsOf("en", {}).t("{constructor}")).toBe("{constructor}");
  });

  it("takes the form of the number", () => {
    expect([0, 2, 7, 40, 100].map((count) => words.tn("one", "many", count))).toEqual(["0", "2", "7 few", "40 many", "100 other"]);
  });

  it("says it in English when there is no translation", () => {
    expect(words.t("Back")).toBe("Back");
    expect(words.tn("1 letter", "{count} letters", 4)).toBe("4 letters");
  });

  it.each(["zh_Hans", "ar"] as const)("%s has a text of its own for every button of the first screen", async (language) => {
    const { t } = await loadWords(language);
    for (const text of ["Report", "Check for an answer", "Help now", "Leave"]) expect(t(text)).not.toBe(text);
  });
});

describe("the Trusted Types policy", () => {
  it("lets in our own scripts and no others", () => {
    const origin = "https://speakup.example";

    expect(ownScript("/assets/worker-x.js", origin)).toBe(`${origin}/assets/worker-x.js`);
    for (const other of ["https://evil.example/assets/x.js", "//evil.example/assets/x.js", "data:text/javascript,1", "blob:x"]) {
      expect(() => ownScript(other, origin)).toThrow();
    }
  });
});
