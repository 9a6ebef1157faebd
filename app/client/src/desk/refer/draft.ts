/** The form of passing a case on, as data: what the officer picked so far, and the choice that it makes. Pure. */
import type { OfficeOption, ReferChoice, ReferView } from "../calls/refer";
import type { Audience, Purpose } from "./audience";

/** How it leaves: sealed through the server, as a sealed file, or readable for somebody outside of the directory. */
export type Way = "send" | "archive" | "outside";
export type Task = "referral" | "transfer" | "assistance" | "archive" | "outside";

/** Each task with its purpose and way. */
export const TASKS: Readonly<Record<Task, { readonly purpose: Purpose; readonly way: Way }>> = {
  referral: { purpose: "referral", way: "send" },
  transfer: { purpose: "transfer", way: "send" },
  assistance: { purpose: "assistance", way: "send" },
  archive: { purpose: "referral", way: "archive" },
  outside: { purpose: "referral", way: "outside" },
};

export interface ReferDraft {
  readonly task: Task;
  readonly office: string;
  readonly to: string;
  readonly audience: Audience;
  /** Numbers of files; null until the officer picked any. */
  readonly files: readonly number[] | null;
  readonly reason: string;
  /** One passage a line. */
  readonly passages: string;
  readonly checked: boolean;
  readonly note: string;
  readonly reference: string;
}

export const EMPTY_DRAFT: ReferDraft = {
  ...{ task: "referral", office: "", to: "", audience: "others", files: null },
  ...{ reason: "", passages: "", checked: false, note: "", reference: "" },
};

/** The choice that a draft makes; null while nobody is picked. `named`: the receiver may learn who the reporter is, so files go unless they are taken out. */
export function choiceOf(draft: ReferDraft, known: ReferView, named: boolean): ReferChoice | null {
  const { purpose, way } = TASKS[draft.task];
  const [office, to] = way === "outside" ? ["", draft.to.trim()] : [draft.office, ""];
  if (office === "" && to === "") return null;
  const files = draft.files ?? (named ? known.files.map(({ number }) => number) : []);
  return {
    ...{ purpose, office, to, files, audience: draft.audience, contact: movesBy(draft) ? "moves" : "stays" },
    passages: draft.passages.split("\n"),
    ...{ reason: draft.reason, checked: draft.checked, note: draft.note, reference: draft.reference },
  };
}

/** A report that reached the wrong office takes the reporter along. */
function movesBy({ task }: ReferDraft): boolean {
  return task === "transfer";
}

/** Who takes over when an officer steps back: the first alternate that can receive and works on cases, so that all of it may go there. */
export function takesOver(offices: readonly OfficeOption[]): OfficeOption | undefined {
  return offices.find(({ standsIn, receives, audience }) => standsIn && receives && audience === "investigators");
}

/** Offices that a task can go to. */
export function officesFor(task: Task, offices: readonly OfficeOption[]): readonly OfficeOption[] {
  return task === "assistance" ? offices.filter(({ audience }) => audience === "helpers") : offices;
}
