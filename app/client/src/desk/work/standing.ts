/**
 * How things stand: whether the server answers, since when, and whether this computer's clock can be right.
 *
 * The server's clock is compared, never believed: events keep the device's own time, and their order is kept by each
 * being later than all that is known of the case.
 */

/** A second or two are the way; minutes are a clock that nobody set. */
const MOST_MINUTES = 10;
const MINUTE_MS = 60_000;
const PAUSE_MS = 5_000;

/** Compares this computer's clock with what the server says in its answers. */
export class Clock {
  #ahead = 0;

  constructor(readonly now: () => number) {}

  /** `date` as HTTP writes it; anything else says nothing. */
  hear(date: string | null): void {
    const said = Date.parse(date ?? "");
    if (!Number.isNaN(said)) this.#ahead = this.now() - said;
  }

  /** Minutes by which this computer is ahead (below 0: behind), when that is too much; else 0. */
  get wrong(): number {
    const minutes = Math.trunc(this.#ahead / MINUTE_MS);
    return Math.abs(minutes) > MOST_MINUTES ? minutes : 0;
  }
}

/** Whether the server answered last time. */
export class Standing {
  online = true;
  #missed = 0;

  constructor(
    readonly now: () => number,
    /** When the last sync ended well; null: never. */
    public asOf: string | null,
  ) {}

  /** The server did not answer. */
  missed(): void {
    this.online = false;
    this.#missed = this.now();
  }

  /** Just now there was no answer: asking again at once would only make people wait. */
  get hopeless(): boolean {
    return !this.online && this.now() - this.#missed < PAUSE_MS;
  }

  reached(): string {
    this.online = true;
    this.asOf = new Date(this.now()).toISOString();
    return this.asOf;
  }
}
