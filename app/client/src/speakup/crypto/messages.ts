/** How the page and the worker speak: a numbered call, and its result or the error's name and rule. */
import { CannotBeOpened, CannotBeTrusted, type DirectoryCheck, type EnvelopeCheck, type ReceiptCheck, ReceiptUnreadable } from "../../sealing/errors";

export interface Call {
  readonly id: number;
  readonly name: string;
  readonly values: readonly unknown[];
}

export type Answer = { readonly id: number; readonly value: unknown } | { readonly id: number; readonly error: WireError };

/** An error that may cross over: no message, because messages of libraries can hold values. */
export interface WireError {
  readonly name: string;
  readonly check: string;
}

export function toWire(error: unknown): WireError {
  if (error instanceof CannotBeOpened || error instanceof CannotBeTrusted || error instanceof ReceiptUnreadable) {
    return { name: error.name, check: error.check };
  }
  return { name: error instanceof Error ? error.name : "Error", check: "" };
}

export function fromWire({ name, check }: WireError): Error {
  if (name === "CannotBeOpened") return new CannotBeOpened(check as EnvelopeCheck);
  if (name === "CannotBeTrusted") return new CannotBeTrusted(check as DirectoryCheck);
  if (name === "ReceiptUnreadable") return new ReceiptUnreadable(check as ReceiptCheck);
  return new Error(`the worker failed (${name})`);
}
