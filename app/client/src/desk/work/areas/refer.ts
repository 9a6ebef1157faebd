/**
 * Passing a case on: to another office, to who stands in when an officer steps back, into a sealed file.
 *
 * What goes is decided by `refer/pack.ts`; here it is sealed, put on its way, told to the reporter and written down.
 * Must never pass on what the choice does not allow, or tell the server which office it went to.
 */
import { Refused } from "../../../api/reporter";
import { officeById } from "../../../directory/parse";
import type { Bytes } from "../../../sealing/bytes";
import { BadInput, CannotBeOpened } from "../../../sealing/errors";
import type { Attachment, EventName } from "../../../payloads";
import type { HandoverBody } from "../../case/handover";
import { standsAs } from "../../case/status";
import type { ReferCalls, ReferChoice } from "../../calls/refer";
import { type Case, nextAt, nextJ, secondAfter } from "../../fold";
import { writeArchive } from "../../refer/archive";
import { type Audience, audienceOf, levelOf } from "../../refer/audience";
import { takesOver } from "../../refer/draft";
import { fault, identityGoes, packed, packing, withNumbers } from "../../refer/pack";
import { eventOf, passedData, statusAfter, toldData } from "../../refer/written";
import { openedEntry } from "../files";
import type { EventFields } from "../outgoing";
import { replyOf } from "../outgoing";
import type { Plan } from "../outbox";
import { resealed, sealHandover, sourceIn } from "../passing";
import { caseIn, type Entered, type Room } from "../room";
import { openArchives } from "./archives";
import { handedViews, referView } from "./referViews";

/** Standard words of the reporter's app: another office deals with it, or it was passed on and we stay in touch. */
const MOVES_TEMPLATE = "handed_over";
const STAYS_TEMPLATE = "passed_on";
const GONE = 404;

export function referCalls(room: Room): ReferCalls {
  const referring = new Referring(room);
  const archives = openArchives(room);
  return {
    referral: (thread) => Promise.resolve(referView(room.entered(), caseIn(room.entered(), thread), room.around.now())),
    previewReferral: (thread, choice) => Promise.resolve(referring.preview(thread, choice)),
    refer: (thread, choice) => referring.refer(thread, choice),
    recuse: (thread, office, note) => referring.recuse(thread, office, note),
    archive: (thread, choice) => referring.archive(thread, choice),
    packOutside: (thread, choice) => referring.outside(thread, choice),
    handed: (thread) => Promise.resolve(handedViews(room.entered(), caseIn(room.entered(), thread))),
    ...archives,
  };
}

/** A choice as it counts: who the receiver is to the reporter, the directory says. */
interface Decided extends ReferChoice {
  readonly role: string;
  /** What the receiver is called in the record. */
  readonly who: string;
}

class Referring {
  constructor(readonly room: Room) {}

  preview(thread: string, choice: ReferChoice) {
    const entered = this.room.entered();
    const found = caseIn(entered, thread);
    const source = sourceIn(entered, found);
    const decided = decide(entered, found, choice);
    const wrong = fault(source, decided);
    // What would go is shown before the officer says that they read it.
    const made = wrong === "passages" ? null : packing(source, { ...decided, checked: true, reason: decided.reason || "…" });
    const { body, missed } = made ?? { body: null, missed: [] };
    return { fault: wrong, missed, named: identityGoes(source, decided.audience), level: levelOf(decided.purpose, decided.audience), body };
  }

  refer(thread: string, choice: ReferChoice): Promise<unknown> {
    return this.room.inTurn(async (entered) => {
      const found = caseIn(entered, thread);
      const decided = decide(entered, found, choice);
      const body = await this.#sent(entered, packed(sourceIn(entered, found), decided));
      const result = await entered.outbox.send(`refer ${thread} ${JSON.stringify(choice)}`, () => this.#plan(entered, found, decided, body));
      await entered.sync();
      return result;
    });
  }

  async recuse(thread: string, office: string, note: string): Promise<unknown> {
    const { offices } = referView(this.room.entered(), caseIn(this.room.entered(), thread), this.room.around.now());
    if (takesOver(offices)?.id !== office) throw new BadInput("office", "does not stand in for this one");
    const numbers = withNumbers(sourceIn(this.room.entered(), caseIn(this.room.entered(), thread)).texts).flatMap(({ files }) => files.map(({ number }) => number));
    const choice: ReferChoice = {
      ...{ purpose: "recusal", office, to: "", audience: "others", contact: "moves", files: numbers },
      ...{ reason: "", passages: [], checked: false, note, reference: "" },
    };
    return this.refer(thread, choice);
  }

  archive(thread: string, choice: ReferChoice): Promise<Bytes> {
    return this.room.inTurn(async (entered) => {
      const found = caseIn(entered, thread);
      const outgoing = this.room.outgoing(entered);
      const decided = decide(entered, found, { ...choice, contact: "stays" });
      const { body, bricks } = await resealed(outgoing, packed(sourceIn(entered, found), decided), this.#opener(entered));
      const at = nextAt(found, outgoing.now);
      const envelopes = sealHandover(outgoing, { office: decided.office, thread, purpose: decided.purpose, at, body });
      const file = writeArchive({ envelopes, bricks: bricks.map(({ bytes }) => bytes) });
      await this.#write(entered, found, decided, body, `archive ${thread} ${JSON.stringify(choice)}`);
      return file;
    });
  }

  outside(thread: string, choice: ReferChoice): Promise<HandoverBody> {
    return this.room.inTurn(async (entered) => {
      const found = caseIn(entered, thread);
      const decided = decide(entered, found, { ...choice, office: "", contact: "stays" });
      if (decided.to === "") throw new BadInput("to");
      const body = packed(sourceIn(entered, found), decided);
      await this.#write(entered, found, decided, body, `outside ${thread} ${JSON.stringify(choice)}`);
      return body;
    });
  }

  /** Write down what left as a file. */
  async #write(entered: Entered, found: Case, decided: Decided, body: HandoverBody, name: string): Promise<void> {
    await entered.outbox.send(name, () => {
      return { replies: [], tags: null, events: () => this.#events(entered, found, decided, body, null) };
    });
    await entered.sync();
  }

  /** The body with its files sealed anew, whose bricks are at the server. */
  async #sent(entered: Entered, whole: HandoverBody): Promise<HandoverBody> {
    const { body, bricks } = await resealed(this.room.outgoing(entered), whole, this.#opener(entered));
    for (const { id, bytes } of bricks) await this.room.around.directory.putBrick(id, bytes);
    return body;
  }

  #plan(entered: Entered, found: Case, decided: Decided, body: HandoverBody): Plan {
    const outgoing = this.room.outgoing(entered);
    const at = nextAt(found, outgoing.now);
    const deposits = sealHandover(outgoing, { office: decided.office, thread: found.thread, purpose: decided.purpose, at, body }).map((envelope) => ({ office: decided.office, envelope }));
    const tells = isAnswerable(found) && decided.purpose !== "assistance";
    const events = (j: number | null) => this.#events(entered, found, decided, body, tells ? j : null);
    if (!tells) return { deposits, replies: [], tags: null, events };
    const moves = decided.contact === "moves";
    const replies = outgoing.reply(found, "", { template: moves ? MOVES_TEMPLATE : STAYS_TEMPLATE, ...(moves ? { next_office: decided.office } : {}) });
    return { deposits, replies, tags: { key: replyOf(found).tag, from: nextJ(found) }, events };
  }

  /** In this order: what was passed on, who was told what, what the reporter was told, the status, and the stepping back. */
  #events(entered: Entered, found: Case, decided: Decided, body: HandoverBody, j: number | null): Uint8Array[] {
    const outgoing = this.room.outgoing(entered);
    const { purpose, audience, role, who, contact } = decided;
    const [named, level] = [identityGoes(sourceIn(entered, found), audience), levelOf(purpose, audience)];
    const day = outgoing.now.toISOString().slice(0, 10);
    const status = statusAfter(standsAs(found.status, found.handovers.length > 0), { purpose, role });
    const said: [EventName, EventFields][] = [
      [eventOf(purpose), { data: passedData(decided, body.withheld, named, day), ...worded(remark(decided)) }],
      ["need_to_know", { data: toldData(who, role, audience, level, named, day), ...worded(purpose) }],
      ...(j === null ? [] : [["replied", { reason: contact === "moves" ? MOVES_TEMPLATE : STAYS_TEMPLATE, j }] as [EventName, EventFields]]),
      ...(status === null ? [] : [["status", { status }] as [EventName, EventFields]]),
      ...(purpose === "recusal" ? [["recusal", { data: { office: decided.office } }] as [EventName, EventFields]] : []),
    ];
    let at = nextAt(found, outgoing.now);
    return said.map(([event, fields]) => {
      const sealed = outgoing.event(found, event, fields, at);
      at = secondAfter(at);
      return sealed;
    });
  }

  /** The data of a file of the case, or null when it is gone or damaged. */
  #opener({ mirror }: Entered): (entry: Attachment) => Promise<Bytes | null> {
    return async (entry) => {
      try {
        return await openedEntry(this.room.around.p, mirror, entry);
      } catch (error) {
        if (error instanceof CannotBeOpened || (error instanceof Refused && error.status === GONE)) return null;
        throw error;
      }
    };
  }
}

/** Throws `BadInput` for our own office, or one that cannot receive now. Who only learns that there is a case cannot take the reporter over. */
function decide(entered: Entered, found: Case, choice: ReferChoice): Decided {
  const { directory } = entered.directories.newest();
  const contactWith = (audience: Audience) => (isAnswerable(found) && levelOf(choice.purpose, audience) !== "existence" ? choice.contact : "stays");
  if (choice.office === "") return { ...choice, contact: contactWith(choice.audience), role: "", who: choice.to.trim(), to: choice.to.trim() };
  const office = officeById(directory, choice.office);
  if (office === undefined || office.id === entered.device.office) throw new BadInput("office");
  const audience = audienceOf(office.role);
  return { ...choice, contact: contactWith(audience), to: "", audience, role: office.role, who: office.name };
}

function isAnswerable({ reports, assistance }: Case): boolean {
  return reports.length + assistance.length > 0;
}

/** What the officer noted, and why files went all the same. */
function remark({ note, reason }: ReferChoice): string {
  return [note, reason].map((text) => text.trim()).filter((text) => text !== "").join("\n\n");
}

function worded(text: string): EventFields {
  return text === "" ? {} : { text };
}

