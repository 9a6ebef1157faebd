/**
 * How far somebody is in quizzes and lessons: on this phone only, and only of those they opened.
 *
 * What was read is never kept. A private window, a full or a forbidden store is no error: then progress lasts as
 * long as the page.
 */
import type { Walk } from "./lesson";
import type { Run } from "./quiz";

const KEYS = { quiz: "n.quiz", lesson: "n.lesson" } as const;
const VERSION = 1;

export interface Progress {
  run(quiz: string): Run | null;
  walk(lesson: string): Walk | null;
  keepRun(run: Run): void;
  keepWalk(walk: Walk): void;
  /** Whether there is anything to forget. */
  any(): boolean;
  forget(): void;
}

type Store = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** Over local storage; `store` may throw where the browser forbids even to name it. */
export function openProgress(store: () => Store): Progress {
  const runs = new Map((readAll(store, KEYS.quiz).filter(isRun)).map((run) => [run.quiz, run]));
  const walks = new Map((readAll(store, KEYS.lesson).filter(isWalk)).map((walk) => [walk.lesson, walk]));
  const write = (key: string, all: readonly unknown[]) => { attempt(() => { store().setItem(key, JSON.stringify({ v: VERSION, all })); }); };
  return {
    run: (quiz) => runs.get(quiz) ?? null,
    walk: (lesson) => walks.get(lesson) ?? null,
    keepRun: (run) => {
      runs.set(run.quiz, run);
      write(KEYS.quiz, [...runs.values()]);
    },
    keepWalk: (walk) => {
      walks.set(walk.lesson, walk);
      write(KEYS.lesson, [...walks.values()]);
    },
    any: () => runs.size + walks.size > 0,
    forget: () => {
      runs.clear();
      walks.clear();
      for (const key of Object.values(KEYS)) attempt(() => { store().removeItem(key); });
    },
  };
}

function readAll(store: () => Store, key: string): unknown[] {
  const kept = attempt(() => JSON.parse(store().getItem(key) ?? "null") as { v?: unknown; all?: unknown } | null);
  return kept?.v === VERSION && Array.isArray(kept.all) ? (kept.all as unknown[]) : [];
}

function isRun(value: unknown): value is Run {
  const run = value as Partial<Record<keyof Run, unknown>> | null;
  return typeof run?.quiz === "string" && isTexts(run.round) && isPlace(run.at) && typeof run.answers === "object" && run.answers !== null && isTexts(Object.values(run.answers));
}

function isWalk(value: unknown): value is Walk {
  const walk = value as Partial<Record<keyof Walk, unknown>> | null;
  return typeof walk?.lesson === "string" && isTexts(walk.path) && typeof walk.done === "boolean";
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}

function isPlace(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** Storage throws where it is forbidden or full; then there is none. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof DOMException || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
