/** Two offices of one organisation, a relay and an intake, in memory: real crypto, no network. */
import type { Published } from "../../src/api/reporter";
import type { Device } from "../../src/sealing/deviceFile";
import { hex, unhex, utf8 } from "../../src/sealing/bytes";
import { openOuter } from "../../src/sealing/opening";
import { leaf } from "../../src/sealing/outer";
import { hash, newBoxKeys, newSignKeys } from "../../src/sealing/primitives";
import { sign } from "../../src/sealing/signatures";
import { Office, p, TODAY } from "./office";

const FROM = "2026-01-01T00:00:00Z";
const UNTIL = "2027-12-31T00:00:00Z";

interface Others {
  readonly first: Office;
  readonly second: Office;
  /** What the intake got, as it came. */
  readonly outers: Uint8Array[];
}

/** The second stands in for the first. A deposit is filed at once. */
export function neighbours(role = "investigations"): Others {
  const [first, second] = [new Office(), new Office()];
  const relay = newBoxKeys(p);
  const intake = newSignKeys(p);
  const outers: Uint8Array[] = [];
  Object.assign(second, { organisation: first.organisation, root: first.root, versions: first.versions, bricks: first.bricks });
  for (const device of second.devices) Object.assign(device, { organisation: first.organisation });
  const dated = (key: Uint8Array) => [{ key: hex(key), from: FROM, until: UNTIL }];
  const listed = (device: Device) => ({ id: device.device, sign: hex(device.sign.public), seal: device.seal.map((pair) => ({ key: hex(pair.public), from: pair.from, until: pair.until })) });
  const entry = (office: Office, kind: string, name: string, alternate: readonly string[]) => ({
    ...{ id: office.office, entity: "un-habitat", role: kind, name, alternate },
    members: office.devices.map((device, index) => ({ id: `m${index}`, title: `${device.label} of ${name}`, devices: [listed(device)] })),
  });
  const document = utf8(
    JSON.stringify({
      ...{ v: 1, version: 2, issued: "2026-11-10T00:00:00Z", expires: UNTIL },
      previous: hex(hash(p, (first.versions[0] as Published).document)),
      organisation: { id: first.organisation, name: "Demonstration", demonstration: true },
      roots: { threshold: 1, keys: [hex(first.root.public)] },
      entities: [{ id: "un-habitat", name: "UN-Habitat", kind: "own_oversight" }],
      offices: [entry(first, "conduct_discipline", "Conduct", [second.office]), entry(second, role, "Other", [])],
      ...{ routing: [], relays: dated(relay.public), intake: dated(intake.public) },
      policy: { min_devices: 1, batch: { min: 1, timeout: 1, deadline: 2 }, grace: 259_200 },
    }),
  );
  first.versions.push({ version: 2, document, signatures: [{ root: hex(first.root.public), signature: hex(sign(p, first.root, "directory", document)) }] });
  const take = (outer: Uint8Array) => {
    outers.push(outer);
    const { office, envelope } = openOuter(p, outer, relay);
    const at = hex(office) === first.office ? first : second;
    at.put(envelope, TODAY);
    const signed = leaf(p, outer);
    return { leaf: hex(signed), key: hex(intake.public), signature: hex(sign(p, intake, "intake", unhex(hex(signed)))) };
  };
  first.intake = take;
  second.intake = take;
  return { first, second, outers };
}
