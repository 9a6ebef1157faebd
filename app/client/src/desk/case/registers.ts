/**
 * Registers of a case: what the office last said under each name; the same as `app/domain/registers.py`.
 *
 * Events carry `data`, a table of names. Of each name the last value counts, in the order of the fold, so that
 * all devices agree whatever came first.
 */
import type { Done } from "../fold";
import type { Answer } from "./fields";

/** A value, and who said it when. */
export interface Said {
  readonly value: Answer;
  readonly by: string;
  readonly at: string;
  readonly ctx: string;
}

export type Register = Readonly<Record<string, Said>>;

/** The register that the events named `name` make up; `events` as the fold orders them. */
export function latest(events: readonly Done[], name: string): Register {
  const said = events
    .filter(({ event }) => event.event === name)
    .flatMap(({ ctx, event }) => Object.entries(event.data).map(([key, value]) => [key, { value, by: event.by, at: event.at, ctx }] as const));
  return Object.fromEntries(said);
}
