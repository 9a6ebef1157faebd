/**
 * Who stepped back from a case; the same as `app/domain/recusal.py`.
 *
 * A person steps back, not a device: it holds for all devices that their office's member has or had in any version of
 * the directory known here. From then on the desk seals nothing about the case to them. What they have read they
 * know: no key can call it back. Must never be undone by the one who stepped back: only the office that took over
 * can give the case back.
 */
import type { Directory } from "../../directory/types";
import type { Case } from "../fold";

export interface Recused {
  /** The device that stepped back. */
  readonly by: string;
  readonly at: string;
  /** Who took over; empty when the event does not say. */
  readonly office: string;
}

/** All devices of the member who has or had this one; itself always. */
export type Kin = (device: string) => ReadonlySet<string>;

/** By these versions of the directory. */
export function kinIn(versions: readonly Directory[]): Kin {
  const members = new Map<string, Set<string>>();
  const holders = new Map<string, Set<string>>();
  for (const office of versions.flatMap(({ offices }) => offices)) {
    for (const { id, devices } of office.members) {
      const member = `${office.id} ${id}`;
      for (const device of devices) {
        members.set(member, (members.get(member) ?? new Set()).add(device.id));
        holders.set(device.id, (holders.get(device.id) ?? new Set()).add(member));
      }
    }
  }
  return (device) => new Set([device, ...[...(holders.get(device) ?? [])].flatMap((member) => [...(members.get(member) ?? [])])]);
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

/** The stepping back of the member who has a device, if they did. */
export function recusalOf(found: Pick<Case, "events">, device: string, kin: Kin): Recused | null {
  return recusedFrom(found).find(({ by }) => kin(by).has(device)) ?? null;
}
