/**
 * How far somebody is in quizzes and lessons: on this phone only, and only of those they opened.
 *
 * What was read is never kept. A private window, a full or a forbidden store is no error: then progress lasts as
 * long as the page.
 */
import { attempt } from "../attempt";
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

interface Kept {
  readonly runs: readonly Run[];
  readonly walks: readonly Walk[];
}

/**
 * Over local storage; `store` may throw where the browser forbids even to name it.
 *
 * The store is read each time, so that what was erased elsewhere is gone here too; once it has failed, memory stands in.
 */
export function openProgress(store: () => Store): Progress {
  let memory: Kept | null = null;
  const all = (): Kept => {
    const kept = memory ?? attempt(() => ({ runs: readAll(store(), KEYS.quiz).filter(isRun), walks: readAll(store(), KEYS.lesson).filter(isWalk) }));
    return kept ?? { runs: [], walks: [] };
  };
  const write = (kept: Kept, key: string, part: readonly unknown[]) => {
    const done = attempt(() => { store().setItem(key, JSON.stringify({ v: VERSION, all: part })); return true; });
    if (done !== true || memory !== null) memory = kept;
  };
  return {
    run: (id) => all().runs.find(({ quiz }) => quiz === id) ?? null,
    walk: (id) => all().walks.find(({ lesson }) => lesson === id) ?? null,
    keepRun: (run) => {
      const runs = [...all().runs.filter(({ quiz }) => quiz !== run.quiz), run];
      write({ ...all(), runs }, KEYS.quiz, runs);
    },
    keepWalk: (walk) => {
      const walks = [...all().walks.filter(({ lesson }) => lesson !== walk.lesson), walk];
      write({ ...all(), walks }, KEYS.lesson, walks);
    },
    any: () => all().runs.length + all().walks.length > 0,
    forget: () => {
      if (memory !== null) memory = { runs: [], walks: [] };
      for (const key of Object.values(KEYS)) attempt(() => { store().removeItem(key); });
    },
  };
}

function readAll(store: Store, key: string): unknown[] {
  const text = store.getItem(key);
  const kept = attempt(() => JSON.parse(text ?? "null") as { v?: unknown; all?: unknown } | null);
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
