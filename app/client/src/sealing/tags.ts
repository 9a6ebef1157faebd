/**
 * Reply tags: under which names the replies to one reporter lie, unlinkable for everyone else (protocol §7).
 *
 * An office gets its own reply key and can compute no other office's tags.
 */
import { type Bytes, le32 } from "./bytes";
import { BadInput } from "./errors";
import { ID_BYTES } from "./outer";
import { KEY_BYTES, type Primitives } from "./primitives";

export const TAG_BYTES = 16;
/** Replies in one tray; a client fetches whole trays only. */
export const TRAY_PLACES = 16;

/** The key from which `office` (16 bytes) computes its tags: 32 bytes. */
export function replyKey(p: Primitives, tagKey: Uint8Array, office: Uint8Array): Bytes {
  if (tagKey.length !== KEY_BYTES) throw new BadInput("tag_key");
  if (office.length !== ID_BYTES) throw new BadInput("office");
  return p.blake2b(office, 32, tagKey);
}

/** The name of reply number `j` (below 2^32): 16 bytes. */
export function tag(p: Primitives, key: Uint8Array, j: number): Bytes {
  if (key.length !== KEY_BYTES) throw new BadInput("reply_key");
  if (!Number.isInteger(j) || j < 0 || j >= 2 ** 32) throw new BadInput("j");
  return p.blake2b(le32(j), TAG_BYTES, key);
}

/** Where the reply filed as number `position` lies. */
export function trayOf(position: number): { tray: number; place: number } {
  if (!Number.isSafeInteger(position) || position < 0) throw new BadInput("position");
  return { tray: Math.floor(position / TRAY_PLACES), place: position % TRAY_PLACES };
}
