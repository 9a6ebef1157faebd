/** From answers to what the routing table asks (policy §2.2). Pure; nothing of it is sent. */
import type { Accused, Category, Facts } from "../../directory/types";
import { type Answers, FORM, standing } from "./form";

/** Values of the conflict screen: a role of the table, or an office's id. */
export type Conflict = string;

/** What the routing table wants to know. Skipped questions count as not known. */
export function factsOf(all: Answers, conflict: readonly Conflict[]): Facts {
  const answers = standing(FORM, all);
  const one = (id: string): string | null => answers[id]?.[0] ?? null;
  // The form offers the values of the routing table and no others; a test holds both together.
  const categories = (answers.category ?? []) as readonly Category[];
  return {
    accused: (one("accused_affiliation") ?? "unknown") as Accused,
    entity: one("entity"),
    contracting: one("contracting"),
    // Who asks about themself means their own organization.
    own_entity: one("own_entity") ?? (one("accused_affiliation") === "self" ? one("entity") : null),
    categories: categories.length > 0 ? categories : ["other"],
    country: one("country"),
    child: childOf(answers, categories),
    danger: one("safe_now") === "no",
    assistance: wantsHelp(answers),
    formal: one("formal") === "formal",
    conflict,
    prefer: one("prefer") as Facts["prefer"],
  };
}

/** Whether any help was chosen. */
export function wantsHelp(answers: Answers): boolean {
  return (answers.assistance ?? []).some((value) => value !== "none");
}

/** Whether the person asks for help only, without a report. */
export function helpOnly(answers: Answers): boolean {
  return standing(FORM, answers).how_much?.[0] === "help";
}

/** Whether there is enough to send: something chosen or something said. */
export function sayable(all: Answers): boolean {
  const answers = standing(FORM, all);
  return wantsHelp(answers) || ["category", "what", "what_child"].some((id) => (answers[id] ?? []).length > 0);
}

/** Whoever writes about themself as a child decides it; a skipped question is "no" unless it may be about sexual abuse. */
function childOf(answers: Answers, categories: readonly Category[]): Facts["child"] {
  if (answers.reporter_role?.[0] === "self_child") return "yes";
  return (answers.child_involved?.[0] as Facts["child"] | undefined) ?? (categories.includes("sea") ? "unknown" : "no");
}
