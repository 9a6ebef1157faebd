/**
 * To which offices a person can write with their receipt, and in which kind of letter (protocol §5). Pure.
 *
 * An office that answered is sent messages. One that took over knows no reply key of ours yet: it gets a fresh
 * report part, which carries one, and from then on it alone is written to.
 */
import { canReceive, officeById } from "../../directory/parse";
import type { Directory } from "../../directory/types";
import type { Draft } from "../crypto/parts";
import type { Answers } from "../form/form";
import { consentOf } from "../form/plan";
import { lettersOf, type Thread } from "./letters";

/** Offices that answered or took over, each hand-over followed to the last office that can receive; when none did, all that can be written to. */
export function writable(directory: Directory, threads: readonly Thread[], at: Date): string[] {
  const open = (id: string) => receives(directory, id, at);
  const answered = threads.filter((thread) => lettersOf(thread).length > 0).map(({ office }) => successor(threads, office, open));
  return [...new Set(answered.length > 0 ? answered : directory.offices.map(({ id }) => id))].filter(open);
}

/** Whether an office is listed and can be written to now. */
export function receives(directory: Directory, id: string, at: Date): boolean {
  const office = officeById(directory, id);
  return office !== undefined && canReceive(directory, office, at);
}

/** Whether an office took a case over and has not answered yet, so that it cannot answer before we write. */
export function tookOver(threads: readonly Thread[], office: string): boolean {
  const named = threads.some((thread) => lettersOf(thread).some(({ next }) => next === office));
  return named && !threads.some((thread) => thread.office === office && lettersOf(thread).length > 0);
}

type Consent = Readonly<Record<string, string>>;

/** The letter that carries `text` to an office, and a change of what the person allows. */
export function letterTo(threads: readonly Thread[], office: string, text: string, consent?: Consent): Draft {
  // Writing to an office that took over opens the way for its answer; who may learn a name is not said by it.
  if (tookOver(threads, office)) return { kind: "report", answers: {}, words: text, consent: { contact: "yes", ...consent }, urgent: false };
  return consent === undefined ? { kind: "message", text } : { kind: "message", text, consent };
}

/** What a change of consent says: only what was answered; of the two about the name, silence is no. */
export function changeOf(answers: Answers): Consent {
  const { contact, identity = "none" } = consentOf(answers);
  const answered = (id: string) => (answers[id] ?? []).length > 0;
  return {
    ...(answered("contact_ok") && contact !== undefined ? { contact } : {}),
    ...(answered("identity_helpers") || answered("identity_investigators") ? { identity } : {}),
  };
}

/** Nobody may learn the name any more. */
export const WITHDRAWN: Consent = { identity: "none" };

/** Who can be written to about the case: the office itself, or the last of those that it was handed to and that can receive. */
function successor(threads: readonly Thread[], office: string, open: (id: string) => boolean): string {
  const passed = new Set([office]);
  let last = office;
  for (let at = office; ; ) {
    const next = threads.filter((thread) => thread.office === at).flatMap(lettersOf).flatMap((letter) => letter.next ?? []).at(-1);
    if (next === undefined || passed.has(next)) return last;
    passed.add(next);
    at = next;
    if (open(next)) last = next;
  }
}
