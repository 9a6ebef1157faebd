/**
 * What the offices wrote, as letters: parts joined, each letter once, in the order of an office. Pure.
 *
 * A text too long for one envelope comes in several under the same `item`; a part that was posted twice is
 * shown once. Must never hide that something is missing, expired or not genuine.
 */
import type { Acknowledgement, DirectoryRef, Reply, Status } from "../../payloads";
import type { Found } from "./replies";

/** One reply of an office, whole as far as it has come. */
export interface Letter {
  readonly state: "read";
  /** The first of its numbers, which orders the letters of an office. */
  readonly j: number;
  readonly text: string;
  readonly template: string | null;
  readonly values: Readonly<Record<string, string>>;
  readonly status: Status | null;
  readonly next: string | null;
  readonly proof: Acknowledgement | "false" | null;
  /** The directory version that the office went by. */
  readonly directory: DirectoryRef;
  /** Numbers of the parts that are not here. */
  readonly missing: readonly number[];
}

/** Something at a place of ours that cannot be read. */
export interface Blank {
  readonly state: "expired" | "unreadable";
  readonly j: number;
}

/** All that one office wrote. */
export interface Thread {
  readonly office: string;
  readonly letters: readonly (Letter | Blank)[];
  /** Known to lie at the server, not fetched yet. */
  readonly waiting: number;
}

type Opened = Extract<Found, { state: "read" }>;
/** An office may leave out all but the directory it went by. */
type Told = Partial<Reply> & Pick<Reply, "directory">;

/** One thread an office, offices in the order in which they were found. */
export function threadsOf(found: readonly Found[]): Thread[] {
  const offices = [...new Set(found.map(({ office }) => office))];
  return offices.map((office) => threadOf(office, found.filter((one) => one.office === office)));
}

/** The letters of a thread that could be read. */
export function lettersOf({ letters }: Thread): Letter[] {
  return letters.filter((letter) => letter.state === "read");
}

/** The status that the office told last. */
export function statusTold(thread: Thread): Status | null {
  return lettersOf(thread).flatMap(({ status }) => status ?? []).at(-1) ?? null;
}

/** The genuine acknowledgement of an office, the first one that it gave. */
export function proofIn(thread: Thread): Acknowledgement | null {
  const proofs = lettersOf(thread).map(({ proof }) => proof);
  return proofs.find((proof) => proof !== null && proof !== "false") ?? null;
}

function threadOf(office: string, found: readonly Found[]): Thread {
  const opened = found.filter((one): one is Opened => one.state === "read");
  const blanks: Blank[] = found.flatMap((one) => (one.state === "expired" || one.state === "unreadable" ? [{ state: one.state, j: one.j }] : []));
  const letters = [...blanks, ...itemsOf(opened).map(joined)].sort((one, other) => one.j - other.j);
  return { office, letters, waiting: found.filter(({ state }) => state === "waiting").length };
}

/** The parts of each text together; a reply without an item stands alone. */
function itemsOf(opened: readonly Opened[]): Opened[][] {
  const items = new Map<string, Opened[]>();
  for (const one of opened) {
    const key = one.reply.item ?? `alone ${one.j}`;
    items.set(key, [...(items.get(key) ?? []), one]);
  }
  return [...items.values()];
}

function joined(opened: readonly Opened[]): Letter {
  const byPart = new Map<number, Opened>();
  for (const one of [...opened].sort((a, b) => a.j - b.j)) if (!byPart.has(partOf(one))) byPart.set(partOf(one), one);
  const parts = [...byPart.entries()].sort(([a], [b]) => a - b).map(([, one]) => one);
  // The parts of one text repeat all but the text.
  const first = parts[0] as Opened;
  const { template = null, values = {}, status = null, next_office: next = null, directory, parts: count = 1 } = first.reply as Told;
  return {
    state: "read",
    j: Math.min(...parts.map(({ j }) => j)),
    text: parts.map(({ reply }) => reply.text ?? "").join(""),
    ...{ template, values, status, next, directory },
    proof: parts.find(({ proof }) => proof !== null)?.proof ?? null,
    missing: Array.from({ length: Math.min(count, MOST_PARTS) }, (_, index) => index + 1).filter((number) => !byPart.has(number)),
  };
}

function partOf({ reply }: Opened): number {
  return (reply as Told).part ?? 1;
}

/** As protocol §5 bounds them; an office could claim any number. */
const MOST_PARTS = 64;
