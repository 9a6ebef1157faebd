/**
 * The primitives by libsodium in WebAssembly: fast, for the officers' desk.
 *
 * 187 KB compressed, so the phone never loads it. Its functions throw the same class for a
 * refusal and for a broken call; the exact words tell them apart.
 */
import library from "libsodium-wrappers-sumo";

import type { Bytes } from "./bytes";
import { type BoxKeyPair, type FileStream, KEY_BYTES, nullOnRefusal, type Primitives, type Pulled, SIGNATURE_BYTES, TAG_BYTES } from "./primitives";

// The words with which libsodium-wrappers 0.8 refuses; tests hold them to it.
const LOW_ORDER = "invalid usage";
const WRONG_BOX_TAG = "incorrect secret key for the given ciphertext";
const WRONG_AEAD_TAG = "ciphertext cannot be decrypted using that key";

/** The port, made of libsodium; waits until its WebAssembly is ready. */
export async function sodium(): Promise<Primitives> {
  await library.ready;
  return SODIUM;
}

const SODIUM: Primitives = {
  name: "sodium",
  random: (length) => own(library.randombytes_buf(length)),
  blake2b: (message, size, key) => own(library.crypto_generichash(size, message, key ?? null)),
  blake2bSalted: (key, salt, person) => own(library.crypto_generichash_blake2b_salt_personal(32, key, salt, person)),
  blake2bParts: (size) => {
    const state = library.crypto_generichash_init(null, size);
    return {
      update: (part) => { library.crypto_generichash_update(state, part); },
      digest: () => own(library.crypto_generichash_final(state, size)),
    };
  },
  boxPublic: (secret) => own(library.crypto_scalarmult_base(secret)),
  boxFromSeed,
  boxShared: (theirs, secret) => nullOnRefusal(LOW_ORDER, () => own(library.crypto_box_beforenm(theirs, secret))),
  boxSeal: (shared, nonce, plain) => own(library.crypto_box_easy_afternm(plain, nonce, shared)),
  boxOpen,
  aeadSeal: (key, nonce, associated, plain) =>
    own(library.crypto_aead_xchacha20poly1305_ietf_encrypt(plain, associated, null, nonce, key)),
  aeadOpen,
  stream,
  signPublic: (seed) => own(library.crypto_sign_seed_keypair(seed).publicKey),
  sign,
  verify: (publicKey, message, signature) =>
    publicKey.length === KEY_BYTES &&
    signature.length === SIGNATURE_BYTES &&
    library.crypto_sign_verify_detached(signature, message, publicKey),
  // eslint-disable-next-line @typescript-eslint/require-await -- the port is asynchronous for the other implementation
  argon2id: async (password, salt, ops, memory) =>
    own(library.crypto_pwhash(32, password, salt, ops, memory, library.crypto_pwhash_ALG_ARGON2ID13)),
};

/** The wrapper's byte strings are copies out of WebAssembly memory; its types do not say so. */
function own(bytes: Uint8Array): Bytes {
  return bytes as Bytes;
}

function boxFromSeed(seed: Uint8Array): BoxKeyPair {
  const pair = library.crypto_box_seed_keypair(seed);
  return { secret: pair.privateKey, public: pair.publicKey };
}

function boxOpen(shared: Uint8Array, nonce: Uint8Array, sealed: Uint8Array): Bytes | null {
  if (sealed.length < TAG_BYTES) return null;
  return nullOnRefusal(WRONG_BOX_TAG, () => own(library.crypto_box_open_easy_afternm(sealed, nonce, shared)));
}

function aeadOpen(key: Uint8Array, nonce: Uint8Array, associated: Uint8Array, sealed: Uint8Array): Bytes | null {
  if (sealed.length < TAG_BYTES) return null;
  return nullOnRefusal(WRONG_AEAD_TAG, () =>
    own(library.crypto_aead_xchacha20poly1305_ietf_decrypt(null, sealed, associated, nonce, key)),
  );
}

/** Reading and writing begin alike; the wrapper pulls `false` for what it refuses. */
function stream(key: Uint8Array, header: Uint8Array): FileStream {
  const state = library.crypto_secretstream_xchacha20poly1305_init_pull(header, key);
  return {
    push: (message, associated, tag) => own(library.crypto_secretstream_xchacha20poly1305_push(state, message, associated, tag)),
    pull: (sealed, associated) => {
      if (sealed.length < 1 + TAG_BYTES) return null;
      const pulled = library.crypto_secretstream_xchacha20poly1305_pull(state, sealed, associated) as Pulled | false;
      return pulled === false ? null : { message: own(pulled.message), tag: pulled.tag };
    },
  };
}

function sign(seed: Uint8Array, message: Uint8Array): Bytes {
  const pair = library.crypto_sign_seed_keypair(seed);
  const signature = own(library.crypto_sign_detached(message, pair.privateKey));
  pair.privateKey.fill(0);
  return signature;
}
