/**
 * What is on its way out: sealed once, posted piece by piece, so that trying again after an error goes on where
 * it broke off and nothing is sent twice (the server takes the same bytes under the same tag as the same thing).
 *
 * Lives in the worker's memory; what the officer wrote stays in the form until all of it is sent.
 */
import { unhex } from "../../sealing/bytes";
import type { Primitives } from "../../sealing/primitives";
import { tag } from "../../sealing/tags";
import { NoFreeTag } from "../errors";

export interface Post {
  /** False when the tag holds something else. */
  reply(tag: Uint8Array, envelope: Uint8Array): Promise<boolean>;
  event(envelope: Uint8Array): Promise<void>;
}

/** One thing to say: replies to the reporter, then events to the colleagues, which name the last tag used. */
export interface Plan {
  readonly replies: readonly Uint8Array[];
  /** The reply key (hex) and the first number to try; null without replies. */
  readonly tags: { readonly key: string; readonly from: number } | null;
  /** Made when the replies are through; `j` is the last number used. */
  readonly events: (j: number | null) => readonly Uint8Array[];
}

/** Tags in a row that colleagues may have used without our knowing. */
const MOST_TAKEN = 64;

interface Sending {
  readonly plan: Plan;
  /** Replies that are through. */
  done: number;
  /** The next number to try. */
  next: number;
  events: Uint8Array[] | null;
}

export class Outbox {
  readonly #waiting = new Map<string, Sending>();

  constructor(
    readonly p: Primitives,
    readonly post: Post,
  ) {}

  /** Send what `make` seals, or go on with what waits under the same `name`. */
  async send(name: string, make: () => Plan): Promise<void> {
    const sending = this.#waiting.get(name) ?? started(make());
    this.#waiting.set(name, sending);
    while (sending.done < sending.plan.replies.length) await this.#reply(sending);
    const used = sending.plan.tags === null ? null : sending.next - 1;
    sending.events ??= [...sending.plan.events(used)];
    while (sending.events[0] !== undefined) {
      await this.post.event(sending.events[0]);
      sending.events.shift();
    }
    this.#waiting.delete(name);
  }

  async #reply(sending: Sending): Promise<void> {
    const { replies, tags } = sending.plan;
    const envelope = replies[sending.done];
    if (tags === null || envelope === undefined) throw new NoFreeTag();
    while (!(await this.post.reply(tag(this.p, unhex(tags.key), sending.next), envelope))) {
      sending.next += 1;
      if (sending.next - tags.from >= MOST_TAKEN + replies.length) throw new NoFreeTag();
    }
    sending.done += 1;
    sending.next += 1;
  }
}

function started(plan: Plan): Sending {
  return { plan, done: 0, next: plan.tags?.from ?? 0, events: null };
}
