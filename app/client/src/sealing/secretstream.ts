/**
 * libsodium's `crypto_secretstream_xchacha20poly1305`, made of noble's ChaCha20, HChaCha20 and Poly1305.
 *
 *     key   = HChaCha20(key, header[0..15]);  nonce = LE32(1) || header[16..23]
 *     chunk = (tag byte, 63 zeros) ^ block 1, of which one byte is sent || message ^ blocks 2… || Poly1305
 *     the MAC, keyed by block 0, covers: additional data, zeros to 16 | 64 bytes of the tag's block, ciphertext,
 *     zeros (as many as the ciphertext has beyond a multiple of 16) | LE64(length of additional data) ||
 *     LE64(64 + length of ciphertext)
 *     afterwards the nonce's last 8 bytes are mixed with the MAC and its counter goes one up
 *
 * The number of zeros after the ciphertext is what libsodium does, not what RFC 8439 asks. Source: the
 * construction in libsodium's documentation; the vectors of protocol §10 hold it to the byte.
 */
import { Poly1305 } from "@noble/ciphers/_poly1305.js";
import { chacha20, hchacha } from "@noble/ciphers/chacha.js";

import { type Bytes, concat, equal, le32, le64, readLe32, utf8, wipe } from "./bytes";
import { type FileStream, type Pulled, TAG_BYTES } from "./primitives";

const SIGMA = words(utf8("expand 32-byte k"));
const BLOCK = 64;
/** Bit of a tag after which the stream takes a new key. */
const REKEY = 2;

/** A stream from its key (32 bytes) and header (24 bytes); the same for writing and for reading. */
export function secretStream(streamKey: Uint8Array, header: Uint8Array): FileStream {
  let key = subkey(streamKey, header.subarray(0, 16));
  let nonce = concat(le32(1), header.subarray(16, 24));

  const advance = (mac: Uint8Array, tag: number) => {
    for (let at = 0; at < 8; at++) nonce[4 + at] = (nonce[4 + at] ?? 0) ^ (mac[at] ?? 0);
    nonce.set(le32((readLe32(nonce) + 1) % 2 ** 32));
    if ((tag & REKEY) !== 0 || readLe32(nonce) === 0) {
      const renewed = chacha20(key, nonce, concat(key, nonce.subarray(4)));
      wipe(key);
      key = renewed.slice(0, 32);
      nonce = concat(le32(1), renewed.subarray(32));
    }
  };

  return {
    push: (message, associated, tag) => {
      const sealed = new Uint8Array(1 + message.length + TAG_BYTES);
      const block = tagBlock(key, nonce, tag);
      sealed[0] = block[0] ?? 0;
      const body = sealed.subarray(1, 1 + message.length);
      chacha20(key, nonce, message, body, 2);
      const mac = macOf(key, nonce, associated, block, body);
      sealed.set(mac, 1 + message.length);
      advance(mac, tag);
      return sealed;
    },
    pull: (sealed, associated): Pulled | null => {
      if (sealed.length < 1 + TAG_BYTES) return null;
      const body = sealed.subarray(1, -TAG_BYTES);
      const tag = (tagBlock(key, nonce, 0)[0] ?? 0) ^ (sealed[0] ?? 0);
      const block = tagBlock(key, nonce, tag);
      const mac = macOf(key, nonce, associated, block, body);
      if (!equal(mac, sealed.subarray(-TAG_BYTES))) return null;
      const message = chacha20(key, nonce, body, new Uint8Array(body.length), 2) as Bytes;
      advance(mac, tag);
      return { message, tag };
    },
  };
}

function words(bytes: Uint8Array): Uint32Array {
  return new Uint32Array(bytes.slice().buffer);
}

function subkey(key: Uint8Array, input: Uint8Array): Bytes {
  const out = new Uint32Array(8);
  hchacha(SIGMA, words(key), words(input), out);
  return new Uint8Array(out.buffer);
}

/** The tag in a block of its own, encrypted. */
function tagBlock(key: Uint8Array, nonce: Uint8Array, tag: number): Uint8Array {
  const block = new Uint8Array(BLOCK);
  block[0] = tag;
  return chacha20(key, nonce, block, new Uint8Array(BLOCK), 1);
}

function macOf(key: Uint8Array, nonce: Uint8Array, associated: Uint8Array, block: Uint8Array, body: Uint8Array): Bytes {
  const macKey = chacha20(key, nonce, new Uint8Array(32));
  const mac = new Poly1305(macKey)
    .update(associated)
    .update(new Uint8Array(-associated.length & 15))
    .update(block)
    .update(body)
    .update(new Uint8Array(body.length & 15))
    .update(le64(associated.length))
    .update(le64(BLOCK + body.length))
    .digest() as Bytes;
  wipe(macKey);
  return mac;
}
