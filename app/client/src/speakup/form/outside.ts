/** Who can be told when the United Nations has no authority over a person (policy row R17). Pure. */
import { canReceive, officeById } from "../../directory/parse";
import type { Directory, Office, Role, Route } from "../../directory/types";

export const OUTSIDE = "outside_un_authority";
/** They cannot punish either, but follow up with states, and arrange help. */
const LISTENERS: readonly Role[] = ["human_rights", "inter_agency_psea", "victims_rights"];

/** The office that can be told anyway: near the person if there is one, never one that was ticked as a conflict. */
export function listener(directory: Directory, country: string | null, conflict: readonly string[], at: Date): string | null {
  const open = directory.offices.filter((office) => !conflict.includes(office.id) && canReceive(directory, office, at));
  const near = ({ countries = [] }: Office) => countries.length === 0 || (country !== null && countries.includes(country));
  for (const role of LISTENERS) {
    const offices = open.filter((office) => office.role === role && near(office));
    const found = offices.find(({ countries = [] }) => countries.length > 0) ?? offices[0];
    if (found !== undefined) return found.id;
  }
  return null;
}

/** The route when the person chose to tell it anyway: to that office alone. */
export function routeAnyway(route: Route, office: string | null): Route {
  return route.page === OUTSIDE && office !== null ? { ...route, primary: office, copies: [] } : route;
}

/** The ids of a conflict by which a report goes past an office that did not answer. */
export const PAST = "past:";

/** Whether somebody came to the form because an office did not answer. */
export function isPast(item: string | undefined): boolean {
  return item?.startsWith(PAST) === true;
}

/** The offices that a report must go past, from what the way to it names. */
export function pastOffices(directory: Directory, item: string | undefined): string[] {
  const id = item?.startsWith(PAST) === true ? item.slice(PAST.length) : "";
  return officeById(directory, id) === undefined ? [] : [id];
}
