import { describe, expect, test } from "vitest";

import { hex } from "../../src/sealing/bytes";
import { type Device, type DeviceFile, lockDevice, unlockDevice } from "../../src/sealing/deviceFile";
import { BadInput, CannotBeOpened } from "../../src/sealing/errors";
import { newBoxKeys, newSignKeys } from "../../src/sealing/primitives";
import { LIBRARIES, SODIUM } from "./material";

/** Cheap, for tests only. */
const COST = { ops: 1, bytes: 65_536 };
const PASSPHRASE = "korrekt pferd ﬁ batterie";

const device: Device = {
  organisation: hex(SODIUM.random(16)),
  office: hex(SODIUM.random(16)),
  device: hex(SODIUM.random(16)),
  label: "Focal point A — conduct and discipline",
  sign: newSignKeys(SODIUM),
  seal: [
    { ...newBoxKeys(SODIUM), from: "2026-01-01T00:00:00Z", until: "2026-02-01T00:00:00Z" },
    { ...newBoxKeys(SODIUM), until: "2026-03-01T00:00:00Z" },
  ],
};

describe.each(LIBRARIES)("a device key file locked with $name", (p) => {
  const file = lockDevice(p, device, PASSPHRASE, COST);

  test("opens with its passphrase, in any spelling of the same characters", async () => {
    for (const reader of LIBRARIES) {
      expect(await unlockDevice(reader, JSON.parse(JSON.stringify(await file)), PASSPHRASE.normalize("NFKC"))).toEqual(device);
    }
  });

  test("does not open with another passphrase or none, for another device, or changed", async () => {
    const locked = await file;
    const refused: [DeviceFile, string][] = [
      [locked, "korrekt pferd"],
      [locked, ""],
      [{ ...locked, device: hex(p.random(16)) }, PASSPHRASE],
      [{ ...locked, kdf: { ...locked.kdf, ops: 2 } }, PASSPHRASE],
      [{ ...locked, sealed: locked.sealed.replace(/^../, (byte) => (byte === "00" ? "01" : "00")) }, PASSPHRASE],
    ];
    for (const [changed, passphrase] of refused) await expect(unlockDevice(p, changed, passphrase)).rejects.toThrow(CannotBeOpened);
  });

  test("never shows a secret in the clear", async () => {
    const written = JSON.stringify(await file);
    for (const secret of [device.sign.seed, ...device.seal.map((key) => key.secret)]) expect(written).not.toContain(hex(secret));
  });
});

describe("what is no device key file", () => {
  test("is named as such, and a cost that would hang the desk is refused", async () => {
    const locked = await lockDevice(SODIUM, device, PASSPHRASE, COST);
    const wrong: unknown[] = [null, [], "x", {}, { ...locked, v: 2 }, { ...locked, kind: "other" }, { ...locked, nonce: "00" }, { ...locked, sealed: 5 }];
    const costly = { ...locked, kdf: { ...locked.kdf, bytes: 2 ** 40 } };
    for (const file of [...wrong, costly]) await expect(unlockDevice(SODIUM, file, PASSPHRASE)).rejects.toThrow(BadInput);
  });

  test("is not made without a passphrase", async () => {
    await expect(lockDevice(SODIUM, device, "", COST)).rejects.toThrow(BadInput);
  });
});
