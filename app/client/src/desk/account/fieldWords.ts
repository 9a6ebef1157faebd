/** The fields of the statistical record and their values, as an officer reads them. */
import type { Words } from "../../words/words";
import { kindNames } from "../help/words";

type T = Words["t"];
type Names = Readonly<Record<string, string>>;

/** The parts of the form: a heading, and its fields in order. */
export function sections(t: T): readonly { readonly title: string; readonly fields: readonly string[] }[] {
  return [
    { title: t("What and who"), fields: ["allegation_type", "allegation_subtype", "inquiry_kind", "personnel_category", "nationality_uniformed", "source"] },
    { title: t("Where and when"), fields: ["reporting_entity", "contracting_entity", "country", "mission_or_office", "incident_period", "date_received", "date_reported_onward"] },
    {
      title: t("How many"),
      fields: [
        ...["victims_total", "victims_women", "victims_girls", "victims_men", "victims_boys", "victims_unknown", "child_involved"],
        ...["perpetrators_total", "perpetrators_women", "perpetrators_men", "perpetrators_unknown", "paternity_claim"],
      ],
    },
    { title: t("Help"), fields: ["assistance_status", "assistance_types"] },
    { title: t("Investigation and outcome"), fields: ["investigating_body", "investigation_status", "date_investigation_opened", "date_investigation_closed", "finding", "interim_action", "final_action"] },
    {
      title: t("States and partners"),
      fields: [
        ...["criminal_referral", "date_criminal_referral", "member_state_notified", "date_member_state_notified"],
        ...["partner_action", "partner_noncooperation", "payments_withheld", "clearcheck_submitted", "date_clearcheck"],
      ],
    },
  ];
}

export function fieldName(field: string, t: T): string {
  const names: Names = {
    case_ref: t("Random reference"),
    reporting_entity: t("Entity that reports"),
    contracting_entity: t("Entity that engages the partner"),
    date_received: t("Day of receipt"),
    date_reported_onward: t("Day of reporting onward"),
    personnel_category: t("Kind of personnel"),
    nationality_uniformed: t("Nationality of uniformed personnel"),
    country: t("Country"),
    mission_or_office: t("Mission or duty station, as a short code"),
    allegation_type: t("Kind of allegation"),
    allegation_subtype: t("More exactly"),
    inquiry_kind: t("Kind of question"),
    incident_period: t("When it happened: a year, a month or a range"),
    victims_total: t("Victims: all"),
    victims_women: t("Victims: women"),
    victims_girls: t("Victims: girls"),
    victims_men: t("Victims: men"),
    victims_boys: t("Victims: boys"),
    victims_unknown: t("Victims: not known"),
    child_involved: t("A child is involved"),
    perpetrators_total: t("Perpetrators: all"),
    perpetrators_women: t("Perpetrators: women"),
    perpetrators_men: t("Perpetrators: men"),
    perpetrators_unknown: t("Perpetrators: not known"),
    paternity_claim: t("Paternity claim"),
    source: t("Who reported"),
    assistance_status: t("How far help has come"),
    assistance_types: t("Kinds of help"),
    investigating_body: t("Who investigates"),
    investigation_status: t("How far the investigation has come"),
    date_investigation_opened: t("Day on which the investigation was opened"),
    date_investigation_closed: t("Day on which the investigation ended"),
    finding: t("Finding"),
    interim_action: t("Interim action"),
    final_action: t("Final action"),
    criminal_referral: t("Referral for criminal accountability"),
    date_criminal_referral: t("Day of the criminal referral"),
    member_state_notified: t("Member State notified"),
    date_member_state_notified: t("Day on which the Member State was notified"),
    partner_action: t("What the partner did"),
    partner_noncooperation: t("The partner does not cooperate"),
    payments_withheld: t("Payments withheld"),
    clearcheck_submitted: t("Submitted to ClearCheck"),
    date_clearcheck: t("Day of the submission to ClearCheck"),
  };
  return names[field] ?? field;
}

/** What a value means; the same word can mean another thing in another field. */
export function valueName(field: string, value: string, t: T): string {
  return own(field, t)[value] ?? shared(t)[value] ?? value;
}

function own(field: string, t: T): Names {
  const fields: Readonly<Record<string, Names>> = {
    personnel_category: {
      un_staff_related: t("UN staff and related personnel"),
      pko_spm_civilian: t("Civilian in a peace operation or special political mission"),
      military: t("Military"),
      police: t("Police"),
      other_government_provided: t("Other government-provided personnel"),
      implementing_partner: t("Implementing partner"),
      non_un_force: t("Non-UN force"),
      vendor_contractor: t("Vendor or contractor"),
      event_participant: t("Participant of an event"),
    },
    allegation_subtype: { child: t("Of a child") },
    inquiry_kind: inquiries(t),
    source: {
      victim: t("Victim"),
      witness: t("Witness"),
      third_party: t("Third party"),
      community_mechanism: t("Community-based mechanism"),
      partner: t("Partner"),
      anonymous: t("Anonymous"),
    },
    assistance_status: { referred: t("Referred to somebody who helps"), pending: t("Pending") },
    finding: { not_sea: t("Found not to be sexual exploitation or abuse"), closure_memo: t("Closed by memorandum") },
    partner_action: { none: t("Nothing"), investigating: t("Investigates") },
  };
  return fields[field] ?? {};
}

function inquiries(t: T): Names {
  return {
    employment_dispute: t("Employment dispute"),
    reporting_procedures: t("How to report misconduct"),
    outside_activities: t("Activities outside of the job"),
    conflict_of_interest: t("Conflict of interest"),
    financial_disclosure: t("Financial disclosure"),
    gifts_honours: t("Gifts and honours"),
    retaliation_protection: t("Protection against retaliation"),
  };
}

function shared(t: T): Names {
  return {
    ...{ yes: t("Yes"), no: t("No"), unknown: t("Not known"), other: t("Other"), none: t("None"), pending: t("Pending"), not_applicable: t("Does not apply") },
    sexual_exploitation: t("Sexual exploitation"),
    sexual_abuse: t("Sexual abuse"),
    both: t("Sexual exploitation and abuse"),
    sexual_harassment: t("Sexual harassment"),
    harassment: t("Harassment"),
    discrimination: t("Discrimination"),
    abuse_of_authority: t("Abuse of authority"),
    fraud: t("Fraud or theft"),
    property: t("Damage to property"),
    retaliation: t("Retaliation"),
    inquiry: t("Question about ethics"),
    transactional: t("Something given or promised in return"),
    exploitative_relationship: t("Exploitative relationship"),
    assault_rape: t("Sexual assault or rape"),
    solicitation: t("Paid sex"),
    established: t("Established"),
    not_established: t("Not established"),
    ...{ offered: t("Offered"), accepted: t("Accepted"), received: t("Received"), declined: t("Declined"), not_possible: t("Not possible") },
    ...kindNames(t),
    oios: t("OIOS"),
    own_office: t("The entity's own office"),
    troop_contributor: t("Troop- or police-contributing country"),
    joint: t("Jointly"),
    partner: t("Partner"),
    initial_assessment: t("Initial assessment"),
    ongoing: t("Ongoing"),
    completed: t("Completed"),
    closed_without: t("Closed without an investigation"),
    substantiated: t("Substantiated"),
    unsubstantiated: t("Unsubstantiated"),
    insufficient_evidence: t("Not enough evidence"),
    suspension: t("Suspension"),
    leave: t("Administrative leave"),
    reassignment: t("Reassignment"),
    repatriation: t("Repatriation"),
    contract_pause: t("Contract paused"),
    dismissal_termination: t("Dismissal or termination"),
    contract_end: t("Contract ended"),
    jail: t("Prison sentence"),
    state_of_nationality: t("To the State of nationality"),
    host_state: t("To the host State"),
    partner_state: t("To the State of the partner"),
    asked_to_act: t("Asked to act"),
    corrective_measures: t("Took corrective measures"),
    contract_paused: t("Contract paused"),
    contract_ended: t("Contract ended"),
  };
}
