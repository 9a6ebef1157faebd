/** A small pack with one of everything, for tests of the parts. */
import type { Lesson, Pack, Question } from "../../../src/speakup/content/types";

const ITEM = { audience: ["staff"], source: "003 OP3", reviewed_on: "2026-11-21" } as const;

function question(id: string, right: string): Question {
  const options = ["a", "b", "c"].map((each) => ({ id: each, text: `answer ${each}`, because: `because of ${each}`, right: each === right }));
  return { ...ITEM, id, scene: "A scene.", ask: "What is right?", options, rule: "aid_is_free" };
}

export const LESSON: Lesson = {
  ...ITEM, id: "line", title: "The line", about: "A line.", minutes: 5, start: "one",
  screens: [
    { id: "one", text: ["You wait."], choices: [{ text: "wait on", to: "two" }, { text: "go", to: "three" }] },
    { id: "two", text: ["Still."], choices: [{ text: "back to the first", to: "one" }, { text: "go", to: "three" }] },
    { id: "three", text: ["Home."], remember: ["Aid is free."], end: true },
  ],
};

export const PACK: Pack = {
  v: 1, lang: "en", catalogue_hash: "0011223344556677",
  rules: [{ ...ITEM, id: "aid_is_free", title: "Aid is free", body: ["Never for a favour.", { text: "Call {hotline}.", needs: ["hotline"] }], see: [] }],
  topics: [{ id: "words", title: "Words" }],
  faqs: [{ ...ITEM, id: "faq_cost", topic: "words", question: "Does it cost money?", answer: ["No."], keywords: ["price"], see: ["aid_is_free"] }],
  terms: [{ ...ITEM, id: "receipt", term: "Receipt", meaning: ["Six words."] }],
  conduct: { ...ITEM, id: "event_code", title: "Code", about: ["For events."], sections: [{ id: "all", heading: "All", body: ["Be kind."] }] },
  quizzes: [{ ...ITEM, id: "basics", title: "Basics", about: "Four.", questions: ["q1", "q2", "q3", "q4"], pass: 3 }],
  questions: [question("q1", "a"), question("q2", "b"), question("q3", "c"), question("q4", "a")],
  lessons: [LESSON],
  howto: [{ ...ITEM, id: "choose_a_way", title: "Choose", blocks: [{ text: "For all." }, { audience: ["staff"], text: "For staff." }, { needs: ["hotline"], text: "Call {hotline}." }] }],
  pages: [{ ...ITEM, id: "help_now", title: "Help", blocks: [{ heading: "Now" }, { list: ["Go."] }, { table: { head: ["A"], rows: [["1"]] } }] }],
};

export const BYTES = new TextEncoder().encode(JSON.stringify(PACK));
