/**
 * Who may learn who the reporter is, by what the reporter said themselves and by what others say that they said; the
 * same as `app/domain/identity.py`.
 *
 * A text that another office handed over, or that a colleague's grant opened, may have been written by them. Beside
 * the reporter's own words it can only take away. Without any, the narrowest of all of them counts. Must never let
 * somebody else give the reporter's permission.
 */
import { type Said, type Standing, standingOf } from "../case/consent";
import type { HandedText } from "../case/handover";
import type { Identity } from "../case/payload";
import { compare, grouped } from "../case/texts";

export interface Told {
  readonly texts: readonly HandedText[];
  /** Places of the texts, from 0, that did not come sealed from the reporter to this device. */
  readonly secondHand: readonly number[];
}

interface Saying {
  readonly text: HandedText;
  readonly own: boolean;
  readonly identity: Identity;
}

/** What the reporter of these texts allows; empty: they never said. */
export function identityIn({ texts, secondHand }: Told): Identity {
  const others = new Set(secondHand);
  const all = texts.map((text, place): Saying => ({ text, own: !others.has(place), identity: identityOf(text) }));
  const said = all.filter(({ identity }) => identity !== "");
  // A report or a request for help is where they are asked; a message that says nothing of it changes nothing.
  if (!all.some(({ own, text, identity }) => own && (text.kind !== "message" || identity !== ""))) return narrowest(said);
  const groups = [...grouped(said, ({ text }) => `${text.day ?? ""} ${Number(text.kind === "message")}`)];
  return groups.sort(([one], [other]) => compare([one], [other])).reduce<Identity>((now, [, group]) => {
    const before = narrowest(group.filter(({ own }) => own)) || now;
    return before === "" ? "" : narrowest([{ identity: before }, ...group]);
  }, "");
}

/** What a body that another office handed over says of consent: who vouches for it is the giver. */
export function consentIn(texts: readonly HandedText[]): Standing {
  return { ...standingOf(texts.flatMap(said)), identity: identityIn({ texts, secondHand: texts.map((_, place) => place) }) };
}

/** A request for help says nothing of it. */
function said({ kind, day, consent }: HandedText): Said[] {
  const named = consent !== null && (consent.contact !== "" || consent.identity !== "");
  return named && kind !== "assistance" ? [{ day: day ?? "", later: kind === "message" ? 1 : 0, consent }] : [];
}

/** What a text says of it; a request for help says nothing. */
function identityOf({ kind, consent }: HandedText): Identity {
  return kind === "assistance" ? "" : (consent?.identity ?? "");
}

/** What all of them allow. */
function narrowest(all: readonly Pick<Saying, "identity">[]): Identity {
  return standingOf(all.map(({ identity }) => ({ day: "", later: 0, consent: { contact: "", identity } }))).identity;
}
