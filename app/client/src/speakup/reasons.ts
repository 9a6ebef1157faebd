/** Why a report goes where it goes, by the reason of the routing row that decided, in plain words. */
import type { Directory, Route } from "../directory/types";
import { officeById } from "../directory/parse";
import type { LanguageFacts } from "../words/locales";
import type { Words } from "../words/words";
import { nameOf } from "./names";

/** The reason of a row as a sentence; empty for one that this app does not know. */
export function reasonText(reason: string, t: Words["t"]): string {
  const reasons: Readonly<Record<string, string>> = {
    conflict_recipient: t("You said that the person may be one of those who would read this. So it goes past them, to an office that does not depend on them."),
    conflict_head: t("You said that it is about the head of the organization. So it goes to an office that the head does not lead."),
    conflict_oversight: t("It may be about someone of the investigators. So it goes to an office outside of them."),
    conflict_ethics: t("It may be about someone of the ethics office. So it goes to the investigators."),
    outside_un_authority: t("The person does not belong to the United Nations, so no conduct office of it can act."),
    inquiry: t("It is a question, not a report about someone. So it goes to those who give advice on ethics."),
    sea_secretariat: t("It may be about sexual exploitation or abuse by someone of this organization. Its focal point reads it, and the investigators get a copy."),
    sexual_harassment_secretariat: t("It is about sexual harassment by someone of this organization. Its focal point reads it, and the investigators get a copy."),
    prohibited_conduct: t("It is about how someone of this organization treats others. Its focal point for conduct reads it."),
    fraud_or_damage: t("It is about money, goods or property of this organization. Its focal point for conduct reads it."),
    retaliation: t("It is about being punished for speaking up. The ethics office protects people from that, and the line above the person is left out."),
    conflict_of_interest: t("It is about a private interest that is hidden. The focal point reads it, and the investigators get a copy."),
    own_oversight: t("This organization has its own office for such reports and its own investigators."),
    un_women: t("The focal point of this organization reads it, and the investigators get a copy."),
    mission: t("It is about someone of a peace mission. The conduct and discipline team of the mission reads it."),
    contingent: t("It is about a soldier of a peace mission. The team of the mission reads it; the soldier’s own country has to investigate."),
    un_police: t("It is about police or an observer of a peace mission. The conduct and discipline team of the mission reads it."),
    partner_sea: t("It is about someone of a partner organization. It goes to the United Nations body that works with the partner. The partner is not told by this app."),
    partner_unknown_entity: t("It is about someone of a partner, and it is not known which United Nations body works with it. This office finds that out."),
    partner_other: t("It is about a partner organization. It goes to the United Nations body that works with it."),
    mandated_force: t("It is about forces that the United Nations does not command. The human rights office follows up with their country."),
    vendor_sea: t("It is about someone of a company or a consultant. It goes to the United Nations body that pays them."),
    vendor_other: t("It is about a company or a consultant. It goes to the United Nations body that pays them."),
    event: t("It is about someone at an event. Those who are responsible for the event read it."),
    unknown_sea: t("It is not known who the person works for. This office finds out who has to act."),
    unknown_other: t("It is not known who the person works for. This is the office nearest to what you chose."),
    nobody_there: t("No office that would usually read this can receive it now. So it goes to one that stands in for it."),
  };
  return reasons[reason] ?? "";
}

/** Why offices that come first were left out; those that the person named themself are not repeated. */
export function passedOver(route: Route, directory: Directory, t: Words["t"], locale: LanguageFacts): string[] {
  return route.passed_over.flatMap(({ office: id, why }) => {
    const office = officeById(directory, id);
    if (office === undefined || why === "conflict") return [];
    const name = nameOf(office, locale);
    return [why === "vacant" ? t("Nobody holds this office now: {office}", { office: name }) : t("This office cannot receive now: {office}", { office: name })];
  });
}
