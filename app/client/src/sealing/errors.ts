/**
 * What sealing can refuse. Errors name the rule that failed, never what was given.
 *
 *     BadInput            a caller's value has the wrong shape; `field` says which
 *     ├── TooLong         more bytes than the class of envelope holds
 *     └── NoRecipient     no key, a key twice, or more keys than slots
 *     CannotBeOpened      a sealed thing was refused; `check` never leaves the device
 *     CannotBeTrusted     a directory was refused
 *     ReceiptUnreadable   what was typed is not a receipt
 */

export class BadInput extends Error {
  constructor(
    readonly field: string,
    problem = "has the wrong shape",
  ) {
    super(`${field}: ${problem}`);
    this.name = "BadInput";
  }
}

/** More bytes than the class of envelope holds; split the payload into parts. */
export class TooLong extends BadInput {
  constructor(readonly capacity: number) {
    super("payload", `has more than ${capacity} bytes; split it into parts`);
    this.name = "TooLong";
  }
}

export class NoRecipient extends BadInput {
  constructor(problem: string) {
    super("recipients", problem);
    this.name = "NoRecipient";
  }
}

/** The checks of an envelope, in the order in which they are made (protocol §3). */
export type EnvelopeCheck = HeaderCheck | "ephemeral" | "slot" | "inner" | "ctx" | "commit" | "body" | "padding" | "schema" | "recipients" | "sender";
export type HeaderCheck = "magic" | "suite" | "class" | "length" | "slots" | "zero";
/** The checks of the outer layer, in order (protocol §4). */
export type OuterCheck = "length" | "seal" | "type" | "zero";
/** The checks of a sealed file, in order (protocol §10). */
export type FileCheck = "bricks" | "hash" | "chunk" | "final" | "length" | "padding";

export class CannotBeOpened extends Error {
  constructor(readonly check: EnvelopeCheck | OuterCheck | FileCheck | "passphrase" | "passkey") {
    super(`cannot be opened: ${check}`);
    this.name = "CannotBeOpened";
  }
}

/** The checks of a directory, in order (protocol §8). */
export type DirectoryCheck = "signatures" | "schema" | "version" | "previous" | "expired" | "issued" | "devices";

export class CannotBeTrusted extends Error {
  constructor(readonly check: DirectoryCheck) {
    super(`the directory cannot be trusted: ${check}`);
    this.name = "CannotBeTrusted";
  }
}

/** The checks of a typed receipt, in order (protocol §6). */
export type ReceiptCheck = "digits" | "range" | "words" | "word" | "checksum";

export class ReceiptUnreadable extends Error {
  constructor(readonly check: ReceiptCheck) {
    super(`the receipt cannot be read: ${check}`);
    this.name = "ReceiptUnreadable";
  }
}
