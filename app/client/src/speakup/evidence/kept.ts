/** What a person keeps to send: bytes in this page's memory, or a file of theirs. Never in a store before it is sealed. */
import type { Content } from "../crypto/files";

export type Kind = "photo" | "document" | "voice";

export interface Kept {
  /** Counts in this page; names the row on the screen. */
  readonly id: number;
  readonly kind: Kind;
  /** As the office sees it. */
  readonly name: string;
  readonly type: string;
  readonly content: Content;
}

const MIB = 1_048_576;

/** Of all files of a report (policy). */
export const MOST_BYTES = 100 * MIB;
/** Of one file: what a cheap phone seals and sends without giving up, and whose brick ids fit into one envelope. */
export const MOST_BYTES_EACH = 25 * MIB;

/** Bytes of one file. */
export function sizeOf({ content }: Pick<Kept, "content">): number {
  return content instanceof Blob ? content.size : content.length;
}

/** Bytes of several. */
export function sizeOfAll(kept: readonly Kept[]): number {
  return kept.reduce((sum, one) => sum + sizeOf(one), 0);
}

/** A length as people read it: "340 KB", "2.4 MB". */
export function sizeText(bytes: number, tag: string): string {
  const unit = bytes < 1_000_000 ? { of: 1_000, name: "kilobyte" } : { of: 1_000_000, name: "megabyte" };
  const number = unit.name === "kilobyte" ? Math.max(1, Math.ceil(bytes / unit.of)) : bytes / unit.of;
  return new Intl.NumberFormat(tag, { style: "unit", unit: unit.name, unitDisplay: "short", maximumFractionDigits: 1 }).format(number);
}
