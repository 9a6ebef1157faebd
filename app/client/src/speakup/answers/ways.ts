/** Which office helps, and which protects from retaliation, for somebody who is in touch with an office already. Pure. */
import { entityById, officeById } from "../../directory/parse";
import { route } from "../../directory/routing";
import type { Directory, EntityKind, Facts, Route } from "../../directory/types";
import type { Thread } from "./letters";

const NOTHING: Facts = {
  accused: "unknown",
  entity: null,
  contracting: null,
  own_entity: null,
  categories: ["other"],
  country: null,
  child: "no",
  danger: false,
  assistance: false,
  formal: false,
  conflict: [],
  prefer: null,
};
/** Organizations whose people the ethics office of the table protects; others have their own ways. */
const PROTECTED: readonly EntityKind[] = ["secretariat", "inter_agency", "oversight", "un_women", "mission"];

/** The organization of the first office that answered. */
export function entityOf(directory: Directory, threads: readonly Thread[]): string | null {
  const [first] = threads;
  return first === undefined ? null : (officeById(directory, first.office)?.entity ?? null);
}

/** The office that arranges help, or null. */
export function helperFor(directory: Directory, entity: string | null, country: string | null, at: Date): string | null {
  const found = route(directory, { ...NOTHING, entity, country, assistance: true }, at);
  return found.assistance;
}

/** Where a report of being punished for speaking up goes. */
export function protectorFor(directory: Directory, entity: string | null, at: Date): Route {
  const kind = entity === null ? undefined : entityById(directory, entity)?.kind;
  const known = kind !== undefined && PROTECTED.includes(kind) ? entity : null;
  return route(directory, { ...NOTHING, entity: known, categories: ["retaliation"] }, at);
}
