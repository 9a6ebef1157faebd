/** How offices, entities, countries and days are called in the person's language. */
import type { Directory } from "../directory/types";
import type { LanguageFacts } from "../words/locales";
import type { Words } from "../words/words";

interface Named {
  readonly name: string;
  readonly names?: Readonly<Record<string, string>> | undefined;
}

/** The name in the person's language, else the one the directory gives first. */
export function nameOf(named: Named, locale: LanguageFacts): string {
  return named.names?.[locale.short] ?? named.names?.[locale.tag] ?? named.name;
}

/** Why an office gets a report, by its role. */
export function reasonOf(role: string, t: Words["t"]): string {
  const reasons: Readonly<Record<string, string>> = {
    conduct_discipline: t("It receives reports about how people of this organization behave."),
    psea: t("It receives reports about sexual exploitation and abuse."),
    ethics_legal: t("It answers questions about ethics in this organization."),
    investigations: t("It can investigate, independent of the organization concerned."),
    ethics_office: t("It gives advice in confidence and protects people who speak up."),
    ethics_adviser: t("It gives advice in confidence and protects people who speak up."),
    conduct_discipline_team: t("It receives reports about people of this peace mission."),
    inter_agency_psea: t("It finds the right organization when it is not known."),
    victims_rights: t("It arranges help."),
    human_rights: t("It follows up on forces that do not belong to the United Nations."),
    child_protection: t("It is trained to protect children."),
    event_focal: t("It is responsible for behaviour at events."),
    head_office: t("It decides when those who usually read reports are concerned themselves."),
  };
  return reasons[role] ?? t("It is responsible for reports of this kind.");
}

/** Countries in which the directory has an office or an entity, by name. */
export function countries(directory: Directory, locale: LanguageFacts): { readonly value: string; readonly label: string }[] {
  const names = new Intl.DisplayNames([locale.tag], { type: "region", fallback: "code" });
  const codes = new Set([...directory.offices, ...directory.entities].flatMap(({ countries: its }) => [...(its ?? [])]));
  return [...codes].map((value) => ({ value, label: names.of(value) ?? value })).sort((one, other) => one.label.localeCompare(other.label, locale.tag));
}

/** A country by its code, in the person's language. */
export function countryOf(code: string, locale: LanguageFacts): string {
  return new Intl.DisplayNames([locale.tag], { type: "region", fallback: "code" }).of(code) ?? code;
}

/** `2026-11-21` as a person of this language writes a day. */
export function dayOf(day: string, locale: LanguageFacts): string {
  const time = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(time) ? "" : new Intl.DateTimeFormat(locale.tag, { dateStyle: "long", timeZone: "UTC" }).format(time);
}

/** What a status of the life cycle means for the person. */
export function statusOf(status: string, t: Words["t"]): string {
  const names: Readonly<Record<string, string>> = {
    received: t("Arrived"),
    opened: t("Opened"),
    acknowledged: t("Read by the office"),
    triaged: t("Being looked at"),
    transferred: t("Passed on to another office"),
    referred_investigation: t("Passed on to investigators"),
    ethics_review: t("Being looked at by the ethics office"),
    returned_to_entity: t("Given back to the organization"),
    informal_resolution: t("An informal solution is being tried"),
    inquiry_advice: t("Advice is given"),
    initial_assessment: t("First assessment"),
    under_investigation: t("Being investigated"),
    outcome: t("There is a result"),
    closed: t("Closed"),
    reopened: t("Opened again"),
  };
  return names[status] ?? status;
}
