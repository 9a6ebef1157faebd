/**
 * How rows of the store are sealed: AEAD under a key that only the unlocked device has.
 *
 * `key = KDF(sign seed, 9, "SPK1stor")`; associated data
 * `LP("SPK1/desk-store") || LP(device id) || LP(name of the row) || LP(LE32(version))`, so that no row stands in
 * another's place and no older one in a newer one's. The plaintext is `LE32(n) || n bytes of JSON || zeros` up to a
 * multiple of the pad, so that a row's length tells little. Must never seal under a nonce that is not drawn afresh.
 */
import { concat, labelled, le32, readLe32, text, unhex, utf8 } from "../../sealing/bytes";
import type { Device } from "../../sealing/deviceFile";
import { kdf, NONCE_BYTES, type Primitives } from "../../sealing/primitives";
import type { Row } from "./database";

const STORE_KEY = 9;

export interface Box {
  /** Seal a JSON value; `pad` in bytes. */
  seal(name: string, version: number, value: unknown, pad: number): Row;
  /** The value; undefined when the row is not what this device wrote under that name and version. */
  open(row: Row, version: number): unknown;
  /** Forget the key. */
  wipe(): void;
}

export function storeBox(p: Primitives, { device, sign }: Pick<Device, "device" | "sign">): Box {
  const key = kdf(p, sign.seed, STORE_KEY, "SPK1stor");
  const about = (name: string, version: number) => labelled("SPK1/desk-store", unhex(device), utf8(name), le32(version));
  return {
    seal: (name, version, value, pad) => {
      const nonce = p.random(NONCE_BYTES);
      return { device, name, nonce, sealed: p.aeadSeal(key, nonce, about(name, version), padded(utf8(JSON.stringify(value)), pad)) };
    },
    open: (row, version) => {
      const plain = p.aeadOpen(key, row.nonce, about(row.name, version), row.sealed);
      return plain === null ? undefined : (JSON.parse(text(plain.subarray(4, 4 + readLe32(plain)))) as unknown);
    },
    wipe: () => { key.fill(0); },
  };
}

function padded(json: Uint8Array, pad: number): Uint8Array {
  const whole = Math.ceil((json.length + 4) / pad) * pad;
  return concat(le32(json.length), json, new Uint8Array(whole - 4 - json.length));
}
