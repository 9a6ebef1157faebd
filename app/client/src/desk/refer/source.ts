/** All that could be passed on of a case: the reporter's own texts, and what other offices had passed on before. Pure. */
import { CHOSEN } from "../case/claims";
import type { HandedText } from "../case/handover";
import { latest } from "../case/registers";
import type { Text } from "../case/texts";
import { type Case, languageOfCase, textsOf, urgencyOf } from "../fold";
import type { Source } from "./pack";

/** Registers of what the office found out, which go with the whole case. */
const FACTS = ["triage", "coding"] as const;

/** Whether an envelope was opened by a colleague's grant. */
export type Granted = (ctx: string) => boolean;

/**
 * Own texts first; of a text that several offices passed on, the first.
 *
 * Who does not say what was granted gets a source in which nothing is at first hand.
 */
export function sourceOf(found: Case, granted: Granted = () => true): Source {
  const own = textsOf(found);
  const bodies = found.handovers.flatMap(({ body }) => body ?? []);
  const handed = new Map<string, HandedText>();
  for (const [at, text] of bodies.flatMap(({ texts }) => texts).entries()) {
    const name = text.ctx ?? String(at);
    if (!handed.has(name)) handed.set(name, text);
  }
  return {
    reporter: found.reporter ?? bodies.reduce((newest, { reporter }) => reporter || newest, ""),
    urgent: urgencyOf(found).length > 0,
    lang: languageOfCase(found),
    texts: [...own.map(handedText), ...handed.values()],
    secondHand: [...own.flatMap(({ ctxs }, place) => (ctxs.some(granted) ? [place] : [])), ...[...handed.keys()].map((_, at) => own.length + at)],
    facts: Object.assign({}, ...bodies.map(({ facts }) => facts), ...FACTS.map((name) => registered(found, name))) as Source["facts"],
    withheld: [...new Set(bodies.flatMap(({ withheld }) => withheld))].sort(),
  };
}

/** A text of the reporter in the form in which offices pass it on. */
function handedText({ ctx, day, payload }: Text): HandedText {
  const empty: HandedText = {
    ...{ kind: payload.kind, ctx, day, lang: payload.lang, channel: "", answers: {}, words: "", text: "" },
    ...{ help: [], safe_contact: "", country: null, consent: null, attachments: [] },
  };
  if (payload.kind === "report") {
    const { channel, answers, words, consent, attachments } = payload;
    return { ...empty, channel, answers, words, consent, attachments };
  }
  if (payload.kind === "message") return { ...empty, text: payload.text, consent: payload.consent, attachments: payload.attachments };
  return { ...empty, help: payload.help, safe_contact: payload.safe_contact, country: payload.country };
}

/** A register under names that say which one it is. */
function registered({ events }: Case, name: (typeof FACTS)[number]): Source["facts"] {
  // The reporter's key goes only where the reporter's name may.
  return Object.fromEntries(Object.entries(latest(events, name)).filter(([key]) => key !== CHOSEN).map(([key, { value }]) => [`${name}.${key}`, value]));
}
