/** The words of the register of who was told what. */
import type { Words } from "../words/words";
import { type Beyond, type ToldRole, type ToldWhat } from "./case/needToKnow";

type T = Words["t"];

export function roleName(role: string, t: T): string {
  const names: Readonly<Record<ToldRole, string>> = {
    oios: t("Investigators (OIOS)"),
    assistance: t("Those who help the reporter"),
    head_of_entity: t("Head of the entity"),
    supervisor: t("Supervisor"),
    statistics: t("Statistics officer"),
    other_office: t("Another office"),
    other: t("Somebody else"),
  };
  return (names as Readonly<Record<string, string>>)[role] ?? role;
}

export function toldName(what: string, t: T): string {
  const names: Readonly<Record<ToldWhat, string>> = {
    allegation: t("What is reported"),
    identity: t("Who the reporter is"),
    needs: t("What help is needed, and a safe way to reach them"),
    existence: t("That there is a case, and of which kind"),
    facts: t("Coded facts for statistics"),
  };
  return (names as Readonly<Record<string, string>>)[what] ?? what;
}

/** What is wrong with telling it; empty: nothing. */
export function beyondText(beyond: Beyond, t: T): string {
  if (beyond === "identity") return t("The reporter does not allow this person to know who they are.");
  return beyond === "what" ? t("This is more than somebody in this role needs to know.") : "";
}
