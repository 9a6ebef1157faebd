/**
 * What is on its way out: sealed once, kept sealed on this computer, posted piece by piece. Trying again after an
 * error, or after the desk was locked, goes on where it broke off, and nothing is sent twice (the server takes the
 * same bytes under the same tag as the same thing).
 *
 * Without a connection it waits and leaves by itself later, in the order in which it was written. Where nothing can
 * be kept, an error is thrown and the officer's text stays in the form.
 */
import { base64, unbase64, unhex } from "../../sealing/bytes";
import type { Primitives } from "../../sealing/primitives";
import { tag } from "../../sealing/tags";
import { Refused, Unreachable } from "../../api/reporter";
import { BadInput, CannotBeOpened } from "../../sealing/errors";
import { NoFreeTag, NotListed } from "../errors";

export interface Post {
  /** False when the tag holds something else. */
  reply(tag: Uint8Array, envelope: Uint8Array): Promise<boolean>;
  event(envelope: Uint8Array): Promise<void>;
  /** Tell the server that the envelope at this position was opened. */
  mark?(position: number): Promise<void>;
  /** Hand in an envelope for another office; the outer layer is made here and now. */
  deposit?(office: string, envelope: Uint8Array): Promise<void>;
}

/** An envelope for another office (hex). */
export interface Deposit {
  readonly office: string;
  readonly envelope: Uint8Array;
}

/** One thing to say: marks, deposits, replies to the reporter, then events to the colleagues, which name the last tag used. */
export interface Plan {
  readonly marks?: readonly number[];
  readonly replies: readonly Uint8Array[];
  /** The reply key (hex) and the first number to try; null without replies. */
  readonly tags: { readonly key: string; readonly from: number } | null;
  readonly deposits?: readonly Deposit[];
  /** `j` is the last number used. Called before anything is sent, with the number that is expected. */
  readonly events: (j: number | null) => readonly Uint8Array[];
}

/** `waiting`: kept on this computer, leaves when there is a connection. */
export type Sent = "sent" | "waiting";

/** What an outbox needs to keep things and to show them. */
export interface Keeping {
  /** False when nothing can be kept. */
  put(id: string, item: unknown): Promise<boolean>;
  drop(id: string): Promise<void>;
  /** Show the colleagues' copies of what waits, or has just left; its answer undoes it. */
  show(events: readonly Uint8Array[], waiting: boolean): () => void;
  /** The same event, sealed anew with another tag number. */
  renumbered(event: Uint8Array, j: number): Uint8Array;
  /** Fetch what colleagues have said meanwhile, if there is a connection. */
  learn(): Promise<void>;
  /** The same event, sealed anew without those who stepped back meanwhile; null when nobody did. */
  afresh(event: Uint8Array): Uint8Array | null;
}

/** Tags in a row that colleagues may have used without our knowing. */
const MOST_TAKEN = 64;
const TOO_MANY = 429;
const SERVER_ERRORS = 500;
const GONE = 404;

/** Something on its way; lists are emptied as their parts leave. */
export interface Sending {
  readonly id: string;
  readonly name: string;
  marks: readonly number[];
  readonly replies: readonly Uint8Array[];
  readonly tags: Plan["tags"];
  readonly deposits: readonly Deposit[];
  events: readonly Uint8Array[];
  /** The number that `events` name; null without replies. */
  j: number | null;
  /** The server does not take it. */
  refused: boolean;
  /** Whether it is kept on this computer. */
  kept: boolean;
  hide: () => void;
  made: Plan["events"] | null;
  /** How many parts have left: not kept, for sending again does no harm. */
  readonly done: { replies: number; deposits: number; events: number; next: number };
}

export class Outbox {
  readonly #waiting: Sending[] = [];

  constructor(
    readonly p: Primitives,
    readonly post: Post,
    readonly keeping: Keeping | null = null,
  ) {}

  /** What waits, in the order in which it was written. */
  get waiting(): readonly Sending[] {
    return this.#waiting;
  }

  /** Take up what was kept when the desk was locked. What cannot be read any more is left where it is. */
  restore(kept: readonly { readonly id: string; readonly item: unknown }[]): void {
    for (const { id, item } of kept) this.#waiting.push(restored(id, item as Item));
    for (const sending of this.#waiting) this.#show(sending);
  }

  /**
   * Send what `make` seals, or go on with what waits under the same `name`: what is said, the thread, its content.
   *
   * What was said before something else of the thread is said anew: yes, no, yes is not yes, no.
   */
  async send(name: string, make: () => Plan): Promise<Sent> {
    const last = this.#waiting.filter((sending) => threadOf(sending) === threadOf({ name })).at(-1);
    const known = this.#waiting.find((sending) => sending.name === name && (sending === last || isHalfDone(sending)));
    const sending = known ?? started(idOf(this.#waiting), name, make());
    sending.refused = false;
    if (known === undefined) this.#waiting.push(sending);
    // Kept first: then it is not lost whatever happens on the way.
    sending.kept ||= (await this.keeping?.put(sending.id, kept(sending))) ?? false;
    try {
      await this.keeping?.learn();
      await this.flush(sending);
      return "sent";
    } catch (error) {
      if (sending.kept && isPassing(error)) {
        this.#show(sending);
        return "waiting";
      }
      if (untouched(sending)) await this.#away(sending);
      else sending.refused = isRefusal(error);
      throw error;
    }
  }

  /** Send what is kept, and `last`; how much left. Throws what stopped it; what else the server does not take is passed over. */
  async flush(last: Sending | null = null): Promise<number> {
    const before = this.#waiting.length;
    await this.#renew();
    for (const sending of [...this.#waiting].filter((one) => one === last || (one.kept && !one.refused))) {
      try {
        await this.#post(sending);
      } catch (error) {
        if (sending === last || !isRefusal(error)) throw error;
        sending.refused = true;
      }
    }
    return before - this.#waiting.length;
  }

  /** Seal anew what somebody would read who has stepped back since it was written. */
  async #renew(): Promise<void> {
    const { keeping } = this;
    if (keeping === null) return;
    for (const sending of this.#waiting) {
      const events = anew(keeping, sending);
      // With the keys of another day it may go on; as it is it must not.
      sending.refused ||= events === null;
      if (events === null) continue;
      if (events.every((event, index) => event === sending.events[index])) continue;
      Object.assign(sending, { events, made: null });
      if (sending.hide !== nothing) this.#show(sending);
      if (sending.kept) await keeping.put(sending.id, kept(sending));
    }
  }

  /** Let what was refused be tried once more. */
  again(): void {
    for (const sending of this.#waiting) sending.refused = false;
  }

  async discard(id: string): Promise<void> {
    const sending = this.#waiting.find((one) => one.id === id);
    if (sending !== undefined) await this.#away(sending);
  }

  async #post(sending: Sending): Promise<void> {
    const { done } = sending;
    while (sending.marks[0] !== undefined) {
      await passed(this.post.mark?.(sending.marks[0]));
      sending.marks = sending.marks.slice(1);
    }
    // The next office has it before the reporter is told of it.
    for (const deposit of sending.deposits.slice(done.deposits)) {
      await this.post.deposit?.(deposit.office, deposit.envelope);
      done.deposits += 1;
    }
    while (done.replies < sending.replies.length) await this.#reply(sending);
    await this.#number(sending);
    for (const event of sending.events.slice(done.events)) {
      await this.post.event(event);
      done.events += 1;
    }
    await this.#away(sending, true);
  }

  async #reply(sending: Sending): Promise<void> {
    const { replies, tags, done } = sending;
    const envelope = replies[done.replies];
    if (tags === null || envelope === undefined) throw new NoFreeTag();
    while (!(await this.post.reply(tag(this.p, unhex(tags.key), done.next), envelope))) {
      done.next += 1;
      if (done.next - tags.from >= MOST_TAKEN + replies.length) throw new NoFreeTag();
    }
    done.replies += 1;
    done.next += 1;
  }

  /** Have the events name the number that was used; kept before they leave, so that they leave once. */
  async #number(sending: Sending): Promise<void> {
    const used = sending.tags === null ? null : sending.done.next - 1;
    if (used === null || used === sending.j) return;
    const { keeping } = this;
    if (sending.made !== null) sending.events = sending.made(used);
    else if (keeping !== null) sending.events = sending.events.map((event) => renumbered(keeping, event, used));
    sending.j = used;
    if (sending.hide !== nothing) this.#show(sending);
    if (sending.kept) await keeping?.put(sending.id, kept(sending));
  }

  #show(sending: Sending, waiting = true): void {
    sending.hide();
    sending.hide = this.keeping?.show(sending.events, waiting) ?? nothing;
  }

  async #away(sending: Sending, sent = false): Promise<void> {
    this.#waiting.splice(this.#waiting.indexOf(sending), 1);
    // What was sent is met again in the office's stream, and stands here until then.
    if (sent) this.#show(sending, false);
    else sending.hide();
    if (sending.kept) await this.keeping?.drop(sending.id);
  }
}

/** Throws `CannotBeNumbered` where the keys that are here cannot do it; with newer ones it goes on. */
function renumbered(keeping: Keeping, event: Uint8Array, j: number): Uint8Array {
  try {
    return keeping.renumbered(event, j);
  } catch (error) {
    if (error instanceof NotListed || error instanceof CannotBeOpened || error instanceof BadInput) throw new CannotBeNumbered();
    throw error;
  }
}

/** The event cannot be sealed anew with the keys that are here. */
class CannotBeNumbered extends Error {}

/** What has not left yet, for those who may read it now; null where the keys that are here cannot do it. */
function anew(keeping: Keeping, { events, done }: Sending): readonly Uint8Array[] | null {
  try {
    return events.map((event, index) => (index < done.events ? event : (keeping.afresh(event) ?? event)));
  } catch (error) {
    if (error instanceof NotListed || error instanceof CannotBeOpened || error instanceof BadInput) return null;
    throw error;
  }
}

/** The thread that stands in a name. */
function threadOf({ name }: Pick<Sending, "name">): string {
  return name.split(" ", 2)[1] ?? "";
}

/** Its officer was told that it did not leave, while part of it may have. */
function isHalfDone({ kept, refused, replies, deposits }: Sending): boolean {
  return !kept || (refused && replies.length + deposits.length > 0);
}

function nothing(): void {
  // There was nothing to show.
}

/** Ids sort in the order of writing. */
function idOf(waiting: readonly Sending[]): string {
  return String(1 + Number(waiting.at(-1)?.id ?? 0)).padStart(10, "0");
}

function started(id: string, name: string, plan: Plan): Sending {
  const { replies, tags, events, marks = [], deposits = [] } = plan;
  const j = tags === null ? null : tags.from + replies.length - 1;
  return {
    ...{ id, name, marks, replies, tags, deposits, j, events: [...events(j)], made: events },
    ...{ refused: false, kept: false, hide: nothing, done: { replies: 0, deposits: 0, events: 0, next: tags?.from ?? 0 } },
  };
}

/** As it is kept: JSON. */
interface Item extends Pick<Sending, "name" | "marks" | "tags" | "j"> {
  readonly replies: readonly string[];
  readonly deposits: readonly { readonly office: string; readonly envelope: string }[];
  readonly events: readonly string[];
}

function kept({ name, marks, tags, j, replies, deposits, events }: Sending): Item {
  return {
    ...{ name, marks, tags, j },
    replies: replies.map(base64),
    deposits: deposits.map(({ office, envelope }) => ({ office, envelope: base64(envelope) })),
    events: events.map(base64),
  };
}

function restored(id: string, { name, marks, tags, j, replies, deposits, events }: Item): Sending {
  return {
    ...{ id, name, marks, tags, j, made: null, refused: false, kept: true, hide: nothing },
    replies: replies.map(unbase64),
    deposits: deposits.map(({ office, envelope }) => ({ office, envelope: unbase64(envelope) })),
    events: events.map(unbase64),
    done: { replies: 0, deposits: 0, events: 0, next: tags?.from ?? 0 },
  };
}

function untouched({ done }: Sending): boolean {
  return done.replies + done.deposits + done.events === 0;
}

/** A mark on an envelope that the server has no more is not needed. */
async function passed(marked: Promise<void> | undefined): Promise<void> {
  try {
    await marked;
  } catch (error) {
    if (!(error instanceof Refused && error.status === GONE)) throw error;
  }
}

/** The server, or the way to it, is not there now; later it may be. */
export function isPassing(error: unknown): boolean {
  return error instanceof Unreachable || (error instanceof Refused && (error.status === TOO_MANY || error.status >= SERVER_ERRORS));
}

/** The server does not want this one thing, while it may take others. */
function isRefusal(error: unknown): boolean {
  return error instanceof NoFreeTag || error instanceof CannotBeNumbered || (error instanceof Refused && !isPassing(error) && error.status !== NOT_SIGNED_IN && error.status !== FORBIDDEN);
}

const NOT_SIGNED_IN = 401;
const FORBIDDEN = 403;
