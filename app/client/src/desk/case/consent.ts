/**
 * What a reporter allows now: said with the report, changed by later messages; the same as `app/domain/consent.py`.
 *
 * A later message overrides what it names and nothing else. Texts are ordered by day only, a report before the
 * messages of its day; where two texts of one day differ, what both allow counts, so that a withdrawal never loses
 * to a permission by chance of arrival. Must never read silence as a yes.
 */
import type { Consent, Identity } from "./payload";
import { compare, grouped, type Text } from "./texts";

export interface Standing {
  readonly contact: Consent["contact"];
  readonly identity: Identity;
  /** The day of the last change, if there was one. */
  readonly changed: string | null;
}

/** Who may learn who the reporter is, as the payload's word and as the groups that it means. */
const IDENTITY: readonly (readonly [Identity, readonly string[]])[] = [
  ["none", []],
  ["helpers", ["helpers"]],
  ["investigators", ["investigators"]],
  ["helpers_and_investigators", ["helpers", "investigators"]],
];

/** What one text says of it; `later` is 1 for a message, which comes after the report of its day, else 0. */
export interface Said {
  readonly day: string;
  readonly later: number;
  readonly consent: Consent;
}

/** What the reporter of these texts allows now; their order does not matter. */
export function standing(texts: readonly Text[]): Standing {
  return standingOf(texts.flatMap(said));
}

/** The same, of what texts said; each must name something. */
export function standingOf(all: readonly Said[]): Standing {
  const groups = grouped(all, ({ day, later }) => `${day} ${later}`);
  const inOrder = [...groups.entries()].sort(([one], [other]) => compare([one], [other])).map(([, group]) => group);
  return inOrder.reduce<Standing>(
    (now, group) => ({
      contact: bothContact(group.map(({ consent }) => consent.contact)) || now.contact,
      identity: bothIdentity(group.map(({ consent }) => consent.identity)) || now.identity,
      changed: group[0]?.later === 1 ? group[0].day : now.changed,
    }),
    { contact: "", identity: "", changed: null },
  );
}

function said({ day, payload }: Text): Said[] {
  const consent = payload.kind === "assistance" ? null : payload.consent;
  const named = consent !== null && (consent.contact !== "" || consent.identity !== "");
  return named ? [{ day, later: payload.kind === "message" ? 1 : 0, consent }] : [];
}

/** Yes only if all say so. */
function bothContact(values: readonly Consent["contact"][]): Consent["contact"] {
  return values.find((value) => value === "no") ?? values.find((value) => value === "yes") ?? "";
}

/** What all of them allow. */
function bothIdentity(values: readonly Identity[]): Identity {
  const groups = values.flatMap((value) => IDENTITY.filter(([word]) => word === value).map(([, its]) => its));
  if (groups.length === 0) return "";
  const shared = (groups[0] ?? []).filter((group) => groups.every((its) => its.includes(group)));
  return IDENTITY.find(([, its]) => its.join() === shared.join())?.[0] ?? "none";
}
