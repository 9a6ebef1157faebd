import { describe, expect, test } from "vitest";

import { equal } from "../../src/sealing/bytes";
import { seal } from "../../src/sealing/envelope";
import { GRANT_BYTES, makeGrant, openEnvelope, openGranted } from "../../src/sealing/opening";
import { newBoxKeys } from "../../src/sealing/primitives";
import { checkOf, LIBRARIES, payloadFor } from "./material";

describe.each(LIBRARIES)("a grant made with $name", (p) => {
  const reporter = newBoxKeys(p);
  const grantor = newBoxKeys(p);
  const grantee = newBoxKeys(p);
  const { envelope } = seal(p, payloadFor(["old device"], { words: "x" }), reporter, [grantor.public], 1);
  const opened = openEnvelope(p, envelope, "old device", grantor);
  const grant = makeGrant(p, opened, grantor, grantee.public);

  test("lets a device that joined later read, and names the grantor as the one who vouches", () => {
    for (const reader of LIBRARIES) {
      const granted = openGranted(reader, envelope, grant, [newBoxKeys(p), grantee], grantor.public);
      expect(granted.payload).toEqual(opened.payload);
      expect(equal(granted.sender, grantor.public)).toBe(true);
    }
  });

  test("is drawn anew for each device and each time", () => {
    const again = makeGrant(p, opened, grantor, grantee.public);

    expect(again.length).toBe(GRANT_BYTES);
    expect(equal(again.subarray(0, 32), grant.subarray(0, 32))).toBe(false);
  });

  test("opens nothing for another device, another envelope or another grantor", () => {
    const other = seal(p, payloadFor(["old device"]), reporter, [grantor.public], 1).envelope;

    expect(checkOf(() => openGranted(p, envelope, grant, newBoxKeys(p), grantor.public))).toBe("slot");
    expect(checkOf(() => openGranted(p, other, grant, grantee, grantor.public))).toBe("ctx");
    expect(checkOf(() => openGranted(p, envelope, grant, grantee, reporter.public))).toBe("sender");
    expect(checkOf(() => openGranted(p, envelope, grant.subarray(1), grantee, grantor.public))).toBe("length");
    expect(checkOf(() => openGranted(p, envelope, new Uint8Array(GRANT_BYTES), grantee, grantor.public))).toBe("ephemeral");
  });
});
