/** What stands in an annual package, on the screen and in the letter; the same English as `app/desk/annual_words.py`. */
import type { Words } from "../../words/words";
import type { About, Doubt, Part } from "../case/annual";
import type { Difference, Nil } from "../case/annualCount";
import { ENDINGS } from "../case/statistics";
import { valueName } from "./fieldWords";
import { endingName } from "./words";

type T = Words["t"];
type Names = Readonly<Record<string, string>>;

/** A figure, or a line of the head. */
export function figureName(name: string, t: T): string {
  const head: Readonly<Record<About, string>> = {
    entity: t("Entity"),
    from: t("Beginning of the period"),
    until: t("End of the period"),
    as_at: t("As at"),
    legal_basis: t("Legal basis"),
  };
  return ({ ...head, ...trainingNames(t), ...partnerNames(t), ...fieldNames(t) } as Names)[name] ?? name;
}

function trainingNames(t: T): Names {
  return {
    trained_staff: t("Staff trained"),
    target_staff: t("Staff to be trained"),
    trained_non_staff: t("Non-staff personnel trained"),
    target_non_staff: t("Non-staff personnel to be trained"),
    trained_partner: t("Partner personnel trained"),
    target_partner: t("Partner personnel to be trained"),
    sessions: t("Training sessions by place"),
    reached: t("People in communities who were told of the rules"),
  };
}

function partnerNames(t: T): Names {
  return {
    agreements: t("Agreements with partners in force"),
    with_clause: t("Agreements that forbid sexual exploitation and abuse"),
    assessed: t("Partners assessed"),
    partners_trained: t("Partners trained"),
    below_standard: t("Partners below the standard"),
    terminated: t("Agreements ended because of it"),
  };
}

function fieldNames(t: T): Names {
  return {
    locations: t("Locations"),
    focal_points: t("Focal points named"),
    locations_without: t("Locations without a focal point"),
    locations_with_mechanism: t("Locations with a community-based complaint mechanism"),
    risk_due: t("Risk assessments due"),
    risk_done: t("Risk assessments done"),
    actions_done: t("Items of the action plan done"),
    actions_open: t("Items of the action plan open"),
    events_held: t("Events held"),
    events_with_code: t("Events at which the code of conduct was given out"),
    fear_retaliation: t("Fear retaliation, percent of those asked"),
    unsure_where: t("Do not know where to refer somebody, percent of those asked"),
    unreported: t("What was not reported onward, and why"),
    limitations: t("Limitations"),
    good_practices: t("Good practices"),
    needs: t("Needs"),
  };
}

export function partName(part: Part, t: T): string {
  const names: Readonly<Record<Part, string>> = {
    training: t("(b) Training and awareness"),
    partners: t("(c) Partners"),
    field: t("In the field"),
    events: t("Events"),
    survey: t("Survey"),
    words: t("In words"),
  };
  return names[part];
}

/** A kind of allegation, those of sexual exploitation and abuse as one. */
export function kindName(kind: string, t: T): string {
  if (kind === "sea") return t("Sexual exploitation or abuse");
  return kind === "not_stated" ? t("Not stated") : valueName("allegation_type", kind, t);
}

/** What became of a case, and the heads beside it. */
export function rowName(name: string, t: T): string {
  const names: Names = { received: t("Received"), inquiry: t("Questions, which are no allegations"), ongoing: t("Investigations under way as at") };
  const ending = ENDINGS.find((each) => each === name);
  return ending === undefined ? (names[name] ?? name) : endingName(ending, t);
}

export function differenceName(name: Difference, t: T): string {
  const names: Readonly<Record<Difference, string>> = {
    unexplained: endingName("unexplained", t),
    uncoded: t("Cases whose kind of allegation is not recorded"),
    undated: t("Cases of which no day of receipt is known"),
    destroyed: t("Cases destroyed in this period; their kind is no longer known"),
    left: t("Cases from which this officer stepped back"),
    unopened: t("Envelopes of this period that could not be opened here"),
    pending: endingName("pending", t),
  };
  return names[name];
}

export function nilText(nil: Nil, kind: string, t: T): string {
  const values = { kind: kindName(kind, t) };
  if (nil === "none") return t("{kind}: none was received in this period.", values);
  if (nil === "some") return t("{kind}: allegations were received in this period.", values);
  return t("{kind}: none is on record, but not everything could be counted. Nobody can say from this that there was none.", values);
}

export function doubtText({ check, field, than = "" }: Doubt, t: T): string {
  const values = { name: figureName(field, t), other: figureName(than, t) };
  const texts: Readonly<Record<Doubt["check"], string>> = {
    missing: t("{name}: not stated.", values),
    day: t("{name}: this is no day.", values),
    order: t("{name}: earlier than “{other}”.", values),
    number: t("{name}: this is no number.", values),
    negative: t("{name}: less than zero.", values),
    percent: t("{name}: more than a hundred percent.", values),
    place: t("{name}: a number without a place.", values),
    above: t("{name}: more than “{other}”.", values),
  };
  return texts[check];
}
