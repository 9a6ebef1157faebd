import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { equal, hex } from "../../src/sealing/bytes";
import { deriveReporter, digitsOf, groupsOf, newReceipt, parseReceipt, type Receipt, receiptOf, wordsOf } from "../../src/sealing/receipt";
import { loadWordlist, WORD_LANGUAGES, type Wordlist } from "../../src/sealing/wordlists";
import { checkOf, LIBRARIES, SODIUM } from "./material";

const p = SODIUM;
const listed = await Promise.all(WORD_LANGUAGES.map(async (language) => [language, (await loadWordlist(language)) ?? []] as const));
const lists = new Map<string, Wordlist>(listed);
const english = lists.get("en") ?? [];
const anyReceipt = fc.bigInt({ min: 0n, max: 2n ** 60n - 1n }).map((entropy) => receiptOf(p, entropy));

function read(typed: string, among: readonly Wordlist[] = [english]): bigint[] {
  return parseReceipt(p, typed, among).map(({ entropy }) => entropy);
}

describe("a receipt", () => {
  test("is read back from its words in every language, and from its digits", () => {
    fc.assert(
      fc.property(anyReceipt, fc.constantFrom(...lists.values()), (receipt, list) => {
        const others = [list, ...[...lists.values()].filter((other) => other !== list)];
        expect(read(wordsOf(receipt, list).join(" "), others)[0]).toBe(receipt.entropy);
        expect(read(groupsOf(receipt), others)).toEqual([receipt.entropy]);
      }),
      { numRuns: 60 },
    );
  });

  test("keeps sixty random bits and shows sixty-six", () => {
    const drawn = Array.from({ length: 400 }, () => newReceipt(p));
    expect(new Set(drawn.map(({ entropy }) => entropy)).size).toBe(400);
    expect(drawn.some(({ entropy }) => entropy >> 59n === 1n)).toBe(true);
    expect(drawn.every((receipt) => digitsOf(receipt).length === 20 && receipt.number < 2n ** 66n)).toBe(true);
  });

  test("finds all but about one of 64 typing errors before anything is derived", () => {
    let missed = 0;
    for (let round = 0; round < 1000; round++) {
      const words = wordsOf(newReceipt(p), english);
      const place = round % 6;
      words[place] = english[(english.indexOf(words[place] ?? "") + 1 + round) % 2048] ?? "";
      if (checkOf(() => read(words.join(" "))) === "nothing") missed++;
    }
    expect(missed).toBeLessThan(50);
  });

  test("is read in capitals, with prefixes, accents or none, odd spaces and invisible marks", () => {
    const receipt = receiptOf(p, 0x123456789abcdefn);
    for (const [language, list] of lists) {
      const words = wordsOf(receipt, list);
      const bare = words.map((word) => word.normalize("NFKD").replace(/\p{M}/gu, ""));
      const spellings = [words.join("\u3000"), words.join("\n\u200f "), words.join(" ").toUpperCase(), bare.join(" "), words.join(" ").normalize("NFC")];
      if (!/zh|ko/.test(language)) spellings.push(bare.map((word) => word.slice(0, 4)).join(" "));
      for (const typed of spellings) expect(read(typed, [list])).toEqual([receipt.entropy]);
    }
  });

  test("has no two words in a list that differ in case or accents alone", () => {
    for (const list of lists.values()) {
      expect(new Set(list.map((word) => word.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase())).size).toBe(2048);
    }
  });

  test("needs no spaces in Chinese", () => {
    const list = lists.get("zh") ?? [];
    const receipt = newReceipt(p);
    expect(read(wordsOf(receipt, list).join(""), [list])).toEqual([receipt.entropy]);
  });

  test("is read from the digits of any script", () => {
    const receipt = receiptOf(p, 0xd19ab7da5381cf5n);
    for (const zero of [0x660, 0x6f0, 0x966, 0x9e6, 0xff10, 0x1d7ce, 0x1d7f6, 0x1e950]) {
      const typed = Array.from(digitsOf(receipt), (digit) => String.fromCodePoint(zero + Number(digit))).join("");
      expect(read(typed)).toEqual([receipt.entropy]);
    }
  });

  test("that two lists read is given twice, the shown language's first", () => {
    const french = lists.get("fr") ?? [];
    const shared = sharedReading(english, french);
    const [first, second] = [read(shared, [english, french]), read(shared, [french, english])];
    expect(first).toHaveLength(2);
    expect(second).toEqual([...first].reverse());
  });

  test("is not read across two lists, or with a prefix that two words share", () => {
    const french = lists.get("fr") ?? [];
    const receipt = newReceipt(p);
    const mixed = [...wordsOf(receipt, english).slice(0, 5), french.find((word) => !english.includes(word)) ?? ""].join(" ");
    expect(checkOf(() => read(mixed, [english, french]))).toBe("word");
    expect(checkOf(() => read("abs abs abs abs abs abs"))).toBe("word");
    expect(checkOf(() => read("一一一一一", [...lists.values()]))).toBe("words");
  });

  test.each(LIBRARIES)("gives the same keys again with $name, and others at another organisation", async (library) => {
    const receipt = receiptOf(library, 1n);
    const [one, again, elsewhere] = [
      await deriveReporter(library, receipt, new Uint8Array(16)),
      await deriveReporter(p, receipt, new Uint8Array(16)),
      await deriveReporter(library, receipt, new Uint8Array(16).fill(1)),
    ];
    expect([hex(one.tagKey), hex(one.box.secret), hex(one.thread)]).toEqual([hex(again.tagKey), hex(again.box.secret), hex(again.thread)]);
    expect(equal(one.tagKey, elsewhere.tagKey) || equal(one.thread, elsewhere.thread) || equal(one.box.public, elsewhere.box.public)).toBe(false);
    expect(one.thread).toHaveLength(16);
  });

  test("has no words in Arabic and Russian", async () => {
    expect([await loadWordlist("ar"), await loadWordlist("ru")]).toEqual([null, null]);
    expect(await loadWordlist("pt-BR")).toBe(await loadWordlist("pt"));
    expect(await loadWordlist("zh_Hant")).not.toBe(await loadWordlist("zh_Hans"));
  });
});

/** Six words that stand in both lists and pass the checksum in both. */
function sharedReading(one: Wordlist, other: Wordlist): string {
  const common = one.filter((word) => other.includes(word));
  for (let round = 0; ; round++) {
    const words = Array.from({ length: 6 }, (_, place) => common[(round * (place * 2 + 1) + place * 7 + Math.floor(round / 97)) % common.length] ?? "");
    if ([one, other].every((list) => readable(words, list))) return words.join(" ");
  }
}

function readable(words: readonly string[], list: Wordlist): Receipt | false {
  const number = words.reduce((sum, word) => (sum << 11n) | BigInt(list.indexOf(word)), 0n);
  const receipt = receiptOf(p, number >> 6n);
  return receipt.number === number && receipt;
}
