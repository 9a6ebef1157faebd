/** What passing a case on is called on the screen. */
import type { Words } from "../../words/words";
import { PURPOSES } from "./audience";

type T = Words["t"];
type Names = Readonly<Record<string, string>>;

/** The desk wrote why it told somebody, not a person. */
export function isPurpose(text: string): boolean {
  return (PURPOSES as readonly string[]).includes(text);
}

export function purposeName(purpose: string, t: T): string {
  const names: Names = {
    transfer: t("Transferred: it had reached the wrong office"),
    referral: t("Referred to an office that must act"),
    recusal: t("Handed over because an officer stepped back"),
    leaver: t("Handed over because an officer left"),
    assistance: t("Passed on to arrange help"),
    escalation: t("Handed over because nobody had acted"),
  };
  return names[purpose] ?? t("Passed on");
}

/** What was left out, in words. */
export function withheldName(name: string, t: T): string {
  const names: Names = {
    safe_contact: t("A safe way to reach the reporter"),
    attachments: t("Files"),
    attachments_lost: t("Files that are gone or damaged"),
    passages: t("Words that tell who the reporter is"),
    assistance: t("What help the reporter asked for"),
    narrative: t("What happened, in the reporter's words"),
    "answers.own_entity": t("Where the reporter works"),
    "answers.contact_person": t("With whom the reporter would rather talk"),
  };
  return names[name] ?? t("An answer that may tell who the reporter is");
}

export function audienceName(audience: string, t: T): string {
  const names: Names = {
    helpers: t("They help the reporter"),
    investigators: t("They investigate what was reported"),
    head: t("They head the organization"),
    others: t("None of these"),
  };
  return names[audience] ?? audience;
}

export interface Item {
  readonly id: string;
  readonly question: string;
  /** Values with their names; none: a text. */
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly hint?: string;
}

/** What is done in the case of a partner organization, in its order. */
export function partnerItems(t: T): readonly Item[] {
  const yesNo = [{ value: "yes", label: t("Yes") }, { value: "no", label: t("No") }];
  const known = [...yesNo, { value: "unknown", label: t("Not known") }];
  return [
    { id: "told_entity", question: t("The United Nations body that engages the partner knows"), options: yesNo },
    { id: "clause", question: t("The agreement has a clause against sexual exploitation and abuse"), options: known },
    { id: "prompt_action", question: t("The partner was asked to act promptly"), options: [...yesNo, { value: "not_safe", label: t("It is not safe to ask") }], hint: t("Ask only when it puts nobody at risk: not the reporter, not the person affected, no witness.") },
    { id: "capacity", question: t("The partner is able to investigate"), options: known, hint: t("If it is not, the United Nations investigates.") },
    { id: "investigates", question: t("Who investigates"), options: [{ value: "partner", label: t("The partner") }, { value: "entity", label: t("The United Nations body") }, { value: "oios", label: t("OIOS") }, { value: "nobody", label: t("Nobody yet") }] },
    { id: "corrective", question: t("What the partner put right"), options: [] },
    { id: "noncooperation", question: t("The partner does not cooperate"), options: yesNo },
  ];
}

/** Towards whom a step is taken. */
export function authorityWhats(t: T): readonly { readonly value: string; readonly label: string }[] {
  return [
    { value: "national_authority", label: t("National authority, such as the police") },
    { value: "member_state", label: t("Member State of a soldier or police officer") },
  ];
}

export function authoritySteps(t: T): readonly { readonly value: string; readonly label: string }[] {
  return [
    { value: "asked_person", label: t("The person affected was asked what they want") },
    { value: "considered", label: t("It was considered, and nothing was done") },
    { value: "headquarters", label: t("Headquarters was asked") },
    { value: "notified", label: t("It was told, by those who may tell it") },
    { value: "answered", label: t("It answered") },
    { value: "proceedings", label: t("It opened proceedings") },
    { value: "ended", label: t("Its proceedings ended") },
  ];
}

export function labelOf(options: readonly { readonly value: string; readonly label: string }[], value: string): string {
  return options.find((option) => option.value === value)?.label ?? value;
}
