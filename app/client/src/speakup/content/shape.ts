/**
 * Reading a pack out of untyped JSON: everything that the screens rely on is checked once, here.
 *
 * The shapes are tables. A field that is not in them may be there (a later server says more); one that is must fit.
 */
import type { Pack } from "./types";

/** Why a pack cannot be shown. `newer`: this app is too old for it. */
export type PackFault = "unreachable" | "damaged" | "newer";

/** A pack that cannot be shown; never says what was in it. */
export class BadPack extends Error {
  constructor(readonly fault: PackFault) {
    super(`the texts cannot be shown (${fault})`);
    this.name = "BadPack";
  }
}

const VERSION = 1;

type Check = (value: unknown) => boolean;

const text: Check = (value) => typeof value === "string" && value !== "";
const mark: Check = (value) => typeof value === "boolean";
const whole: Check = (value) => Number.isSafeInteger(value) && (value as number) > 0;
const list = (each: Check): Check => (value) => Array.isArray(value) && value.every(each);
const some = (each: Check): Check => (value) => list(each)(value) && (value as unknown[]).length > 0;
const optional = (check: Check): Check => (value) => value === undefined || check(value);
const either = (one: Check, other: Check): Check => (value) => one(value) || other(value);
const shape = (fields: Readonly<Record<string, Check>>): Check => (value) =>
  typeof value === "object" && value !== null && Object.entries(fields).every(([name, check]) => check((value as Record<string, unknown>)[name]));

const paragraph = either(text, shape({ text, needs: some(text) }));
const paragraphs = list(paragraph);
const ITEM = { id: text, audience: list(text), source: text, reviewed_on: text };
const OPTION = { id: text, text, because: text, right: mark };
const SCREEN = { id: text, text: paragraphs, choices: optional(list(shape({ text, to: text }))), remember: optional(list(text)), end: optional(mark) };
const TABLE = { head: list(text), rows: list(list((value) => typeof value === "string")) };
const BLOCK = { audience: optional(list(text)), needs: optional(list(text)), heading: optional(text), text: optional(text), list: optional(list(text)), table: optional(shape(TABLE)) };
const page = shape({ ...ITEM, title: text, blocks: list(shape(BLOCK)) });

const PACK = {
  v: (value: unknown) => value === VERSION,
  lang: text,
  catalogue_hash: (value: unknown) => typeof value === "string" && /^[0-9a-f]{16}$/.test(value),
  rules: list(shape({ ...ITEM, title: text, body: paragraphs, example: optional(text), see: list(text) })),
  topics: list(shape({ id: text, title: text })),
  faqs: list(shape({ ...ITEM, topic: text, question: text, answer: paragraphs, keywords: list(text), see: list(text) })),
  terms: list(shape({ ...ITEM, term: text, meaning: paragraphs })),
  conduct: either((value) => value === null, shape({ ...ITEM, title: text, about: paragraphs, sections: list(shape({ id: text, heading: text, body: paragraphs })) })),
  quizzes: list(shape({ ...ITEM, title: text, about: text, questions: some(text), pass: whole })),
  questions: list(shape({ ...ITEM, scene: text, ask: text, options: some(shape(OPTION)), rule: text })),
  lessons: list(shape({ ...ITEM, title: text, about: text, minutes: whole, start: text, screens: some(shape(SCREEN)) })),
  howto: list(page),
  pages: list(page),
};

/** The pack in `raw`. Throws `BadPack`. */
export function parsePack(raw: unknown): Pack {
  const version = typeof raw === "object" && raw !== null ? (raw as { v?: unknown }).v : undefined;
  if (typeof version === "number" && version > VERSION) throw new BadPack("newer");
  if (!shape(PACK)(raw) || !joined(raw as Pack)) throw new BadPack("damaged");
  return raw as Pack;
}

/** Whether everything that a screen must follow leads somewhere. Links to further reading may be missing. */
function joined(pack: Pack): boolean {
  const questions = new Map(pack.questions.map((question) => [question.id, question]));
  const oneRight = pack.questions.every(({ options }) => options.filter(({ right }) => right).length === 1);
  const asked = pack.quizzes.every((quiz) => quiz.questions.every((id) => questions.has(id)));
  return oneRight && asked && pack.lessons.every(({ start, screens }) => {
    const known = new Set(screens.map(({ id }) => id));
    return known.has(start) && screens.every(({ choices = [] }) => choices.every(({ to }) => known.has(to)));
  });
}
