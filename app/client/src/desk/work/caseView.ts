/** A case as the screen shows it: whole texts, and messages and events as one story. */
import type { EventName } from "../../payloads";
import type { Assistance, CaseEvent, Message, Report } from "../case/payload";
import { doubtfulIn } from "../case/claims";
import { asks, hasGone } from "../case/clockFacts";
import { standing } from "../case/consent";
import { type Kin, recusalOf, recusedFrom } from "../case/recusal";
import { choices, standsAs } from "../case/status";
import type { Text } from "../case/texts";
import { type Case, type Done, gapsOf, languageOfCase, receivedOn, textsOf, urgencyOf, waitingFor } from "../fold";
import type { AssistanceView, CaseView, EventView, MessageView, ReportView, TextView } from "../view";
import { fileViews } from "./files";
import type { Place } from "./ledger";
import { categoriesOf, kindOf } from "./listing";

export interface Names {
  /** The title of the member who has a device. */
  readonly title: (device: string) => string;
  readonly place: (ctx: string) => Place | undefined;
  readonly own: string;
  readonly kin: Kin;
}

export function caseView(found: Case, names: Names): CaseView {
  const { thread, status, acknowledged, disputed } = found;
  const kind = kindOf(found, names.kin(names.own));
  return {
    ...{ thread, status, disputed },
    ...{ kind, categories: categoriesOf(found), steppedBack: recusalOf(found, names.own, names.kin) !== null },
    gone: hasGone(found),
    destroyed: kind === "destroyed",
    left: recusedFrom(found).map(({ by, at }) => ({ title: names.title(by), day: at.slice(0, 10) })),
    late: found.late.length,
    choices: choices(standsAs(status, found.handovers.length > 0)),
    urgent: urgencyOf(found),
    received: receivedOn(found),
    lang: languageOfCase(found),
    waiting: waitingFor(found),
    acknowledged: acknowledged && { day: acknowledged.day, by: names.title(acknowledged.device) },
    consent: standing(textsOf(found)),
    reports: found.reports.map((text) => reportView(text, names, found)),
    assistance: found.assistance.map((text) => assistanceView(text, names)),
    story: storyOf(found, names),
    gaps: gapsOf(found),
    claims: found.claims.map(({ key, reports, assistance, messages }) => ({
      key,
      reports: reports.map((text) => reportView(text, names, found)),
      assistance: assistance.map((text) => assistanceView(text, names)),
      messages: messages.map((text) => messageView(text, names, found)),
    })),
    unproven: doubtfulIn(found).length,
    unknown: found.unknown.length,
    answerable: found.reports.length + found.assistance.length > 0,
  };
}

function textView({ ctx, day, missing }: Text, { place, title }: Names): TextView {
  const vouched = place(ctx)?.vouched ?? null;
  return { ctx, day, missing, vouched: vouched && title(vouched) };
}

function reportView(text: Text<Report>, names: Names, found: Case): ReportView {
  const { channel, answers, words } = text.payload;
  return { ...textView(text, names), ...{ channel, words }, answers: Object.entries(answers), attachments: fileViews(found, text.ctx) };
}

function assistanceView(text: Text<Assistance>, names: Names): AssistanceView {
  const { help, safe_contact: safeContact, country } = text.payload;
  return { ...textView(text, names), help, safeContact, country };
}

function storyOf(found: Case, names: Names): (MessageView | EventView)[] {
  const messages = found.messages.map((text) => ({ order: text.day, view: messageView(text, names, found) }));
  const events = found.events.map((done) => ({ order: done.event.at, view: eventView(done, found, names) }));
  // A day sorts before every moment of it: what was written that day stands before what was done about it.
  return [...messages, ...events].sort((one, other) => (one.order < other.order ? -1 : Number(one.order > other.order))).map(({ view }) => view);
}

function messageView(text: Text<Message>, names: Names, found: Case): MessageView {
  return { kind: "message", ...textView(text, names), text: text.payload.text, consent: text.payload.consent, attachments: fileViews(found, text.ctx) };
}

function eventView(done: Done, found: Case, { title, own, place }: Names): EventView {
  const { ctx, event } = done;
  const { at, by, text, reason, status } = event;
  const name = found.unknown.includes(ctx) ? "unknown" : (event.event as EventName);
  return { kind: "event", ctx, event: name, at, by: title(by), own: by === own, waits: place(ctx)?.waiting === true, text, reason, status: statusIn(event, status), refused: found.refused.includes(ctx), to: event.to === null ? "" : title(event.to), asks: event.event === "replied" && asks(done) };
}

function statusIn({ event }: CaseEvent, status: string | null): string | null {
  return event === "status" ? status : null;
}
