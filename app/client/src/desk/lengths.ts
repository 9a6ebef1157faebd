/** How long texts may be, and in how many messages an answer goes. Bytes are those of the JSON that is sealed. */
import { utf8 } from "../sealing/bytes";
import { CAPACITY, TOWARDS_REPORTER } from "../sealing/envelope";
import { split } from "../speakup/crypto/parts";

/** JSON around the text of a reply: common fields, item, status. Measured 480; the rest is margin. */
const REPLY_FRAME_BYTES = 560;
const PIECE_BYTES = CAPACITY[TOWARDS_REPORTER] - REPLY_FRAME_BYTES;
/** Bytes of text in one message to the reporter: what a piece holds besides its own field names. */
export const REPLY_ROOM = PIECE_BYTES - JSON.stringify({ kind: "message", text: "" }).length;
/** Colleagues get an answer or a note whole, in one envelope of 15,244 bytes; the rest is for its other fields. */
export const MOST_TEXT_BYTES = 13_000;

export function bytesOf(text: string): number {
  return utf8(JSON.stringify(text)).length - 2;
}

/** The text in pieces that each fit into a message; one when it is empty. */
export function pieces(text: string): string[] {
  return text === "" ? [""] : split({ kind: "message", text }, PIECE_BYTES).map((part) => part.text);
}
