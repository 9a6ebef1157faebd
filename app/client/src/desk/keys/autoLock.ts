/** After how many minutes without anybody the desk of this browser locks itself. */
import { attempt } from "./attempt";

const KEY = "speakup-desk-minutes";
export const LEAST_MINUTES = 2;
export const MOST_MINUTES = 30;
export const USUAL_MINUTES = 10;
/** What a person can choose. */
export const CHOICES: readonly number[] = [2, 5, 10, 15, 20, 30];

/** The choice of this browser; ten where none was made, or where it cannot be kept. */
export function lockMinutes(): number {
  const kept = Number(attempt(() => localStorage.getItem(KEY)) ?? USUAL_MINUTES);
  return Number.isFinite(kept) ? Math.min(MOST_MINUTES, Math.max(LEAST_MINUTES, kept)) : USUAL_MINUTES;
}

export function chooseLockMinutes(minutes: number): void {
  attempt(() => { localStorage.setItem(KEY, String(minutes)); });
}
