/**
 * What stands inside an opened envelope, checked field by field (protocol §5); the same as `app/domain/payloads.py`.
 *
 * Absent fields get their defaults. A kind or version that this desk does not know becomes `unknown`, so that
 * it is shown instead of lost. `BadInput` names the first field that is missing or has another form.
 */
import { BadInput } from "../../sealing/errors";
import * as form from "./fields";
import type { Check, Json } from "./fields";

/** A field: how it is checked, and what stands for it when it is absent; without `or` it must be there. */
interface Field<T> {
  readonly check: Check<T>;
  readonly or?: () => T;
}

type Shape = Readonly<Record<string, Field<unknown>>>;
type Shaped<S extends Shape> = { readonly [K in keyof S]: S[K] extends Field<infer T> ? T : never };

export function must<T>(check: Check<T>): Field<T> {
  return { check };
}

export function may<T>(check: Check<T>, absent: T): Field<T> {
  return { check, or: () => absent };
}

export function shaped<S extends Shape>(shape: S, raw: Json): Shaped<S> {
  const found = Object.entries(shape).map(([name, { check, or }]) => {
    if (Object.hasOwn(raw, name)) return [name, check(raw[name], name)] as const;
    if (or === undefined) throw new BadInput(name, "is missing");
    return [name, or()] as const;
  });
  return Object.fromEntries(found) as Shaped<S>;
}

export function nested<S extends Shape>(shape: S): Check<Shaped<S>> {
  return (value, name) => shaped(shape, form.object(value, name));
}

const REPLY = must(nested({ key: must(form.hex32), tag: must(form.hex32) }));
export type Identity = "none" | "helpers" | "investigators" | "helpers_and_investigators" | "";
export const CONSENT = nested({
  contact: may<"yes" | "no" | "">(form.oneOf("yes", "no", ""), ""),
  identity: may<Identity>(form.oneOf("none", "helpers", "investigators", "helpers_and_investigators", ""), ""),
});

export type Consent = ReturnType<typeof CONSENT>;

const COMMON = {
  office: must(form.hex16),
  directory: must(nested({ version: must(form.count), hash: must(form.hex32) })),
  recipients: must(form.texts),
  thread: must(form.hex16),
  lang: may(form.text, ""),
  part: may(form.within(1, form.MAX_PARTS), 1),
  parts: may(form.within(1, form.MAX_PARTS), 1),
  item: may(form.orNull(form.hex16), null),
  seq: may(form.orNull(form.count), null),
  prev: may(form.orNull(form.hex32), null),
};

const REPORT = {
  ...COMMON,
  channel: must(form.oneOf("app", "sms", "voice", "whatsapp", "telegram", "terminal")),
  answers: may(form.answers, {}),
  words: may(form.text, ""),
  consent: may<Consent>(CONSENT, { contact: "", identity: "" }),
  attachments: may(form.objects, []),
  reply: REPLY,
  urgent: may(form.flag, false),
};

const ASSISTANCE = {
  ...COMMON,
  help: may(form.texts, []),
  safe_contact: may(form.text, ""),
  country: may(form.orNull(form.country), null),
  reply: REPLY,
};

const MESSAGE = { ...COMMON, text: may(form.text, ""), consent: may<Consent | null>(form.orNull(CONSENT), null), attachments: may(form.objects, []) };

const EVENT = {
  ...COMMON,
  event: must(form.text),
  at: must(form.moment),
  by: must(form.hex16),
  about: may(form.orNull(form.hex32), null),
  text: may(form.text, ""),
  status: may(form.orNull(form.text), null),
  reason: may(form.text, ""),
  day: may(form.orNull(form.day), null),
  signature: may(form.orNull(form.hex64), null),
  j: may(form.orNull(form.count), null),
  to: may(form.orNull(form.hex16), null),
  data: may(form.answers, {}),
  heads: may(form.listOf(form.hex32), []),
};

/** A piece of what another office passed on; `body` is a piece of a JSON text (`handover.ts`). */
const HANDOVER = {
  ...COMMON,
  item: must(form.hex16),
  by: must(form.hex16),
  by_office: must(form.hex16),
  purpose: may(form.text, ""),
  at: must(form.moment),
  body: may(form.text, ""),
};

export type Report = Shaped<typeof REPORT> & { readonly kind: "report" };
export type Assistance = Shaped<typeof ASSISTANCE> & { readonly kind: "assistance" };
export type Message = Shaped<typeof MESSAGE> & { readonly kind: "message" };
export type CaseEvent = Shaped<typeof EVENT> & { readonly kind: "event" };
export type HandoverPart = Shaped<typeof HANDOVER> & { readonly kind: "handover" };
/** A kind or version that this desk does not know, or a reply, which has no place among an office's envelopes. */
export type Unknown = Shaped<typeof COMMON> & { readonly kind: "unknown" };
export type Written = Report | Assistance | Message;
export type Payload = Written | CaseEvent | HandoverPart | Unknown;

const SHAPES: Readonly<Record<Payload["kind"], Shape>> = { report: REPORT, assistance: ASSISTANCE, message: MESSAGE, event: EVENT, handover: HANDOVER, unknown: COMMON };

/** Read an opened payload. */
export function parsePayload(raw: Json): Payload {
  const kind = kindOf(raw);
  const payload = { kind, ...shaped(SHAPES[kind], raw) } as Payload;
  if (payload.part > payload.parts) throw new BadInput("part", "is more than there are parts");
  if (payload.parts > 1 && payload.item === null && isWritten(payload)) throw new BadInput("item", "is missing in a text of several parts");
  return payload;
}

/** Whether a reporter wrote it. */
export function isWritten(payload: Payload): payload is Written {
  return payload.kind === "report" || payload.kind === "assistance" || payload.kind === "message";
}

function kindOf(raw: Json): Payload["kind"] {
  const kind = form.text(raw.kind, "kind");
  return raw.v === 1 && Object.hasOwn(SHAPES, kind) ? (kind as Payload["kind"]) : "unknown";
}
