/**
 * Who an office is to the reporter, and how much of a case it may be given; the same as `app/domain/audience.py`.
 *
 * A reporter says who may learn who they are: those who help, those who investigate, both, nobody. Every office of
 * the directory is one of the two by its role, or neither. Must never be asked of the officer where the directory says it.
 */
import type { Role } from "../../directory/types";
import type { Identity } from "../case/payload";

export const AUDIENCES = ["helpers", "investigators", "head", "others"] as const;
/** `head`: learns that there is a case, not what it says. `others`: never who the reporter is. */
export type Audience = (typeof AUDIENCES)[number];

export const PURPOSES = ["transfer", "referral", "recusal", "leaver", "assistance", "escalation"] as const;
export type Purpose = (typeof PURPOSES)[number];

/** The whole case, only what help is wanted, or only that there is a case. */
export type Level = "whole" | "needs" | "existence";

const AUDIENCE_OF: Readonly<Record<Role, Audience>> = {
  conduct_discipline: "investigators",
  conduct_discipline_team: "investigators",
  psea: "investigators",
  ethics_legal: "investigators",
  investigations: "investigators",
  ethics_office: "investigators",
  ethics_adviser: "investigators",
  event_focal: "investigators",
  inter_agency_psea: "helpers",
  victims_rights: "helpers",
  human_rights: "helpers",
  child_protection: "helpers",
  head_office: "head",
};

/** A role that came later than this desk is nobody's who may learn a name. */
export function audienceOf(role: string): Audience {
  return Object.hasOwn(AUDIENCE_OF, role) ? AUDIENCE_OF[role as Role] : "others";
}

export function levelOf(purpose: Purpose, audience: Audience): Level {
  if (purpose === "assistance") return "needs";
  return audience === "head" ? "existence" : "whole";
}

/** The groups that a reporter's word names; not said means nobody. */
const ALLOWED: Readonly<Record<Identity, readonly Audience[]>> = {
  "": [],
  none: [],
  helpers: ["helpers"],
  investigators: ["investigators"],
  helpers_and_investigators: ["helpers", "investigators"],
};

export function mayLearn(identity: Identity, audience: Audience): boolean {
  return ALLOWED[identity].includes(audience);
}
