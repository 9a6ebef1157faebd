/**
 * Who is told what of a case, and who may be; the same as `app/domain/need_to_know.py`.
 *
 * The register says what happened, right or wrong: an entry that goes beyond the table is recorded and marked,
 * never refused, or nobody would ever learn of it. Source: the need-to-know rule that focal points work by.
 */
import type { Identity } from "./payload";

export const TOLD_ROLES = ["oios", "assistance", "head_of_entity", "supervisor", "statistics", "other_office", "other"] as const;
export const TOLD_WHATS = ["allegation", "identity", "needs", "existence", "facts"] as const;
export type ToldRole = (typeof TOLD_ROLES)[number];
export type ToldWhat = (typeof TOLD_WHATS)[number];

/** Which of the reporter's permissions lets a role learn who they are; null: none does. */
type Group = "helpers" | "investigators" | null;

const MAY: Readonly<Record<ToldRole, { readonly what: readonly ToldWhat[]; readonly identity: Group }>> = {
  oios: { what: ["allegation", "identity"], identity: "investigators" },
  assistance: { what: ["needs", "identity"], identity: "helpers" },
  head_of_entity: { what: ["existence"], identity: null },
  supervisor: { what: [], identity: null },
  statistics: { what: ["facts"], identity: null },
  other_office: { what: ["allegation", "identity"], identity: "investigators" },
  other: { what: [], identity: null },
};

/** What goes beyond the rule: what was told, that it names the reporter, or nothing. */
export type Beyond = "what" | "identity" | null;

/** What somebody in a role may be told. */
export function mayBeTold(role: ToldRole): readonly ToldWhat[] {
  return MAY[role].what;
}

/** Whether telling this goes beyond the rule, given what the reporter allows. Naming the reporter weighs more. */
export function beyond(role: string, what: string, identity: boolean, allows: Identity): Beyond {
  const rule = TOLD_ROLES.find((known) => known === role);
  if ((identity || what === "identity") && !permits(rule === undefined ? null : MAY[rule].identity, allows)) return "identity";
  return rule !== undefined && MAY[rule].what.some((allowed) => allowed === what) ? null : "what";
}

function permits(group: Group, allows: Identity): boolean {
  return group !== null && (allows === group || allows === "helpers_and_investigators");
}
