/** Which part of the receipt is typed back, and whether it is the same. Pure. */
import type { ShownReceipt } from "../crypto/workshop";

export interface Probe {
  /** Counted from 1, in order. */
  readonly places: readonly number[];
  readonly expected: readonly string[];
}

/** Two of the six words, or one of the four groups of digits; `draw` gives numbers from 0 to below 1. */
export function probeOf(receipt: ShownReceipt, shape: "words" | "digits", draw: () => number): Probe {
  if (shape === "digits" || receipt.words === null) {
    const place = Math.floor(draw() * 4);
    return { places: [place + 1], expected: [receipt.digits.slice(place * 5, place * 5 + 5)] };
  }
  const first = Math.floor(draw() * 6);
  const second = (first + 1 + Math.floor(draw() * 5)) % 6;
  const places = [first, second].sort((one, other) => one - other);
  return { places: places.map((place) => place + 1), expected: places.map((place) => receipt.words?.[place] ?? "") };
}

/** Case, accents, spaces and the script of digits do not matter. */
export function matches(probe: Probe, typed: readonly string[]): boolean {
  return probe.expected.every((expected, index) => plain(expected) === plain(typed[index] ?? ""));
}

function plain(text: string): string {
  return text.normalize("NFKD").replace(/[\p{M}\p{Cf}\s]/gu, "").toLowerCase().replace(/\p{Nd}/gu, western);
}

/** Digits of every script stand in runs of ten, from zero. */
function western(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let zero = code;
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
  return String(code - zero);
}
