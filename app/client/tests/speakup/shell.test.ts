/** The shell of the phone app: where one is, three Shifts, what may be kept. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { kindOf } from "../../src/offline/routes";
import { onThreeShifts } from "../../src/speakup/leave";
import { close, trailAt, walk } from "../../src/speakup/trail";
import { ALL_LANGUAGES, LANGUAGES, languageOf, negotiate } from "../../src/words/locales";

const ORIGIN = "https://speakup.example";
const kind = (path: string, method = "GET") => kindOf(method, new URL(path, ORIGIN), ORIGIN);

describe("the service worker", () => {
  test("keeps the app, its texts and the directory", () => {
    expect(["/", "/verify"].map((path) => kind(path))).toEqual(["shell", "shell"]);
    expect(["/assets/core-abc123.js", "/manifest.webmanifest", "/notes-192.png"].map((path) => kind(path))).toEqual(["asset", "asset", "asset"]);
    expect(kind("/api/v1/content/zh_Hans")).toBe("pack");
    expect(["/api/v1/directory", "/api/v1/directory/12"].map((path) => kind(path))).toEqual(["list", "list"]);
  });

  test.each(["/desk", "/api/v1/intake", "/api/v1/replies/tags?from=0", "/api/v1/replies/trays/3", "/api/v1/bricks/00112233445566778899aabbccddeeff", "/api/v1/certificates", "/api/v1/content/counts", "/api/v1/desk/envelopes?after=0", "/demo/devices.json", "/sw.js", "/api/v1/directory?x=1"])(
    "never touches %s",
    (path) => { expect(kind(path)).toBe("none"); },
  );

  test("touches nothing that is sent, and no other origin", () => {
    expect(kind("/", "POST")).toBe("none");
    expect(kindOf("GET", new URL("https://elsewhere.example/"), ORIGIN)).toBe("none");
  });
});

describe("the way through the app", () => {
  test("help opens over a report, which stays as it is", () => {
    const writing = walk(trailAt("home"), "report");
    const helped = walk(writing, "help");
    expect(helped.base).toBe(writing.base);
    expect(helped.over).toEqual([{ place: "help" }]);
    expect(close(helped)).toEqual(writing);
  });

  test("help twice is help once, and another place closes all that is open", () => {
    const helped = walk(walk(walk(trailAt("home"), "help"), "watched"), "help");
    expect(helped.over.map(({ place }) => place)).toEqual(["help", "watched"]);
    expect(walk(helped, "read", "zero_tolerance")).toEqual({ base: { place: "read", item: "zero_tolerance" }, over: [] });
  });
});

describe("three presses of Shift", () => {
  const press = (target: EventTarget, key: string, at: number, repeat = false) => {
    const event = new Event("keydown");
    Object.defineProperties(event, { key: { value: key }, repeat: { value: repeat }, timeStamp: { value: at } });
    target.dispatchEvent(event);
  };
  const exits = (keys: readonly (readonly [string, number, boolean?])[]) => {
    const target = new EventTarget();
    let times = 0;
    onThreeShifts(() => { times++; }, target);
    for (const [key, at, repeat] of keys) press(target, key, at, repeat);
    return times;
  };

  test("are the way out", () => { expect(exits([["Shift", 10], ["Shift", 300], ["Shift", 900]])).toBe(1); });
  test("are not when they come slowly", () => { expect(exits([["Shift", 0], ["Shift", 1500], ["Shift", 3000]])).toBe(0); });
  test("are not when a letter comes between, as in typing", () => { expect(exits([["Shift", 0], ["A", 50], ["Shift", 100], ["B", 150], ["Shift", 200]])).toBe(0); });
  test("are not when one key is held down", () => { expect(exits([["Shift", 0], ["Shift", 30, true], ["Shift", 60, true], ["Shift", 90, true]])).toBe(0); });
});

describe("languages", () => {
  test("all six have their own words on the first screen", () => {
    expect(ALL_LANGUAGES).toEqual(["en", "fr", "es", "ar", "zh_Hans", "ru"]);
    expect(new Set(ALL_LANGUAGES.map((language) => LANGUAGES[language].help)).size).toBe(6);
  });

  test.each([["fr-CA", "fr"], ["es-419", "es"], ["ru-RU", "ru"], ["zh-CN", "zh_Hans"], ["zh_Hans", "zh_Hans"], ["ar-EG", "ar"]])("%s means %s", (tag, language) => {
    expect(languageOf(tag)).toBe(language);
  });

  test("any list of tags gives an offered language or none", () => {
    fc.assert(fc.property(fc.array(fc.string()), (tags) => { expect([...ALL_LANGUAGES, null]).toContain(negotiate(tags)); }));
  });
});
