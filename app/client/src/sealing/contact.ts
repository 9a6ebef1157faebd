/**
 * Where an officer wants to be told, sealed so that only the server's worker reads it: always 1,072 bytes.
 *
 *     plain  = LP("SPK1/desk-contact") | LP(JSON) | zeros        1,024 bytes
 *     sealed = crypto_box_seal(plain, the worker's public key)   48 bytes longer
 *
 * The same bytes as `app/sealing/contacts.py` opens. A mail address and a browser's address look alike.
 */
import { type Bytes, concat, labelled, lp, utf8, wipe } from "./bytes";
import { BadInput, TooLong } from "./errors";
import { layerNonce } from "./outer";
import { KEY_BYTES, type Primitives } from "./primitives";

const LABEL = "SPK1/desk-contact";
const PLAIN_BYTES = 1024;

/** Seal a contact. Throws `BadInput` for what is no public key, `TooLong`. */
export function sealContact(p: Primitives, key: Uint8Array, contact: Readonly<Record<string, unknown>>, ephemeral: Uint8Array = p.random(KEY_BYTES)): Bytes {
  if (key.length !== KEY_BYTES) throw new BadInput("notice key");
  const said = concat(labelled(LABEL), lp(utf8(JSON.stringify(contact))));
  if (said.length > PLAIN_BYTES) throw new TooLong(PLAIN_BYTES);
  const plain = new Uint8Array(PLAIN_BYTES);
  plain.set(said);
  const publicKey = p.boxPublic(ephemeral);
  const shared = p.boxShared(key, ephemeral);
  if (shared === null) throw new BadInput("notice key", "is a point of low order");
  const sealed = concat(publicKey, p.boxSeal(shared, layerNonce(p, publicKey, key), plain));
  wipe(shared, ephemeral, plain, said);
  return sealed;
}
