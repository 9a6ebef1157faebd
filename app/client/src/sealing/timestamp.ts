/** Times as documents write them: `YYYY-MM-DDThh:mm:ssZ`, to the second, in UTC, nothing else. */

const SHAPE = /^(?!0000)[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$/;

/** Milliseconds since 1970, or null when it is no such text or no such day. */
export function readTimestamp(value: unknown): number | null {
  if (typeof value !== "string" || !SHAPE.test(value)) return null;
  const time = Date.parse(value);
  // Some engines roll the 31st of February over into March: only what reads back the same counts.
  return Number.isNaN(time) || writeTimestamp(new Date(time)) !== value ? null : time;
}

export function writeTimestamp(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}
