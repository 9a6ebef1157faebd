/**
 * To which offices a person can write with their receipt, and in which kind of letter (protocol §5). Pure.
 *
 * An office that answered is sent messages. One that took over knows no reply key of ours yet: it gets a fresh
 * report part, which carries one, and from then on it alone is written to.
 */
import { canReceive, officeById } from "../../directory/parse";
import type { Directory } from "../../directory/types";
import type { Draft } from "../crypto/parts";
import { lettersOf, type Thread } from "./letters";

/** Offices that answered or took over, each hand-over followed to its end; when none did, all that can be written to. */
export function writable(directory: Directory, threads: readonly Thread[], at: Date): string[] {
  const answered = threads.filter((thread) => lettersOf(thread).length > 0).map(({ office }) => successor(threads, office));
  const open = (id: string) => {
    const office = officeById(directory, id);
    return office !== undefined && canReceive(directory, office, at);
  };
  return [...new Set(answered.length > 0 ? answered : directory.offices.map(({ id }) => id))].filter(open);
}

/** Whether an office took a case over and has not answered yet, so that it cannot answer before we write. */
export function tookOver(threads: readonly Thread[], office: string): boolean {
  const named = threads.some((thread) => lettersOf(thread).some(({ next }) => next === office));
  return named && !threads.some((thread) => thread.office === office && lettersOf(thread).length > 0);
}

/** The letter that carries `text` to an office. */
export function letterTo(threads: readonly Thread[], office: string, text: string): Draft {
  if (!tookOver(threads, office)) return { kind: "message", text };
  return { kind: "report", answers: {}, words: text, consent: { contact: "yes", identity: "none" }, urgent: false };
}

/** Who has the case now: the office itself, or the last of those that it was handed to. */
function successor(threads: readonly Thread[], office: string): string {
  const passed = new Set([office]);
  for (let at = office; ; ) {
    const next = threads.filter((thread) => thread.office === at).flatMap(lettersOf).flatMap((letter) => letter.next ?? []).at(-1);
    if (next === undefined || passed.has(next)) return at;
    passed.add(next);
    at = next;
  }
}
