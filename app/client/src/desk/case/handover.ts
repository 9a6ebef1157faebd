/**
 * What another office passed on, put together from its parts; the same as `app/domain/handover.py`.
 *
 * The giver vouches for it: their device sealed it, the reporter did not. A body that cannot be understood is shown
 * as such. The order of arrival changes nothing. Must never hide that a part is missing.
 */
import { utf8 } from "../../sealing/bytes";
import { BadInput } from "../../sealing/errors";
import { NotStrictJson, parseJson } from "../../sealing/strictJson";
import * as form from "./fields";
import { type Consent, CONSENT, type HandoverPart, may, must, nested } from "./payload";
import { best, compare, grouped, inOrder } from "./texts";

/** A text of the reporter, or of the office's own words about it, as the giver had it. */
const TEXT = nested({
  kind: must(form.oneOf("report", "message", "assistance")),
  ctx: may(form.orNull(form.hex32), null),
  day: may(form.orNull(form.day), null),
  lang: may(form.text, ""),
  channel: may(form.text, ""),
  answers: may(form.answers, {}),
  words: may(form.text, ""),
  text: may(form.text, ""),
  help: may(form.texts, []),
  safe_contact: may(form.text, ""),
  country: may(form.orNull(form.country), null),
  consent: may<Consent | null>(form.orNull(CONSENT), null),
  attachments: may(form.objects, []),
});

const BODY = nested({
  /** The key of the reporter; empty when it was not passed on. */
  reporter: may<string>((value, name) => (value === "" ? "" : form.hex32(value, name)), ""),
  /** Whether the reporter was asked to write to the new office from now on. */
  contact: may<"moves" | "stays">(form.oneOf("moves", "stays"), "stays"),
  urgent: may(form.flag, false),
  lang: may(form.text, ""),
  texts: may(form.listOf(TEXT), []),
  /** Names of what was left out. */
  withheld: may(form.texts, []),
  /** What the giver found out: names to values. */
  facts: may(form.answers, {}),
  note: may(form.text, ""),
});

export type HandedText = ReturnType<typeof TEXT>;
export type HandoverBody = ReturnType<typeof BODY>;

export interface Handover {
  /** Of its first part. */
  readonly ctx: string;
  /** Of all that belongs to it. */
  readonly ctxs: readonly string[];
  readonly day: string;
  /** The device that passed it on, and that one's office. */
  readonly by: string;
  readonly office: string;
  readonly purpose: string;
  readonly at: string;
  /** Null while parts are missing, or when it cannot be understood. */
  readonly body: HandoverBody | null;
  /** Numbers of the parts that have not come. */
  readonly missing: readonly number[];
}

/** One opened part. */
export interface HandoverPiece {
  readonly ctx: string;
  readonly day: string;
  readonly payload: HandoverPart;
}

/** All handovers in `pieces`, in the order of their day; each once. */
export function handoversOf(pieces: readonly HandoverPiece[]): Handover[] {
  const items = grouped(pieces, ({ payload }) => `${payload.by} ${payload.item}`);
  return [...items.values()].map(whole).sort((one, other) => compare([one.day, one.at, one.ctx], [other.day, other.at, other.ctx]));
}

function whole(pieces: readonly HandoverPiece[]): Handover {
  return { ...best(pieces, assembled), ctxs: pieces.map(({ ctx }) => ctx).sort() };
}

function assembled(pieces: readonly HandoverPiece[]): Handover {
  const { parts, missing } = inOrder(pieces);
  const { ctx, day, payload: first } = parts[0] as HandoverPiece;
  const body = missing.length > 0 ? null : understoodBody(parts.map(({ payload }) => payload.body).join(""));
  return { ctx, ctxs: [], day, by: first.by, office: first.by_office, purpose: first.purpose, at: first.at, body, missing };
}

/** The body that a JSON text means, or null. */
export function understoodBody(text: string): HandoverBody | null {
  try {
    return BODY(parseJson(utf8(text)), "body");
  } catch (error) {
    if (error instanceof BadInput || error instanceof NotStrictJson) return null;
    throw error;
  }
}
