/**
 * A content pack: everything there is to read, in one language, as the server builds it (app/content/packs.py).
 *
 * Texts are words, never markup. Ids never change and are unique over all kinds of items.
 */

export type Audience = "staff" | "partner" | "community" | "event" | "focal_point";

/** Words, or words that hold only where the operator has confirmed what they need: `{hotline}` stands for the value. */
export type Paragraph = string | { readonly text: string; readonly needs: readonly string[] };

/** What every item has. `source` is what it rests on, `reviewed_on` the day somebody last read it over. */
export interface Item {
  readonly id: string;
  readonly audience: readonly Audience[];
  readonly source: string;
  readonly reviewed_on: string;
}

export interface Rule extends Item {
  readonly title: string;
  readonly body: readonly Paragraph[];
  readonly example?: string;
  /** Ids of other items. */
  readonly see: readonly string[];
}

export interface Topic {
  readonly id: string;
  readonly title: string;
}

export interface Faq extends Item {
  readonly topic: string;
  readonly question: string;
  readonly answer: readonly Paragraph[];
  readonly keywords: readonly string[];
  readonly see: readonly string[];
}

export interface Term extends Item {
  readonly term: string;
  readonly meaning: readonly Paragraph[];
}

export interface Section {
  readonly id: string;
  readonly heading: string;
  readonly body: readonly Paragraph[];
}

export interface Conduct extends Item {
  readonly title: string;
  readonly about: readonly Paragraph[];
  readonly sections: readonly Section[];
}

/** `pass` right answers pass it. */
export interface Quiz extends Item {
  readonly title: string;
  readonly about: string;
  readonly questions: readonly string[];
  readonly pass: number;
}

export interface Option {
  readonly id: string;
  readonly text: string;
  readonly because: string;
  readonly right: boolean;
}

/** One option is right; `rule` is the rule to read. */
export interface Question extends Item {
  readonly scene: string;
  readonly ask: string;
  readonly options: readonly Option[];
  readonly rule: string;
}

export interface Choice {
  readonly text: string;
  /** Id of a screen of the same lesson. */
  readonly to: string;
}

/** The last ones have no choices, but what to remember. */
export interface LessonScreen {
  readonly id: string;
  readonly text: readonly Paragraph[];
  readonly choices?: readonly Choice[];
  readonly remember?: readonly string[];
  readonly end?: boolean;
}

export interface Lesson extends Item {
  readonly title: string;
  readonly about: string;
  readonly minutes: number;
  readonly start: string;
  readonly screens: readonly LessonScreen[];
}

export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** One of heading, text, list and table; only for `audience` and only with what it `needs`, where those are named. */
export interface Block {
  readonly audience?: readonly Audience[];
  readonly needs?: readonly string[];
  readonly heading?: string;
  readonly text?: string;
  readonly list?: readonly string[];
  readonly table?: Table;
}

export interface Page extends Item {
  readonly title: string;
  readonly blocks: readonly Block[];
}

export interface Pack {
  readonly v: 1;
  /** BCP 47. */
  readonly lang: string;
  /** 8 bytes in hex that name the list of all ids, for the counters. */
  readonly catalogue_hash: string;
  readonly rules: readonly Rule[];
  readonly topics: readonly Topic[];
  readonly faqs: readonly Faq[];
  readonly terms: readonly Term[];
  readonly conduct: Conduct | null;
  readonly quizzes: readonly Quiz[];
  readonly questions: readonly Question[];
  readonly lessons: readonly Lesson[];
  readonly howto: readonly Page[];
  readonly pages: readonly Page[];
}

/** All ids in the order that the counters go by. */
export function catalogue(pack: Pack): string[] {
  const conduct = pack.conduct === null ? [] : [pack.conduct];
  const groups: readonly (readonly Item[])[] = [pack.rules, pack.faqs, pack.terms, conduct, pack.quizzes, pack.questions, pack.lessons, pack.howto, pack.pages];
  return groups.flat().map(({ id }) => id);
}
