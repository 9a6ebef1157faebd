/**
 * Whose thread it is when several keys claim it; the same as `app/domain/claims.py`.
 *
 * Whoever learns the number of a thread can write under it with a key of their own. So the key that answers go to is,
 * in this order: the one that the office chose (register `triage`, name `reporter`; only a key that claims the thread
 * counts); the one that another office named when it handed the case over, unless this office had answered somebody
 * before; the one that came first, by day and ctx. Must never hide what another key wrote: it stands apart, as a
 * claim, and the office may choose it.
 */
import type { Case, Done, Entry } from "../fold";
import type { Handover } from "./handover";
import { type Assistance, type CaseEvent, isWritten, type Message, type Report } from "./payload";
import { byOrder, join, type Text } from "./texts";

/** What one other key wrote under the thread; each list in the order of time. */
export interface Claim {
  readonly key: string;
  readonly reports: readonly Text<Report>[];
  readonly assistance: readonly Text<Assistance>[];
  readonly messages: readonly Text<Message>[];
}

/** The name in the register `triage`. */
export const CHOSEN = "reporter";

/** The keys that claim the thread by a report or a request for help; `entries` by day and ctx. */
export function claimants(entries: readonly Entry[]): string[] {
  const written = entries.filter(({ payload, sender }) => (payload.kind === "report" || payload.kind === "assistance") && payload.reply.key === sender);
  return [...new Set(written.map(({ sender }) => sender))];
}

/** The key that the thread belongs to, and the answers that went to it; `events` as the fold orders them. */
export function ownerOf(keys: readonly string[], events: readonly Done[], handovers: readonly Handover[]): { reporter: string | null; answers: CaseEvent[] } {
  let reporter = unchosen(keys, events, handovers);
  const answers: { readonly to: string | null; readonly event: CaseEvent }[] = [];
  for (const { event } of events) {
    const chosen = event.event === "triage" ? event.data[CHOSEN] : undefined;
    if (typeof chosen === "string" && keys.includes(chosen)) reporter = chosen;
    else if (isAnswer(event)) answers.push({ to: reporter, event });
  }
  return { reporter, answers: answers.filter(({ to }) => to === reporter).map(({ event }) => event) };
}

/** The key before the office chose one; none while nobody claims the thread. */
function unchosen(keys: readonly string[], events: readonly Done[], handovers: readonly Handover[]): string | null {
  const [first] = keys;
  if (first === undefined) return null;
  const answered = events.find(({ event }) => isAnswer(event))?.event.at.slice(0, 10);
  const named = handovers.filter(({ day }) => answered === undefined || day <= answered).map(({ body }) => body?.reporter ?? "");
  return named.find((key) => key !== "") ?? first;
}

function isAnswer({ event }: CaseEvent): boolean {
  return event === "replied" || event === "acknowledged";
}

/** What the other keys wrote. */
export function claimsOf(keys: readonly string[], entries: readonly Entry[], reporter: string | null): Claim[] {
  return keys.filter((key) => key !== reporter).map((key) => claimOf(key, entries));
}

function claimOf(key: string, entries: readonly Entry[]): Claim {
  const written = entries.flatMap(({ ctx, day, payload, sender }) => {
    if (sender !== key || !isWritten(payload) || (payload.kind !== "message" && payload.reply.key !== key)) return [];
    return [{ ctx, day, payload }];
  });
  return { key, ...sorted(join(written)) };
}

/** Texts by their kind. */
export function sorted(texts: readonly Text[]): Pick<Case, "reports" | "assistance" | "messages"> {
  return {
    reports: texts.filter((text): text is Text<Report> => text.payload.kind === "report"),
    assistance: texts.filter((text): text is Text<Assistance> => text.payload.kind === "assistance"),
    messages: texts.filter((text): text is Text<Message> => text.payload.kind === "message"),
  };
}

/** All texts under other keys, each claim's oldest first. */
export function claimedTexts({ claims }: Pick<Case, "claims">): Text[] {
  return claims.flatMap(({ reports, assistance, messages }) => [...reports, ...assistance, ...messages].sort(byOrder));
}

/** `ctx` of what is not by whom it says, without the claims, which stand by themselves. */
export function doubtfulIn(found: Pick<Case, "claims" | "unproven">): readonly string[] {
  if (found.claims.length === 0) return found.unproven;
  const claimed = new Set(claimedTexts(found).flatMap(({ ctxs }) => ctxs));
  return found.unproven.filter((ctx) => !claimed.has(ctx));
}
