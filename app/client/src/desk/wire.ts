/** How the screen and the worker speak: numbered calls, answers, progress; an error crosses as its name and rule. */
import { Refused, Unreachable } from "../api/reporter";
import { MisshapenDirectory } from "../directory/parse";
import { BadInput, CannotBeOpened, CannotBeTrusted, type DirectoryCheck, type EnvelopeCheck, type ReceiptCheck, ReceiptUnreadable, TooLong } from "../sealing/errors";
import { NoFreeTag, NoReporter, NotListed, OpenElsewhere } from "./errors";
import type { Progress } from "./view";

export interface Call {
  readonly id: number;
  readonly name: string;
  readonly values: readonly unknown[];
}

export type Said =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: WireError }
  | { readonly progress: Progress }
  /** Another tab has taken over the desk of this device. */
  | { readonly taken: true };

/** No message crosses: messages of libraries can hold values. */
export interface WireError {
  readonly name: string;
  readonly rule: string;
}

export function toWire(error: unknown): WireError {
  if (error instanceof CannotBeOpened || error instanceof CannotBeTrusted) return { name: error.name, rule: error.check };
  if (error instanceof ReceiptUnreadable) return { name: error.name, rule: error.check };
  if (error instanceof MisshapenDirectory) return { name: "CannotBeTrusted", rule: "schema" };
  if (error instanceof TooLong) return { name: error.name, rule: String(error.capacity) };
  if (error instanceof BadInput) return { name: error.name, rule: error.field };
  if (error instanceof Refused) return { name: error.name, rule: String(error.status) };
  return { name: error instanceof Error ? error.name : "Error", rule: "" };
}

/** Errors of ours by name; any other is one that should not have happened. */
const OURS: Readonly<Record<string, (rule: string) => Error>> = {
  CannotBeOpened: (rule) => new CannotBeOpened(rule as EnvelopeCheck),
  ReceiptUnreadable: (rule) => new ReceiptUnreadable(rule as ReceiptCheck),
  CannotBeTrusted: (rule) => new CannotBeTrusted(rule as DirectoryCheck),
  TooLong: (rule) => new TooLong(Number(rule)),
  BadInput: (rule) => new BadInput(rule),
  Refused: (rule) => new Refused(Number(rule)),
  Unreachable: () => new Unreachable(),
  NotListed: () => new NotListed(),
  OpenElsewhere: () => new OpenElsewhere(),
  NoReporter: () => new NoReporter(),
  NoFreeTag: () => new NoFreeTag(),
};

export function fromWire({ name, rule }: WireError): Error {
  return OURS[name]?.(rule) ?? new Error(`the worker failed (${name})`);
}
