/**
 * Sealed bricks of files, fetched as they come and kept as they are (protocol §10).
 *
 * So files open without a network, and the server does not learn when somebody reads a case. Only the newest are
 * kept, and never more than half of what the browser grants: what officers wrote and read comes first. A brick
 * that no case names any more goes. Must never hold back a sync, nor open anything.
 */
import { StorageFull } from "../../indexed";
import { Refused, Unreachable } from "../../api/reporter";
import type { Database } from "../store/database";

/** 256 MiB of bricks, as 1,024 of 262,144 bytes. */
const MOST_BRICKS = 1_024;
const BRICK_BYTES = 262_144;

/** A brick that a case names, and the day on which its file came. */
export interface Named {
  readonly id: string;
  readonly day: string;
}

/** How much this origin uses and may use, in bytes; a browser may not say. */
export type Estimate = () => Promise<{ readonly usage?: number; readonly quota?: number }>;

interface Parts {
  readonly device: string;
  /** Null: nothing is kept, every brick is fetched when it is wanted. */
  readonly database: Database | null;
  /** Throws `Refused` with 404 when the server has it no longer. */
  readonly fetch: (brick: string) => Promise<Uint8Array>;
  readonly estimate: Estimate;
}

export class Mirror {
  /** What the server has no more, or what no room was for: not asked for again while the desk is unlocked. */
  readonly #passed = new Set<string>();
  #turn: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(readonly parts: Parts) {}

  /** Have what is named, oldest first, and nothing else; ends when it is so, or when the network or the room does. */
  follow(named: readonly Named[]): Promise<void> {
    const wanted = newest(named);
    const turn = this.#turn.then(() => this.#followed(wanted));
    // What went wrong with one turn is no reason not to take the next.
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  /** A brick, from this computer or else from the server. Throws `Refused` with 404, `Unreachable`. */
  async brick(id: string): Promise<Uint8Array> {
    return (await this.#kept((database, device) => database.brick(device, id))) ?? this.parts.fetch(id);
  }

  /** These were no good: the server is asked again. */
  async drop(bricks: readonly string[]): Promise<void> {
    await this.#kept((database, device) => database.dropBricks(device, bricks));
  }

  stop(): void {
    this.#stopped = true;
  }

  async #followed(wanted: readonly string[]): Promise<void> {
    const here = new Set(await this.#kept((database, device) => database.bricks(device)));
    const named = new Set(wanted);
    const left = [...here].filter((id) => !named.has(id));
    if (left.length > 0) await this.drop(left);
    for (const id of wanted) {
      if (here.has(id) || this.#passed.has(id)) continue;
      if (this.#stopped || this.parts.database === null || !(await this.#came(id))) return;
    }
  }

  /** Whether to go on with the next one. */
  async #came(id: string): Promise<boolean> {
    try {
      if (!(await this.#hasRoom())) return false;
      const brick = await this.parts.fetch(id);
      if (brick.length === BRICK_BYTES) await this.parts.database?.keepBrick(this.parts.device, id, brick);
      else this.#passed.add(id);
      return true;
    } catch (error) {
      if (error instanceof Refused && error.status === 404) {
        this.#passed.add(id);
        return true;
      }
      if (error instanceof Refused || error instanceof Unreachable || error instanceof StorageFull || error instanceof DOMException) return false;
      throw error;
    }
  }

  /** A browser that does not say how much it grants is taken to have room: it refuses when it has none. */
  async #hasRoom(): Promise<boolean> {
    const { usage, quota } = await this.parts.estimate().catch(() => ({ usage: undefined, quota: undefined }));
    return usage === undefined || quota === undefined || usage + BRICK_BYTES <= quota / 2;
  }

  /** What the browser's database says; nothing when it cannot. */
  async #kept<T>(work: (database: Database, device: string) => Promise<T>): Promise<T | undefined> {
    const { database, device } = this.parts;
    try {
      return database === null ? undefined : await work(database, device);
    } catch (error) {
      if (error instanceof DOMException || error instanceof StorageFull) return undefined;
      throw error;
    }
  }
}

/** The bricks of the files that came last, as many as are kept. */
function newest(named: readonly Named[]): readonly string[] {
  const latest = [...named].reverse().sort((one, other) => (one.day < other.day ? 1 : one.day > other.day ? -1 : 0));
  return [...new Set(latest.map(({ id }) => id))].slice(0, MOST_BRICKS);
}
