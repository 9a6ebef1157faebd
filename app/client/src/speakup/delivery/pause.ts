/** The pause between two deposits of one person. */

/** Long enough that two deposits fall into different moments, short enough to wait for with the page open. */
const SHORTEST_MS = 8_000;
const LONGEST_MS = 25_000;

/** Wait for a length drawn by lot. */
export function pause(): Promise<void> {
  const [draw = 0] = crypto.getRandomValues(new Uint32Array(1));
  const wait = SHORTEST_MS + (draw / 2 ** 32) * (LONGEST_MS - SHORTEST_MS);
  return new Promise((resolve) => { setTimeout(resolve, wait); });
}
