/** What this browser keeps of a device: locked keys, and public values beside them. */
import { BadInput } from "../../sealing/errors";
import type { Device, DeviceFile, DeviceName } from "../../sealing/deviceFile";
import { unwrapDevice, type Wrapped } from "../../sealing/passkeyWrap";
import type { Primitives } from "../../sealing/primitives";

/** Keys under a passkey, and how to ask the authenticator for it. */
export interface PasskeyRecord extends Wrapped {
  /** Base64url. */
  readonly credential: string;
  /** What the authenticator is asked about, in hex. */
  readonly salt: string;
}

/** A device that is not in the directory yet. All of it is public or sealed. */
export interface Waiting {
  /** Of the invitation. */
  readonly id: string;
  /** Its last day. */
  readonly until: string;
  readonly officeName: string;
  /** To compare with the lead's. */
  readonly words: readonly string[];
  /** The sealed request in base64, as long as the server does not have it. */
  readonly request: string | null;
}

/** One record a device. */
export interface KeyRecord extends DeviceName {
  readonly file: DeviceFile;
  readonly passkey?: PasskeyRecord;
  readonly waiting?: Waiting;
}

/** What an unlocked passkey adds to its record for the worker. */
export interface PasskeyOpening extends DeviceName, Wrapped {}

/** Open the passkey part of a record in the worker. Throws `BadInput("device file")`, `CannotBeOpened("passkey")`. */
export function unlockByPasskey(p: Primitives, value: unknown, prf: Uint8Array): Device {
  const { organisation, office, device, label, nonce, sealed } = (value ?? {}) as Partial<Record<keyof PasskeyOpening, unknown>>;
  const texts = [organisation, office, device, label, nonce, sealed];
  if (!texts.every((text) => typeof text === "string")) throw new BadInput("device file");
  const opening = value as PasskeyOpening;
  return unwrapDevice(p, opening, opening, prf);
}
