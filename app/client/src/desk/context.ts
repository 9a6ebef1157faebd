/** What every screen of the desk can reach. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { type LanguageFacts, LANGUAGES } from "../words/locales";
import type { Words } from "../words/words";
import type { Wanted } from "./calls/store";
import type { DeskCalls, Self } from "./view";

/** A part of a case. */
export type TabId = "story" | "triage" | "help" | "refer" | "record";

export type PlaceName = "today" | "cases" | "unopened" | "people" | "notices" | "archive" | "services" | "statistics" | "annual" | "settings";
export type Place = { readonly name: PlaceName } | { readonly name: "case"; readonly thread: string; readonly tab?: TabId };

/** What stays while the officer goes from the list to a case and back. */
export interface Memory {
  /** What the list of cases shows. */
  wanted: Wanted;
  /** Texts that were begun, by thread and form. Gone when the desk is locked. */
  readonly drafts: Map<string, string>;
}

export interface DeskContext {
  readonly words: Words;
  readonly calls: DeskCalls;
  readonly self: Self;
  readonly memory: Memory;
  /** Grows whenever something may look different. */
  readonly edition: number;
  readonly changed: () => void;
  readonly go: (place: Place) => void;
}

export const Desk = createContext<DeskContext | null>(null);

/** Throws outside of the desk: a mistake of ours. */
export function useDesk(): DeskContext & Pick<Words, "t" | "tn"> & { readonly locale: LanguageFacts } {
  const desk = useContext(Desk);
  if (desk === null) throw new Error("this screen stands outside of the desk");
  return { ...desk, t: desk.words.t, tn: desk.words.tn, locale: LANGUAGES[desk.words.language] };
}
