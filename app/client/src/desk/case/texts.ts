/**
 * A reporter's text, put together again from its parts (protocol §5); the same as `app/domain/texts.py`.
 *
 * A part that came twice, or a whole text sealed anew because the directory changed, is shown once. The order
 * of arrival changes nothing. Must never hide that a part is missing.
 */
import type { Answer } from "./fields";
import type { Assistance, Message, Report, Written } from "./payload";

/** One opened envelope of a reporter; `ctx` in hex, `day` of filing. */
export interface Piece<P extends Written = Written> {
  readonly ctx: string;
  readonly day: string;
  readonly payload: P;
}

/** A whole text. `ctx` and `day` are those of its first part, `ctxs` all that belong to it. */
export interface Text<P extends Written = Written> extends Piece<P> {
  readonly ctxs: readonly string[];
  /** Numbers of the parts that have not come. */
  readonly missing: readonly number[];
}

/** All texts in `pieces`, oldest first, each once. */
export function join(pieces: readonly Piece[]): Text[] {
  const items = grouped(pieces, ({ ctx, payload }) => `${payload.kind} ${payload.item ?? ctx}`);
  return [...items.values()].map(whole).sort(byOrder);
}

/** By day, then by the sender's own count. */
export function byOrder(one: Text, other: Text): number {
  return compare([one.day, one.payload.seq ?? 0, one.ctx], [other.day, other.payload.seq ?? 0, other.ctx]);
}

type Key = readonly (string | number)[];

/** Compare lists of words and numbers, place by place. */
export function compare(one: Key, other: Key): number {
  for (const [place, value] of one.entries()) {
    const its = other[place] ?? "";
    if (value !== its) return value < its ? -1 : 1;
  }
  return 0;
}

export function grouped<T>(values: readonly T[], keyOf: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return groups;
}

function whole(pieces: readonly Piece[]): Text {
  return { ...best(pieces, assembled), ctxs: pieces.map(({ ctx }) => ctx).sort() };
}

function assembled(pieces: readonly Piece[]): Text {
  const { parts, missing } = inOrder(pieces);
  const { ctx, day } = parts[0] as Piece;
  return { ctx, ctxs: [], day, payload: joined(parts.map(({ payload }) => payload)), missing };
}

/** An opened envelope that holds one part of something. */
interface Parted {
  readonly ctx: string;
  readonly day: string;
  readonly payload: { readonly part: number; readonly parts: number };
}

/** Of several sealings of one thing the most complete. */
export function best<P extends Parted, A extends Pick<Text, "missing" | "day" | "ctx">>(pieces: readonly P[], assemble: (pieces: readonly P[]) => A): A {
  const sealings = grouped(pieces, ({ payload }) => String(payload.parts));
  const rank = ({ missing, day, ctx }: A): Key => [missing.length, day, ctx];
  return [...sealings.values()].map(assemble).reduce((one, other) => (compare(rank(other), rank(one)) < 0 ? other : one));
}

/** The parts of one sealing in their order, of a part that came twice the earlier one; and the numbers of those that have not come. */
export function inOrder<P extends Parted>(pieces: readonly P[]): { readonly parts: readonly P[]; readonly missing: readonly number[] } {
  const byPart = new Map<number, P>();
  for (const piece of [...pieces].sort((one, other) => compare([one.day, one.ctx], [other.day, other.ctx]))) {
    if (!byPart.has(piece.payload.part)) byPart.set(piece.payload.part, piece);
  }
  const parts = [...byPart.values()].sort((one, other) => one.payload.part - other.payload.part);
  const expected = Array.from({ length: parts[0]?.payload.parts ?? 0 }, (_, index) => index + 1);
  return { parts, missing: expected.filter((number) => !byPart.has(number)) };
}

/** The first part with the content of all; all are of one kind. */
function joined(parts: readonly Written[]): Written {
  const first = parts[0] as Written;
  if (first.kind === "report") return joinedReport(parts as readonly Report[]);
  if (first.kind === "assistance") return joinedAssistance(parts as readonly Assistance[]);
  const messages = parts as readonly Message[];
  return { ...first, text: messages.map(({ text }) => text).join(""), attachments: messages.flatMap(({ attachments }) => attachments) };
}

function joinedReport(parts: readonly Report[]): Report {
  return {
    ...(parts[0] as Report),
    answers: joinedAnswers(parts),
    words: parts.map(({ words }) => words).join(""),
    attachments: parts.flatMap(({ attachments }) => attachments),
    urgent: parts.some(({ urgent }) => urgent),
  };
}

function joinedAssistance(parts: readonly Assistance[]): Assistance {
  return { ...(parts[0] as Assistance), help: parts.flatMap(({ help }) => help), safe_contact: parts.map((part) => part.safe_contact).join("") };
}

/** Texts are joined; a list stands as it came first. */
function joinedAnswers(parts: readonly Report[]): Record<string, Answer> {
  const found = new Map<string, Answer>();
  for (const [question, answer] of parts.flatMap(({ answers }) => Object.entries(answers))) {
    const before = found.get(question);
    if (typeof before === "string" && typeof answer === "string") found.set(question, before + answer);
    else if (before === undefined) found.set(question, answer);
  }
  return Object.fromEntries(found);
}
