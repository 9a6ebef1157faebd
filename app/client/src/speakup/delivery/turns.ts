/**
 * Two pages of the app share one queue: who sends, and who tidies up, waits for a turn.
 *
 * Browsers without locks, and pages that are not on a secure origin, go on without: the same deposit twice is the
 * relay's to drop, and a brick that was tidied away while it was in the making is noticed before anything leaves.
 */

export interface Turns {
  /** Do it when no other page does. */
  alone(work: () => Promise<void>): Promise<void>;
  /** Make something that must not be tidied away meanwhile. */
  making<T>(work: () => Promise<T>): Promise<T>;
  /** Tidy up, unless a page is making something. */
  tidy(work: () => Promise<void>): Promise<void>;
}

const SENDING = "q.send";
const MAKING = "q.make";

export const NO_TURNS: Turns = { alone: (work) => work(), making: (work) => work(), tidy: (work) => work() };

/** Over the browser's locks, if it has any. */
export function browserTurns(locks: LockManager | undefined): Turns {
  if (locks === undefined) return NO_TURNS;
  return {
    alone: (work) => locks.request(SENDING, work),
    making: async (work) => locks.request(MAKING, { mode: "shared" }, work),
    tidy: (work) => locks.request(MAKING, { ifAvailable: true }, (lock) => (lock === null ? Promise.resolve() : work())),
  };
}
