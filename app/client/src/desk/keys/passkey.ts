/**
 * Passkeys (WebAuthn) that can keep keys: those whose authenticator has the PRF extension.
 *
 * The passkey proves nothing to the server, which never hears of it: its PRF output, the same for the same salt,
 * opens the keys on this computer. An authenticator without PRF cannot be used.
 */
import { hex, unhex } from "../../sealing/bytes";

/** A passkey that was made, and what it gives for its salt (32 bytes, to be wiped). */
export interface NewPasskey {
  readonly credential: string;
  readonly salt: string;
  readonly prf: Uint8Array;
}

/** The authenticator has no PRF, or the person said no, or took too long. */
export class NoPasskey extends Error {
  constructor(readonly reason: "prf" | "refused") {
    super("there is no passkey");
    this.name = "NoPasskey";
  }
}

/** Ed25519, ES256, RS256: any will do, for nothing is signed. */
const ALGORITHMS = [-8, -7, -257];
const SALT_BYTES = 32;
const PATIENCE_MS = 120_000;

/** Whether this browser can be asked at all; passkeys belong to a name, never to a number such as 127.0.0.1. */
export function passkeysPossible(): boolean {
  return "PublicKeyCredential" in globalThis && isSecureContext && !/^[\d.]+$|:/.test(location.hostname);
}

/** Make a passkey for a device. Throws `NoPasskey`. */
export async function newPasskey(device: string, label: string): Promise<NewPasskey> {
  const salt = drawn(SALT_BYTES);
  const made = await attempt(() =>
    navigator.credentials.create({
      publicKey: {
        rp: { name: "SpeakUp" },
        user: { id: unhex(device), name: label, displayName: label },
        challenge: drawn(SALT_BYTES),
        pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: "public-key", alg })),
        authenticatorSelection: { userVerification: "required", residentKey: "preferred" },
        timeout: PATIENCE_MS,
        extensions: { prf: { eval: { first: salt } } },
      },
    }),
  );
  if (made.getClientExtensionResults().prf?.enabled !== true) throw new NoPasskey("prf");
  const credential = spelled(new Uint8Array(made.rawId));
  // Many authenticators give the output only when the passkey is used.
  const prf = outputOf(made) ?? (await passkeyOutput({ credential, salt: hex(salt) }));
  return { credential, salt: hex(salt), prf };
}

/** Ask the authenticator for what opens the keys. Throws `NoPasskey`. */
export async function passkeyOutput({ credential, salt }: { readonly credential: string; readonly salt: string }): Promise<Uint8Array> {
  const used = await attempt(() =>
    navigator.credentials.get({
      publicKey: {
        challenge: drawn(SALT_BYTES),
        allowCredentials: [{ type: "public-key", id: unspelled(credential) }],
        userVerification: "required",
        timeout: PATIENCE_MS,
        extensions: { prf: { eval: { first: unhex(salt) } } },
      },
    }),
  );
  const output = outputOf(used);
  if (output === null) throw new NoPasskey("prf");
  return output;
}

async function attempt(ask: () => Promise<Credential | null>): Promise<PublicKeyCredential> {
  try {
    const found = await ask();
    if (found instanceof PublicKeyCredential) return found;
  } catch (error) {
    // Said no, took too long, not known here: browsers do not tell which, on purpose.
    if (!(error instanceof DOMException)) throw error;
  }
  throw new NoPasskey("refused");
}

function outputOf(credential: PublicKeyCredential): Uint8Array | null {
  const first = credential.getClientExtensionResults().prf?.results?.first;
  return first instanceof ArrayBuffer ? new Uint8Array(first) : null;
}

function drawn(length: number): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(length));
}

function spelled(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function unspelled(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0));
}
