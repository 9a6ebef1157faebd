/**
 * What this device says, sealed: events to its colleagues, replies and acknowledgements to the reporter.
 *
 * Must never seal to anyone but the devices of its own office in the newest directory, or the reporter's own key.
 */
import { officeById, sealKeys } from "../../directory/parse";
import type { Acknowledgement, EventName } from "../../payloads";
import { concat, hex, unhex, utf8 } from "../../sealing/bytes";
import type { Device } from "../../sealing/deviceFile";
import { seal, TOWARDS_OFFICE, TOWARDS_REPORTER } from "../../sealing/envelope";
import type { BoxKeyPair, Primitives } from "../../sealing/primitives";
import { sign } from "../../sealing/signatures";
import { writeJson } from "../../sealing/strictJson";
import type { Answer } from "../case/fields";
import { recusalOf } from "../case/recusal";
import { type Case, languageOfCase, nextAt, textsOf } from "../fold";
import { BadInput } from "../../sealing/errors";
import { NoReporter, NotListed } from "../errors";
import { pieces } from "../lengths";
import type { Newest } from "./directories";

/** Fields of an event besides those that each one has. */
export interface EventFields {
  readonly text?: string;
  readonly status?: string;
  readonly reason?: string;
  readonly day?: string;
  readonly signature?: string;
  readonly j?: number;
  readonly to?: string;
  readonly data?: Readonly<Record<string, Answer>>;
}

/** So many envelopes an event names as seen; the next one names the rest. */
const MOST_HEADS = 16;

/** What an officer may still say of a case from which they stepped back: that they did, and to whom it went. */
const AFTER_STEPPING_BACK: ReadonlySet<EventName> = new Set(["recusal", "handover"]);

/** What a reply says: own words or a template, a status, an acknowledgement. */
export interface ReplyFields {
  readonly template?: string;
  /** What the template speaks of, such as the reason of a closing. */
  readonly values?: Readonly<Record<string, string>>;
  readonly status?: string;
  readonly ack?: Acknowledgement;
  /** The office that the reporter is to write to from now on. */
  readonly next_office?: string;
}

export class Outgoing {
  constructor(
    readonly p: Primitives,
    readonly device: Device,
    readonly newest: Newest,
    readonly now: Date,
  ) {}

  /** The seal key by which others know this device now. Throws `NotListed`. */
  get key(): BoxKeyPair {
    const listed = this.#colleagues().find(({ device }) => device === this.device.device)?.key;
    const pair = this.device.seal.find((mine) => hex(mine.public) === listed);
    if (pair === undefined) throw new NotListed();
    return pair;
  }

  /**
   * Seal an event to all devices of the office, this one included, but to nobody who stepped back.
   *
   * Throws `TooLong`, and `BadInput` when the officer stepped back from the case themselves, at whichever device.
   */
  event(found: Case, event: EventName, fields: EventFields, at: string = nextAt(found, this.now)): Uint8Array {
    if (!AFTER_STEPPING_BACK.has(event) && recusalOf(found, this.device.device, this.newest.kin) !== null) throw new BadInput("recused");
    const colleagues = this.#colleagues().filter(({ device }) => recusalOf(found, device, this.newest.kin) === null);
    const about = textsOf(found).at(-1)?.ctx;
    const payload = {
      ...this.#frame(found, colleagues.map(({ device }) => device)),
      ...{ kind: "event", event, at, by: this.device.device, part: 1, parts: 1 },
      ...(about === undefined ? {} : { about }),
      ...(found.heads.length === 0 ? {} : { heads: found.heads.slice(0, MOST_HEADS) }),
      ...fields,
    };
    return seal(this.p, writeJson(payload), this.key, colleagues.map(({ key }) => unhex(key)), TOWARDS_OFFICE).envelope;
  }

  /** Seal a reply to the reporter, in as many envelopes as its text needs. Throws `NoReporter`. */
  reply(found: Case, text: string, fields: ReplyFields): Uint8Array[] {
    const { key } = replyOf(found);
    const texts = pieces(text);
    const item = hex(this.p.random(16));
    return texts.map((piece, index) => {
      const said = piece === "" ? {} : { text: piece };
      const payload = { ...this.#frame(found, ["reporter"]), ...fields, ...said, kind: "reply", item, part: index + 1, parts: texts.length };
      return seal(this.p, writeJson(payload), this.key, [unhex(key)], TOWARDS_REPORTER).envelope;
    });
  }

  /** The reporter's proof: this office opened this report on this day. */
  acknowledgement(found: Case): Acknowledgement {
    const text = found.reports[0] ?? found.assistance[0];
    if (text === undefined) throw new NoReporter();
    const { office, device } = this.device;
    const [ctx, thread, day] = [text.ctx, found.thread, this.now.toISOString().slice(0, 10)];
    const message = concat(unhex(office), unhex(ctx), unhex(thread), utf8(day));
    return { device, office, ctx, thread, day, signature: hex(sign(this.p, this.device.sign, "ack", message)) };
  }

  #frame(found: Case, recipients: readonly string[]) {
    const { directory, hash } = this.newest;
    return { v: 1, office: this.device.office, directory: { version: directory.version, hash }, recipients, thread: found.thread, lang: tagOf(languageOfCase(found)) };
  }

  #colleagues() {
    const office = officeById(this.newest.directory, this.device.office);
    return office === undefined ? [] : sealKeys(office, this.now);
  }
}

/** A language tag, or nothing: the reporter chose it, and a long one would leave no room for an answer. */
function tagOf(lang: string): string {
  return /^[A-Za-z0-9-]{1,35}$/.test(lang) ? lang : "";
}

/** Where the reporter of a case looks for answers: their key, and our reply key. */
export function replyOf(found: Case): { readonly key: string; readonly tag: string } {
  const text = found.reports[0] ?? found.assistance[0];
  if (text === undefined) throw new NoReporter();
  return text.payload.reply;
}
