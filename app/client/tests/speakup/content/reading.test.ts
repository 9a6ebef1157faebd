/** What a reader sees and finds: confirmed facts only, their own situation, and words in six scripts. */
import { describe, expect, it } from "vitest";
import { find, fold, searched, wordsIn } from "../../../src/speakup/content/find";
import { hasSituations, shown, shownBlocks } from "../../../src/speakup/content/shown";
import { PACK } from "./sample";

const blocks = PACK.howto[0]?.blocks ?? [];
const body = PACK.rules[0]?.body ?? [];

describe("a fact that an operator has to confirm", () => {
  it("is left out until it is confirmed, and then stands in its place", () => {
    expect(shown(body, {})).toEqual(["Never for a favour."]);
    expect(shown(body, { hotline: "000 {name} 000" })).toEqual(["Never for a favour.", "Call 000 {name} 000."]);
  });

  it("is not taken from what every object has", () => {
    expect(shown([{ text: "x {constructor}", needs: ["constructor"] }], {})).toEqual([]);
  });

  it("counts for blocks of pages as well", () => {
    expect(shownBlocks(blocks, null, {}).map(({ text }) => text)).toEqual(["For all."]);
    expect(shownBlocks(blocks, null, { hotline: "000" }).map(({ text }) => text)).toEqual(["For all.", "Call 000."]);
  });
});

describe("a situation", () => {
  it("adds what is for it and hides what is for others", () => {
    expect(shownBlocks(blocks, "staff", {}).map(({ text }) => text)).toEqual(["For all.", "For staff."]);
    expect(shownBlocks(blocks, "community", {}).map(({ text }) => text)).toEqual(["For all."]);
  });

  it("is asked for only where it matters", () => {
    expect(hasSituations(blocks)).toBe(true);
    expect(hasSituations(PACK.pages[0]?.blocks ?? [])).toBe(false);
  });
});

describe("searching", () => {
  it.each([
    ["Represalias: ¿qué hago?", "REPRESALIAS"], ["¿Quién puede denunciar?", "quien"], ["À qui écrire à l’aide ?", "ecrire"], ["Le cœur de la règle", "coeur"],
    ["Ещё вопросы о домогательствах", "еще домогательства"], ["Йод", "йод"],
    ["هل يجب أن أذكر اسمي؟ الإبلاغ", "ابلاغ"], ["التَّحَرُّش الجنسي", "تحرش"], ["شكوى", "شكوي"], ["خلال 72 ساعة", "٧٢"], ["الســـرية", "السرية"],
    ["我必须说出名字吗?可以匿名举报", "匿名"], ["匿名举报可以吗", "举报匿名"], ["性剥削", "性剥削"],
    ["Is it totally secret?", "secret"], ["What is harassment?", "harassment at work"],
  ])("finds %s by %s", (text, query) => {
    expect(find([searched("it", text), searched("other", "zzz")], query)).toEqual(["it"]);
  });

  it("puts what has it in the question before what has it in the answer", () => {
    const all = [searched("answer", "Time?", "", "Your name stays."), searched("question", "Must I give my name?", "", "No.")];
    expect(find(all, "name")).toEqual(["question", "answer"]);
  });

  it("shows all for nothing and nothing for what is nowhere", () => {
    const all = [searched(1, "one"), searched(2, "two")];
    expect(find(all, "  ?! ")).toEqual([1, 2]);
    expect(find(all, "elephant")).toEqual([]);
  });

  it("cuts Chinese into characters where the browser has no words", () => {
    const { Segmenter } = Intl;
    Object.assign(Intl, { Segmenter: undefined });
    try {
      expect(wordsIn("匿名")).toEqual(["匿", "名"]);
    } finally {
      Object.assign(Intl, { Segmenter });
    }
  });

  it("folds digits of any script", () => {
    expect(fold("٠١٢٣٤٥٦٧٨٩ ۰۱۹")).toBe("0123456789 019");
  });
});
