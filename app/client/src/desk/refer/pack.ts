/**
 * What one office passes on to another, with all that the reporter did not allow left behind and named; the same as
 * `app/domain/handing_over.py`. Shared vectors: `tests/vectors/handing_over.json`.
 *
 * Pure. What is left out is decided here and nowhere on a screen: who asks for too much gets an error, not a way
 * round. Must never pass on a file, a safe contact or an answer that may name the reporter without their word.
 */
import type { Answer, Json } from "../case/fields";
import type { HandedText, HandoverBody } from "../case/handover";

import { BadInput } from "../../sealing/errors";
import { mayGo } from "./answers";
import { type Audience, type Level, levelOf, mayLearn, type Purpose } from "./audience";
import { identityIn, type Told } from "./identity";
import { isTooShort, takingOut } from "./passages";

/** All that could be passed on of a case. */
export interface Source extends Told {
  /** The reporter's key, empty when it is not known. */
  readonly reporter: string;
  readonly urgent: boolean;
  readonly lang: string;
  /** In the order of time; files are numbered through all of them, from 1. */
  readonly texts: readonly HandedText[];
  readonly facts: Readonly<Record<string, Answer>>;
  /** What an earlier office left out already. */
  readonly withheld: readonly string[];
}

/** What the officer decided. */
export interface Choice {
  readonly purpose: Purpose;
  readonly audience: Audience;
  /** Who the reporter writes to from now on: the new office, or this one. */
  readonly contact: "moves" | "stays";
  /** Numbers of the files that go. */
  readonly files: readonly number[];
  /** Why files go although the reporter did not allow their name to: needed then. */
  readonly reason: string;
  /** Words that would tell who the reporter is: taken out wherever they stand. */
  readonly passages: readonly string[];
  /** The officer read every text and took out what tells who the reporter is. */
  readonly checked: boolean;
  readonly note: string;
}

/** Whether the receiver of `choice` may learn who the reporter of these texts is. */
export function identityGoes(told: Told, audience: Audience): boolean {
  const { texts } = told;
  const identity = identityIn(told);
  const askedForHelpOnly = identity === "" && texts.length > 0 && texts.every(({ kind }) => kind === "assistance");
  // Who only asked for help left their safe contact for those who help, and said nothing else.
  return askedForHelpOnly ? audience === "helpers" : mayLearn(identity, audience);
}

/** What stands in the way of passing on, by its field: null when nothing does. */
export function fault(source: Source, choice: Choice): "reason" | "checked" | "passages" | null {
  if (isTooShort(choice.passages)) return "passages";
  if (identityGoes(source, choice.audience) || levelOf(choice.purpose, choice.audience) !== "whole") return null;
  // Who steps back must not be the one who edits what is passed on: the office that stands in gets it as it is.
  if (choice.purpose === "recusal") return null;
  if (choice.files.length > 0 && choice.reason.trim() === "") return "reason";
  return choice.checked ? null : "checked";
}

/** The body that is sealed. Throws `BadInput` as `fault` says. */
export function packed(source: Source, choice: Choice): HandoverBody {
  return packing(source, choice).body;
}

/** The same, and the passages that stand nowhere in it, as they were typed. Throws `BadInput` as `fault` says. */
export function packing(source: Source, choice: Choice): { readonly body: HandoverBody; readonly missed: readonly string[] } {
  const wrong = fault(source, choice);
  if (wrong !== null) throw new BadInput(wrong);
  const level = levelOf(choice.purpose, choice.audience);
  const named = identityGoes(source, choice.audience);
  const out = new Set(source.withheld);
  const taking = takingOut(choice.passages);
  const rules: Rules = { ...choice, level, named, leave: (name) => { out.add(name); }, blank: taking.blank };
  const numbered = withNumbers(source.texts);
  const texts = numbered.flatMap(({ text, files }) => passed(text, files, rules));
  const facts = Object.entries(factsOf(source, level)).map(([name, value]) => [name, blanked(value, rules)] as const);
  const note = rules.blank(choice.note);
  if (taking.hit()) out.add("passages");
  const body: HandoverBody = {
    reporter: level === "whole" || (level === "needs" && choice.contact === "moves") ? source.reporter : "",
    contact: choice.contact,
    urgent: source.urgent,
    lang: source.lang,
    texts,
    facts: Object.fromEntries(facts),
    note,
    withheld: [...out].sort(),
  };
  return { body, missed: taking.missed() };
}

interface Rules extends Choice {
  readonly level: Level;
  readonly named: boolean;
  /** Name what is left out. */
  readonly leave: (name: string) => void;
  readonly blank: (text: string) => string;
}

interface NumberedFile {
  readonly number: number;
  readonly entry: Json;
}

/** Each text with its files, numbered from 1 through all of them. */
export function withNumbers(texts: readonly HandedText[]): { readonly text: HandedText; readonly files: readonly NumberedFile[] }[] {
  let number = 0;
  return texts.map((text) => ({ text, files: text.attachments.map((entry) => ({ number: ++number, entry })) }));
}

/** The text as it goes; none when it stays behind whole. */
function passed(text: HandedText, files: readonly NumberedFile[], rules: Rules): HandedText[] {
  if (text.kind === "assistance") return requestPassed(text, rules);
  if (rules.level !== "whole") {
    rules.leave("narrative");
    return [];
  }
  const going = files.filter(({ number }) => rules.files.includes(number));
  if (going.length < files.length) rules.leave("attachments");
  return [{ ...text, answers: answersPassed(text.answers, rules), words: rules.blank(text.words), text: rules.blank(text.text), safe_contact: "", attachments: going.map(({ entry }) => named(entry, rules)) }];
}

/** A file under its name, without the passages. */
function named(entry: Json, { blank }: Rules): Json {
  return typeof entry.name === "string" ? { ...entry, name: blank(entry.name) } : entry;
}

/** What help is wanted goes to those who help, and to who takes the whole case over. */
function requestPassed(text: HandedText, rules: Rules): HandedText[] {
  const goes = rules.level === "needs" || (rules.level === "whole" && (rules.contact === "moves" || rules.audience === "helpers"));
  if (!goes) {
    rules.leave("assistance");
    return [];
  }
  const reachable = rules.named && rules.audience === "helpers";
  if (!reachable && text.safe_contact !== "") rules.leave("safe_contact");
  // Nothing but these: another office may have put a story into it.
  const empty = { channel: "", answers: {}, words: "", text: "", consent: null, attachments: [] };
  return [{ ...text, ...empty, help: text.help.map(rules.blank), safe_contact: reachable ? rules.blank(text.safe_contact) : "" }];
}

function answersPassed(answers: HandedText["answers"], rules: Rules): Record<string, Answer> {
  const going = Object.entries(answers).filter(([question]) => {
    const goes = rules.named || mayGo(question);
    if (!goes) rules.leave(`answers.${question}`);
    return goes;
  });
  return Object.fromEntries(going.map(([question, answer]) => [question, blanked(answer, rules)]));
}

/** What the office found out goes with the whole case; who only learns that there is one gets its kind. */
function factsOf({ facts, texts }: Source, level: Level): Readonly<Record<string, Answer>> {
  if (level === "whole") return facts;
  if (level === "needs") return {};
  const categories = texts.flatMap(({ answers }) => answers.category ?? []);
  const received = texts[0]?.day ?? null;
  return { category: [...new Set(categories)].sort(), ...(received === null ? {} : { received }) };
}

function blanked(answer: Answer, { blank }: Rules): Answer {
  return typeof answer === "string" ? blank(answer) : answer.map(blank);
}
