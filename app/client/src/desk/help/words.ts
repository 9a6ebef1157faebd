/** The words of arranged help and of the places that give it. */
import type { HelpKind } from "../../directory/types";
import type { Words } from "../../words/words";
import type { Kind, Step } from "../case/assistance";

type T = Words["t"];
type Names = Readonly<Record<string, string>>;

export function stepName(step: string, t: T): string {
  const names: Readonly<Record<Step, string>> = {
    none: t("Not taken up yet"),
    offered: t("Offered"),
    accepted: t("Accepted"),
    referred: t("Referred to somebody who helps"),
    received: t("Received"),
    declined: t("Declined"),
    feedback: t("Asked whether it helped"),
  };
  return (names as Names)[step] ?? step;
}

/** The kinds of help that an office arranges. */
export function kindName(kind: string, t: T): string {
  return (kindNames(t) as Names)[kind] ?? kind;
}

export function kindNames(t: T): Readonly<Record<Kind, string>> {
  return {
    medical: t("Medical care"),
    psychosocial: t("Someone to talk to"),
    safety: t("A safe place or protection"),
    legal: t("Legal advice"),
    basic: t("Food, clothes or other basic things"),
    education_livelihood: t("School, training or a livelihood"),
    child_support: t("Support for a child"),
  };
}

/** The kinds of places in the signed directory. */
export function serviceName(kind: HelpKind, t: T): string {
  const names: Readonly<Record<HelpKind, string>> = {
    emergency: t("Emergency"),
    medical: t("Medical care"),
    safe_place: t("A safe place"),
    psychosocial: t("Someone to talk to"),
    child_helpline: t("Child helpline"),
    legal: t("Legal advice"),
    police: t("Police"),
  };
  return names[kind];
}
