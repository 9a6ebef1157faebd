/**
 * The sealed archive: a case as one file, for an office that is reached by a stick and not by a server; the same
 * as `app/sealing/archive.py`, by the vectors in `tests/vectors/archive.json`.
 *
 *     "SPKA1" 0 0 0 | LE32(n) | n envelopes of class 1, the parts of one handover | sealed files, brick after brick
 *
 * Which brick belongs to which file says the handover, once it is open. Must never hold anything readable.
 */
import { BRICK_BYTES } from "../../sealing/attachment";
import { type Bytes, concat, equal, le32, readLe32 } from "../../sealing/bytes";
import { ENVELOPE_BYTES, headerFault, TOWARDS_OFFICE } from "../../sealing/envelope";
import { BadInput, CannotBeOpened } from "../../sealing/errors";

const MAGIC = Uint8Array.of(0x53, 0x50, 0x4b, 0x41, 0x31, 0, 0, 0);
const HEAD_BYTES = MAGIC.length + 4;
/** As many parts as a handover may have. */
const MOST_ENVELOPES = 64;
const SEALED_BYTES = ENVELOPE_BYTES[TOWARDS_OFFICE];

/** What an archive holds, all of it sealed. */
export interface Archive {
  readonly envelopes: readonly Uint8Array[];
  readonly bricks: readonly Uint8Array[];
}

/** The bytes of an archive. Throws `BadInput` for no envelope, too many, or something of another size. */
export function writeArchive({ envelopes, bricks }: Archive): Bytes {
  const whole = envelopes.every((envelope) => headerFault(envelope, TOWARDS_OFFICE) === null) && bricks.every(({ length }) => length === BRICK_BYTES);
  if (envelopes.length < 1 || envelopes.length > MOST_ENVELOPES || !whole) throw new BadInput("archive");
  return concat(MAGIC, le32(envelopes.length), ...envelopes, ...bricks);
}

/** The envelopes and bricks of an archive, still sealed. Throws `CannotBeOpened`: magic, length, or a fault of an envelope's header. */
export function readArchive(data: Uint8Array): Archive {
  if (data.length < MAGIC.length || !equal(data.subarray(0, MAGIC.length), MAGIC)) throw new CannotBeOpened("magic");
  const count = data.length < HEAD_BYTES ? 0 : readLe32(data, MAGIC.length);
  if (count < 1 || count > MOST_ENVELOPES) throw new CannotBeOpened("length");
  const filesAt = HEAD_BYTES + count * SEALED_BYTES;
  if (data.length < filesAt || (data.length - filesAt) % BRICK_BYTES !== 0) throw new CannotBeOpened("length");
  const envelopes = cut(data.subarray(HEAD_BYTES, filesAt), SEALED_BYTES);
  for (const envelope of envelopes) {
    const fault = headerFault(envelope, TOWARDS_OFFICE);
    if (fault !== null) throw new CannotBeOpened(fault);
  }
  return { envelopes, bricks: cut(data.subarray(filesAt), BRICK_BYTES) };
}

function cut(data: Uint8Array, size: number): Uint8Array[] {
  return Array.from({ length: data.length / size }, (_, at) => data.subarray(at * size, (at + 1) * size));
}
