/**
 * Who stepped back from a case; the same as `app/domain/recusal.py`.
 *
 * From then on the desk seals nothing about the case to their devices. What they have read they know: no key can
 * call it back. Must never be undone by the one who stepped back: only the office that took over can give the case back.
 */
import type { Case } from "../fold";

export interface Recused {
  /** The device that stepped back. */
  readonly by: string;
  readonly at: string;
  /** Who took over; empty when the event does not say. */
  readonly office: string;
}

/** All who stepped back, by their first word of it. */
export function recusedFrom({ events }: Pick<Case, "events">): Recused[] {
  const first = new Map<string, Recused>();
  for (const { event } of events) {
    const { office } = event.data;
    if (event.event === "recusal" && !first.has(event.by)) first.set(event.by, { by: event.by, at: event.at, office: typeof office === "string" ? office : "" });
  }
  return [...first.values()];
}

/** The stepping back of one device, if it did. */
export function recusalOf(found: Pick<Case, "events">, device: string): Recused | null {
  return recusedFrom(found).find(({ by }) => by === device) ?? null;
}
