/**
 * Where the person is. Pure.
 *
 * Help and what belongs to safety open over what is shown, which stays mounted: nobody loses an answer by
 * looking for help. There is no history but this one, and it ends with the page.
 */
import type { Place } from "./context";

export interface Stop {
  readonly place: Place;
  /** What to show there, such as the id of a rule. */
  readonly item?: string;
}

export interface Trail {
  readonly base: Stop;
  /** What lies over it, the last on top. */
  readonly over: readonly Stop[];
}

const OVER: ReadonlySet<Place> = new Set<Place>(["help", "watched", "shared"]);

export function trailAt(place: Place): Trail {
  return { base: { place }, over: [] };
}

/** Whether a place opens over the present one and leaves it as it is. */
export function liesOver(place: Place): boolean {
  return OVER.has(place);
}

/** Go to a place: over the present one if it is for safety, else instead of it. */
export function walk(trail: Trail, place: Place, item?: string): Trail {
  const stop: Stop = item === undefined ? { place } : { place, item };
  if (!liesOver(place)) return { base: stop, over: [] };
  if (trail.over.some((each) => each.place === place)) return trail;
  return { ...trail, over: [...trail.over, stop] };
}

/** Close what lies on top, if anything does. */
export function close(trail: Trail): Trail {
  return { ...trail, over: trail.over.slice(0, -1) };
}
