/** Quizzes, lessons and what is kept of them. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { beginLesson, isEnd, resumedLesson, screenAt, stepLesson, type Walk } from "../../../src/speakup/content/lesson";
import { openProgress } from "../../../src/speakup/content/progress";
import { beginQuiz, missed, questionAt, resumedQuiz, rightOption, type Run, scoreOf, stepQuiz } from "../../../src/speakup/content/quiz";
import { share } from "../../../src/speakup/content/share";
import type { Quiz } from "../../../src/speakup/content/types";
import { LESSON, PACK } from "./sample";

const QUIZ = PACK.quizzes[0] as Quiz;
const step = (run: Run, ...steps: Parameters<typeof stepQuiz>[3][]) => steps.reduce((before, each) => stepQuiz(PACK, QUIZ, before, each), run);
const answered = (options: string) => step(beginQuiz(QUIZ), ...Array.from(options).flatMap((option) => [{ type: "answer", option } as const, { type: "next" } as const]));

describe("a quiz", () => {
  it("asks one question after the other and counts what is right", () => {
    const run = answered("abca");
    expect(questionAt(PACK, run)).toBeUndefined();
    expect(scoreOf(PACK, QUIZ, run)).toEqual({ right: 4, of: 4, answered: 4, passed: true });
  });

  it("does not let an answer be changed once its explanation was seen, nor a question be passed by", () => {
    const run = step(beginQuiz(QUIZ), { type: "next" }, { type: "answer", option: "c" }, { type: "answer", option: "a" });
    expect(run).toMatchObject({ at: 0, answers: { q1: "c" } });
  });

  it("asks again only what was missed, and the new answers count", () => {
    const run = answered("aaaa");
    expect(missed(PACK, QUIZ, run)).toEqual(["q2", "q3"]);
    const again = step(run, { type: "missed" });
    expect([again.round, Object.keys(again.answers)]).toEqual([["q2", "q3"], ["q1", "q4"]]);
    const better = step(again, { type: "answer", option: "b" }, { type: "next" }, { type: "answer", option: "a" }, { type: "next" });
    expect(scoreOf(PACK, QUIZ, better)).toEqual({ right: 3, of: 4, answered: 4, passed: true });
    expect(missed(PACK, QUIZ, better)).toEqual(["q3"]);
  });

  it("goes on where it was left, but not with what the pack no longer has", () => {
    const half = step(beginQuiz(QUIZ), { type: "answer", option: "a" }, { type: "next" });
    expect(resumedQuiz(PACK, QUIZ, half)).toEqual(half);
    expect(resumedQuiz(PACK, QUIZ, { ...half, round: ["q1", "q9"] })).toBeNull();
    expect(resumedQuiz(PACK, QUIZ, { ...half, answers: { q1: "z" } })).toBeNull();
    expect(resumedQuiz(PACK, { ...QUIZ, questions: ["q1", "q2"] }, half)).toBeNull();
    expect(resumedQuiz(PACK, { ...QUIZ, questions: [...QUIZ.questions, "q5"] }, answered("abca"))).toBeNull();
  });

  it("has one right option for each question", () => {
    expect(PACK.questions.map((question) => rightOption(question)?.id)).toEqual(["a", "b", "c", "a"]);
  });
});

describe("a lesson", () => {
  const go = (walk: Walk, to: string) => stepLesson(LESSON, walk, { type: "choose", to });

  it("follows the choices, back too, and remembers that it was finished once", () => {
    const end = go(go(beginLesson(LESSON), "two"), "three");
    expect(isEnd(screenAt(LESSON, end))).toBe(true);
    const back = stepLesson(LESSON, stepLesson(LESSON, end, { type: "back" }), { type: "back" });
    expect(back).toEqual({ lesson: "line", path: ["one"], done: true });
    expect(stepLesson(LESSON, back, { type: "back" })).toEqual(back);
    expect(stepLesson(LESSON, end, { type: "again" })).toEqual({ lesson: "line", path: ["one"], done: true });
  });

  it("never stands on a screen that no choice leads to", () => {
    const steps = fc.array(fc.oneof(fc.constantFrom("one", "two", "three", "nowhere").map((to) => ({ type: "choose", to }) as const), fc.constant({ type: "back" } as const)), { maxLength: 30 });
    fc.assert(fc.property(steps, (all) => {
      const walk = all.reduce((before, each) => stepLesson(LESSON, before, each), beginLesson(LESSON));
      expect(screenAt(LESSON, walk)).toBeDefined();
      expect(resumedLesson(LESSON, walk)).toEqual(walk);
    }));
  });

  it("begins anew when the kept way is not in the lesson any more", () => {
    expect(resumedLesson(LESSON, { lesson: "line", path: ["one", "gone", "three"], done: true })).toBeNull();
    expect(resumedLesson(LESSON, { lesson: "line", path: [], done: true })).toBeNull();
  });
});

describe("progress", () => {
  const memory = () => {
    const values = new Map<string, string>();
    return { values, getItem: (key: string) => values.get(key) ?? null, setItem: (key: string, value: string) => { values.set(key, value); }, removeItem: (key: string) => { values.delete(key); } };
  };

  it("is not written before something was opened, is found again, and can be forgotten", () => {
    const store = memory();
    const progress = openProgress(() => store);
    expect([progress.any(), store.values.size]).toEqual([false, 0]);
    const run = answered("ab");
    progress.keepRun(run);
    progress.keepWalk(beginLesson(LESSON));
    const later = openProgress(() => store);
    expect([later.run("basics"), later.walk("line"), later.any()]).toEqual([run, beginLesson(LESSON), true]);
    later.forget();
    expect([later.run("basics"), store.values.size, openProgress(() => store).any()]).toEqual([null, 0, false]);
  });

  it("does not come back when all stores were emptied elsewhere", () => {
    const store = memory();
    const progress = openProgress(() => store);
    progress.keepRun(answered("a"));
    store.values.clear();
    progress.keepWalk(beginLesson(LESSON));
    expect(progress.run("basics")).toBeNull();
    expect(Array.from(store.values.keys())).toEqual(["n.lesson"]);
  });

  it("lasts as long as the page where the store is full or forbidden", () => {
    const full = { getItem: () => null, setItem: () => { throw new DOMException("full", "QuotaExceededError"); }, removeItem: () => undefined };
    const forbidden = () => { throw new DOMException("no", "SecurityError"); };
    for (const store of [() => full, forbidden]) {
      const progress = openProgress(store);
      progress.keepRun(answered("a"));
      progress.keepWalk(beginLesson(LESSON));
      expect([progress.run("basics"), progress.walk("line")]).toEqual([answered("a"), beginLesson(LESSON)]);
      progress.forget();
      expect(progress.any()).toBe(false);
    }
  });

  it.each(["{", "[]", "null", '{"v":2,"all":[]}', '{"v":1,"all":[{"quiz":"basics"},5,null]}', '{"v":1,"all":{}}'])("reads nothing out of %s", (text) => {
    const store = memory();
    store.setItem("n.quiz", text);
    store.setItem("n.lesson", text);
    expect(openProgress(() => store).any()).toBe(false);
  });
});

describe("sharing", () => {
  it("copies where the phone cannot share, and does nothing when the person closes the dialog", async () => {
    const copied: string[] = [];
    const clipboard = { writeText: (text: string) => { copied.push(text); return Promise.resolve(); } };
    expect(await share("4 of 4", { clipboard })).toBe("copied");
    expect(await share("x", { clipboard, share: () => Promise.reject(new DOMException("", "AbortError")) })).toBe("no");
    expect(await share("x", {})).toBe("no");
    expect(copied).toEqual(["4 of 4"]);
  });
});
