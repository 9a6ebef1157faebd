/**
 * Checks of single fields of an opened payload; the same as `app/domain/payload_fields.py`.
 *
 * What is checked was sealed by somebody and may be hostile. Must never put the value into an error.
 */
import { BadInput } from "../../sealing/errors";
import { readTimestamp } from "../../sealing/timestamp";

/** Takes a value and the field's name; gives the value in our form or throws `BadInput`. */
export type Check<T> = (value: unknown, name: string) => T;

/** About 900 kB of text: more than anyone types, and a bound on what is held open. */
export const MAX_PARTS = 64;

export const text: Check<string> = (value, name) => (typeof value === "string" ? value : bad(name));

/** Lower-case hex of exactly so many bytes. */
function hexOf(bytes: number): Check<string> {
  const form = new RegExp(`^[0-9a-f]{${2 * bytes}}$`);
  return (value, name) => (typeof value === "string" && form.test(value) ? value : bad(name));
}

export const hex16 = hexOf(16);
export const hex32 = hexOf(32);
export const hex64 = hexOf(64);

export function within(low: number, high: number): Check<number> {
  return (value, name) => (typeof value === "number" && Number.isInteger(value) && value >= low && value <= high ? value : bad(name));
}

export const count = within(0, Number.MAX_SAFE_INTEGER);

export const flag: Check<boolean> = (value, name) => (typeof value === "boolean" ? value : bad(name));

export function oneOf<T extends string>(...allowed: readonly T[]): Check<T> {
  return (value, name) => allowed.find((word) => word === value) ?? bad(name);
}

export function orNull<T>(check: Check<T>): Check<T | null> {
  return (value, name) => (value === null ? null : check(value, name));
}

export function listOf<T>(check: Check<T>): Check<readonly T[]> {
  return (value, name) => (Array.isArray(value) ? value.map((part: unknown) => check(part, name)) : bad(name));
}

export const texts = listOf(text);

export type Json = Readonly<Record<string, unknown>>;

export const object: Check<Json> = (value, name) =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : bad(name);

export const objects = listOf(object);

/** A table of names that somebody else chose; `fromEntries` takes even `__proto__` for a mere name. */
export function tableOf<T>(check: Check<T>): Check<Readonly<Record<string, T>>> {
  return (value, name) => Object.fromEntries(Object.entries(object(value, name)).map(([key, part]) => [key, check(part, name)]));
}

export type Answer = string | readonly string[];

/** Question id to a text or a list of texts. */
export const answers = tableOf<Answer>((value, name) => (Array.isArray(value) ? texts(value, name) : text(value, name)));

export const country: Check<string> = (value, name) => (typeof value === "string" && /^[A-Z]{2}$/.test(value) ? value : bad(name));

/** What is later was not meant, and could not be reckoned with. */
const LAST_DAY = "2199-12-31";

/** `YYYY-MM-DD`, a day that exists. */
export const day: Check<string> = (value, name) =>
  typeof value === "string" && value <= LAST_DAY && readTimestamp(`${value}T00:00:00Z`) !== null ? value : bad(name);

/** `YYYY-MM-DDThh:mm:ssZ`, a moment that exists. */
export const moment: Check<string> = (value, name) => (typeof value === "string" && value.slice(0, LAST_DAY.length) <= LAST_DAY && readTimestamp(value) !== null ? value : bad(name));

function bad(name: string): never {
  throw new BadInput(name);
}
