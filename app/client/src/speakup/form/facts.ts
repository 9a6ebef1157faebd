/** From answers to what the routing table asks (policy §2.2). Pure; nothing of it is sent. */
import type { Accused, Category, Facts } from "../../directory/types";
import { type Answers, FORM, flowOf, standing } from "./form";

/** Values of the conflict screen: a role of the table, or an office's id. */
export type Conflict = string;

/** What the routing table wants to know. Skipped questions count as not known. */
export function factsOf(all: Answers, conflict: readonly Conflict[]): Facts {
  const answers = standing(FORM, all);
  const one = (id: string): string | null => answers[id]?.[0] ?? null;
  // The form offers the values of the routing table and no others; a test holds both together.
  const child = flowOf(FORM, all) === "child";
  // A child is not asked what happened: those trained for the gravest are asked to find out who can help.
  const categories = child ? (["sea"] as const) : ((answers.category ?? []) as readonly Category[]);
  return {
    accused: (one("accused_affiliation") ?? "unknown") as Accused,
    entity: one("entity"),
    contracting: one("contracting"),
    // Who asks about themself means their own organization.
    own_entity: one("own_entity") ?? (one("accused_affiliation") === "self" ? one("entity") : null),
    categories: categories.length > 0 ? categories : ["other"],
    country: one("country"),
    child: child ? "yes" : childOf(answers, categories),
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

/** Answers that say something by themselves. A child need not write a word. */
const TELLING = ["category", "what", "what_child", "your_question", "with_you", "trusted_adult"];

/** Whether there is enough to send: something chosen or something said. */
export function sayable(all: Answers): boolean {
  const answers = standing(FORM, all);
  return wantsHelp(answers) || TELLING.some((id) => (answers[id] ?? []).length > 0);
}

/** A skipped question is "no" unless it may be about sexual abuse. */
function childOf(answers: Answers, categories: readonly Category[]): Facts["child"] {
  return (answers.child_involved?.[0] as Facts["child"] | undefined) ?? (categories.includes("sea") ? "unknown" : "no");
}
