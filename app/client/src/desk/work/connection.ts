/**
 * A signed-in line to the server (protocol §9). When the session has ended it signs in again with the keys that
 * are here, once, without asking. The token lives in this closure only.
 */
import type { DeskApi } from "../../api/desk";
import { Refused, Unreachable } from "../../api/reporter";
import { concat, hex, lp, unhex, utf8 } from "../../sealing/bytes";
import type { Device } from "../../sealing/deviceFile";
import type { Primitives } from "../../sealing/primitives";
import { sign } from "../../sealing/signatures";

export interface Connection {
  /** Do something that needs a token. Throws `Refused` with 401 when the server does not accept this device. */
  with<T>(work: (token: string) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

const NOT_SIGNED_IN = 401;

/** `origin` is the address that this page came from; the server signs for no other. */
export function openConnection(p: Primitives, api: DeskApi, device: Device, origin: string): Connection {
  let token: string | null = null;
  let closed = false;

  const signIn = async (): Promise<string> => {
    // What was under way when the desk was left must not sign it in once more.
    if (closed) throw new Unreachable();
    const challenge = await api.challenge(device.device);
    const parts = [unhex(device.organisation), utf8(origin), unhex(device.device), unhex(challenge)];
    const signature = hex(sign(p, device.sign, "session", concat(...parts.map(lp))));
    return (await api.session({ device: device.device, challenge, signature })).token;
  };

  return {
    with: async (work) => {
      const before = token;
      try {
        return await work((token ??= await signIn()));
      } catch (error) {
        if (before === null || !(error instanceof Refused) || error.status !== NOT_SIGNED_IN) throw error;
        // Another call may have signed in meanwhile.
        if (token === before) token = await signIn();
        return await work(token ?? (await signIn()));
      }
    },
    close: async () => {
      closed = true;
      if (token !== null) await api.endSession(token);
      token = null;
    },
  };
}
