/** The letters of a text file, whichever of the usual ways they are written in. */

/** More than anybody reads on a screen; longer lines of text make a browser slow. */
export const MOST_LETTERS = 200_000;
const MARKS: readonly (readonly [readonly number[], string])[] = [
  [[0xff, 0xfe], "utf-16le"],
  [[0xfe, 0xff], "utf-16be"],
];
/** These turn round what stands beside them, so they are shown. */
const TURNING = /[\u202a-\u202e\u2066-\u2069]/gu;

export function decoded(bytes: Uint8Array): { readonly text: string; readonly cut: boolean } {
  // Four bytes hold a letter at most.
  const some = bytes.subarray(0, 4 * MOST_LETTERS);
  const marked = MARKS.find(([mark]) => mark.every((byte, at) => some[at] === byte))?.[1];
  const whole = marked === undefined ? (utf8(some) ?? new TextDecoder("windows-1252").decode(some)) : new TextDecoder(marked).decode(some);
  const text = whole.slice(0, MOST_LETTERS).replace(TURNING, "\ufffd");
  return { text, cut: text.length < whole.length || some.length < bytes.length };
}

function utf8(bytes: Uint8Array): string | null {
  try {
    // Streaming: the last letter may have been cut.
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}
