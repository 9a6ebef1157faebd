/**
 * I-JSON (RFC 7493), read so that every implementation reads the same thing or nothing.
 *
 * `JSON.parse` alone takes names twice, halves of surrogate pairs and numbers that lose
 * digits, and may run out of stack. One pass over the tokens refuses these first; the
 * grammar itself is then left to `JSON.parse`. The depth is checked before anything nests.
 *
 * Refused: a byte order mark, bytes that are not UTF-8, duplicate names, lone surrogates,
 * whole numbers of 2^53 and more, numbers beyond the range of a double, more than 32 levels.
 */
import { type Bytes, text, utf8 } from "./bytes";

/** An object inside an object is two levels. */
export const DEPTH = 32;

/** The bytes are not I-JSON. Says nothing of them. */
export class NotStrictJson extends Error {
  constructor() {
    super("not strict JSON");
    this.name = "NotStrictJson";
  }
}

/** Read the value in `bytes`. Throws `NotStrictJson`. */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    const source = text(bytes);
    checkTokens(source);
    return JSON.parse(source);
  } catch (error) {
    // TextDecoder words its refusal as TypeError, JSON.parse as SyntaxError.
    if (error instanceof TypeError || error instanceof SyntaxError) throw new NotStrictJson();
    throw error;
  }
}

/** Write `value` compactly and unescaped. `NotStrictJson` for what would be refused when read: lone surrogates, NaN, 2^53 and more, depth. */
export function writeJson(value: unknown): Bytes {
  const source = JSON.stringify(value, (_, part: unknown) => {
    if (typeof part === "number" && !Number.isFinite(part)) throw new NotStrictJson();
    return part;
  });
  checkTokens(source);
  return utf8(source);
}

const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?|[[\]{}]|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/gs;

/** Refuse what JSON.parse would let pass. Text that is no JSON at all is left to JSON.parse. */
function checkTokens(source: string): void {
  const open: Set<string>[] = [];
  for (const [token, colon] of source.matchAll(TOKEN)) {
    if (token === "{" || token === "[") {
      if (open.length === DEPTH) throw new NotStrictJson();
      open.push(new Set());
    } else if (token === "}" || token === "]") {
      open.pop();
    } else if (token.startsWith('"')) {
      checkString(colon === undefined ? token : token.slice(0, -colon.length), colon === undefined ? undefined : open.at(-1));
    } else {
      checkNumber(token);
    }
  }
}

function checkString(token: string, names: Set<string> | undefined): void {
  if (names === undefined && !token.includes("\\u")) return;
  const value = JSON.parse(token) as string;
  if (/\p{Surrogate}/u.test(value) || names?.has(value)) throw new NotStrictJson();
  names?.add(value);
}

function checkNumber(token: string): void {
  const value = Number(token);
  const exact = /[.eE]/.test(token) ? Number.isFinite(value) : Number.isSafeInteger(value);
  if (!exact) throw new NotStrictJson();
}
