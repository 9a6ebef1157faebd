/** Where a report goes, from the answers and what the person ticked: decided on the phone, sent nowhere. Pure. */
import { route } from "../../directory/routing";
import type { Directory, Facts, Route } from "../../directory/types";
import { factsOf } from "./facts";
import type { Answers } from "./form";
import { listener, OUTSIDE, pastOffices, routeAnyway } from "./outside";
import { readers } from "./plan";

export interface Decision {
  readonly facts: Facts;
  readonly chosen: Route;
  /** Who can be told though the United Nations has no authority. */
  readonly listening: string | null;
  /** Readers before any conflict was named, and those of now: what was ticked stays on the screen. */
  readonly asked: readonly string[];
}

export interface Ticked {
  readonly conflict: readonly string[];
  /** Tell it though nobody has authority. */
  readonly anyway: boolean;
  /** How the person came to the form: past an office that did not answer. */
  readonly item: string | undefined;
}

export function decide(directory: Directory, answers: Answers, { conflict, anyway, item }: Ticked, at: Date): Decision {
  const past = pastOffices(directory, item);
  const facts = factsOf(answers, [...past, ...conflict]);
  const proposed = route(directory, facts, at);
  const listening = proposed.page === OUTSIDE ? listener(directory, facts.country, facts.conflict, at) : null;
  const chosen = routeAnyway(proposed, anyway ? listening : null);
  const unticked = route(directory, { ...facts, conflict: past }, at);
  return { facts, chosen, listening, asked: [...new Set([...readers(unticked), ...readers(chosen)])] };
}
