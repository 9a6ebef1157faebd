/** A walk through a lesson: the screens that were seen, back as far as one likes. Pure. */
import type { Lesson, LessonScreen } from "./types";

export interface Walk {
  readonly lesson: string;
  /** Ids of screens, the first and the present one included. */
  readonly path: readonly string[];
  /** Whether an end was reached, this time or before. */
  readonly done: boolean;
}

export type LessonStep = { readonly type: "choose"; readonly to: string } | { readonly type: "back" } | { readonly type: "again" };

export function beginLesson(lesson: Lesson): Walk {
  return { lesson: lesson.id, path: [lesson.start], done: false };
}

/** The walk after a step; a choice that the present screen does not offer changes nothing. */
export function stepLesson(lesson: Lesson, walk: Walk, step: LessonStep): Walk {
  switch (step.type) {
    case "choose": {
      if (!(screenAt(lesson, walk)?.choices ?? []).some(({ to }) => to === step.to)) return walk;
      const ahead = { ...walk, path: [...walk.path, step.to] };
      return { ...ahead, done: walk.done || isEnd(screenAt(lesson, ahead)) };
    }
    case "back":
      return walk.path.length > 1 ? { ...walk, path: walk.path.slice(0, -1) } : walk;
    case "again":
      return { ...walk, path: [lesson.start] };
  }
}

export function screenAt(lesson: Lesson, walk: Walk): LessonScreen | undefined {
  return lesson.screens.find(({ id }) => id === walk.path.at(-1));
}

/** A screen where the way ends, also if its file forgot to say so. */
export function isEnd(screen: LessonScreen | undefined): boolean {
  return screen?.end === true || (screen?.choices ?? []).length === 0;
}

/** Where two screens meet again the way back and forth could grow without end. */
const LONGEST = 60;

/** A kept walk as this pack can go on with; null: it must begin anew. */
export function resumedLesson(lesson: Lesson, walk: Walk): Walk | null {
  if (walk.path[0] !== lesson.start || walk.path.length > LONGEST) return null;
  const leads = (from: string, to: string | undefined) => lesson.screens.find(({ id }) => id === from)?.choices?.some((choice) => choice.to === to) === true;
  return walk.path.slice(0, -1).every((from, place) => leads(from, walk.path[place + 1])) ? walk : null;
}
