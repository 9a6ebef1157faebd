/**
 * A device's keys under a passkey: the authenticator's PRF output (32 bytes) opens them instead of a passphrase.
 *
 *     sealed = AEAD(KDF(prf output, 1, "SPK1prfw"), nonce, LP("SPK1/device-prf") || LP(device id), JSON of the key file)
 *
 * The output never leaves the page and its worker, and is asked of the authenticator anew each time.
 */
import { type Bytes, hex, labelled, unhex, wipe } from "./bytes";
import { type Device, type DeviceName, deviceOf, plainKeys } from "./deviceFile";
import { BadInput, CannotBeOpened } from "./errors";
import { kdf, KEY_BYTES, NONCE_BYTES, type Primitives } from "./primitives";

/** Both in hex. */
export interface Wrapped {
  readonly nonce: string;
  readonly sealed: string;
}

/** Wrap a device's keys with what its passkey gives. */
export function wrapDevice(p: Primitives, device: Device, prf: Uint8Array): Wrapped {
  const nonce = p.random(NONCE_BYTES);
  const key = wrappingKey(p, prf);
  const plain = plainKeys(device);
  const sealed = hex(p.aeadSeal(key, nonce, boundTo(device.device), plain));
  wipe(key, plain);
  return { nonce: hex(nonce), sealed };
}

/** Open a device's keys. Throws `CannotBeOpened("passkey")` when it is another passkey or the bytes were changed. */
export function unwrapDevice(p: Primitives, name: DeviceName, { nonce, sealed }: Wrapped, prf: Uint8Array): Device {
  const key = wrappingKey(p, prf);
  const plain = p.aeadOpen(key, unhex(nonce), boundTo(name.device), unhex(sealed));
  wipe(key);
  if (plain === null) throw new CannotBeOpened("passkey");
  return deviceOf(p, name, plain);
}

function wrappingKey(p: Primitives, prf: Uint8Array): Bytes {
  if (prf.length !== KEY_BYTES) throw new BadInput("passkey");
  return kdf(p, prf, 1, "SPK1prfw");
}

function boundTo(device: string): Bytes {
  return labelled("SPK1/device-prf", unhex(device));
}
