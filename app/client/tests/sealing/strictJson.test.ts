import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { concat, text, utf8 } from "../../src/sealing/bytes";
import { NotStrictJson, parseJson, writeJson } from "../../src/sealing/strictJson";

const nested = (levels: number) => "[".repeat(levels) + "]".repeat(levels);

describe("strict JSON", () => {
  test("reads back whatever it writes, unescaped", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5, noUnicodeString: false }), (source) => {
        // Doubles of 2^53 and more have a whole spelling, which is refused: that is tested below.
        const value = JSON.parse(source, (_, part: unknown) => (typeof part === "number" ? Math.trunc(part % 1000) : part)) as unknown;
        expect(JSON.stringify(parseJson(writeJson(value)))).toBe(JSON.stringify(value));
      }),
    );
    expect(text(writeJson({ de: "ü", zh: "人", emoji: "😀" }))).toBe('{"de":"ü","zh":"人","emoji":"😀"}');
  });

  test.each([
    ["a name twice", '{"a":1,"a":2}'],
    ["a name twice in another spelling", '{"a":1,"\\u0061":2}'],
    ["a name twice, further down", '[{"x":{"a":1,"b":[],"a":2}}]'],
    ["a name twice, spaced", '{"a" :1,"a"\n:2}'],
    ["NaN", '{"a":NaN}'],
    ["Infinity", "[-Infinity]"],
    ["half of a surrogate pair", '["\\ud800"]'],
    ["the other half", '["\\udc00\\ud800"]'],
    ["half of a pair in a name", '{"\\ud83d":1}'],
    ["text after it", "{} {}"],
    ["nothing", ""],
    ["a byte order mark", "\ufeff{}"],
    ["a whole number of 2^53", "[9007199254740992]"],
    ["a whole number below -2^53", "[-9007199254740993]"],
    ["a number beyond doubles", "[1e400]"],
    ["single quotes", "{'a':1}"],
    ["a trailing comma", "[1,]"],
    ["a comment", "[1]//x"],
    ["a string left open", '["a'],
    ["a raw line break in a string", '["a\nb"]'],
    ["another white space", "[\u00a01]"],
    ["33 levels", nested(33)],
    ["33 levels of objects", '{"a":'.repeat(33) + "1" + "}".repeat(33)],
    ["a hundred thousand levels", nested(100_000)],
    ["a hundred thousand levels left open", '{"a":['.repeat(100_000)],
  ])("refuses %s", (_, source) => {
    expect(() => parseJson(utf8(source))).toThrow(NotStrictJson);
  });

  test.each([
    ["overlong UTF-8", [0x22, 0xc0, 0xaf, 0x22]],
    ["a surrogate in UTF-8", [0x22, 0xed, 0xa0, 0x80, 0x22]],
    ["a byte that is no UTF-8", [0x22, 0xff, 0x22]],
    ["UTF-16", [0x7b, 0x00, 0x7d, 0x00]],
  ])("refuses %s", (_, bytes) => {
    expect(() => parseJson(Uint8Array.from(bytes))).toThrow(NotStrictJson);
  });

  test("takes the same name in different objects, brackets in strings, a whole pair, and 32 levels", () => {
    const source = '{"a":[{"n":1},{"n":2}],"b":"}]{[\\"\\\\","c":"\\ud83d\\ude00","d":9007199254740991,"e":-1.5e3}';
    expect(parseJson(utf8(source))).toEqual({ a: [{ n: 1 }, { n: 2 }], b: '}]{["\\', c: "😀", d: 9007199254740991, e: -1500 });
    expect(() => parseJson(utf8(nested(32)))).not.toThrow();
    expect(parseJson(concat(utf8(" [1] \r\n\t")))).toEqual([1]);
  });

  test("keeps a field called __proto__ a field", () => {
    const value = parseJson(utf8('{"__proto__":{"recipients":["reporter"]}}')) as Record<string, unknown>;
    expect(value.recipients).toBeUndefined();
    expect(Object.keys(value)).toEqual(["__proto__"]);
  });

  test("writes nothing that it would refuse", () => {
    for (const value of [{ a: "\ud800" }, [Number.NaN], [2 ** 53], JSON.parse(nested(33)) as unknown]) {
      expect(() => writeJson(value)).toThrow(NotStrictJson);
    }
  });
});
