/** The pauses between what one person sends. */

/** Long enough that two deposits fall into different moments, short enough to wait for with the page open. */
const SHORTEST_MS = 8_000;
const LONGEST_MS = 25_000;

/** A file is many bricks, and waiting long between them would hide nothing: its size shows anyway (protocol §11). */
const BREATH_MS = 400;

/** Wait for a length drawn by lot. */
export function pause(): Promise<void> {
  return wait(SHORTEST_MS, LONGEST_MS);
}

/** Wait a moment between two bricks of a file. */
export function breath(): Promise<void> {
  return wait(0, BREATH_MS);
}

function wait(shortest: number, longest: number): Promise<void> {
  const [draw = 0] = crypto.getRandomValues(new Uint32Array(1));
  const length = shortest + (draw / 2 ** 32) * (longest - shortest);
  return new Promise((resolve) => { setTimeout(resolve, length); });
}
