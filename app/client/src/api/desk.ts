/**
 * What the desk asks of the server (protocol §9). Everything that goes out is sealed or public.
 *
 * Runs in the desk's worker. No cookies, no referrer, no redirect. Must never send an opened text, a
 * secret key, or the name of a check that failed on this device.
 */
import { concat, readLe32, unbase64 } from "../sealing/bytes";
import { ENVELOPE_BYTES, TOWARDS_OFFICE } from "../sealing/envelope";
import { Refused, Unreachable } from "./reporter";

/** An envelope of the office: where it stands in its stream, the day of filing (`YYYY-MM-DD`), its bytes. */
export interface Filed {
  readonly position: number;
  readonly day: string;
  readonly envelope: Uint8Array;
}

export interface Page {
  readonly filed: readonly Filed[];
  /** The newest position of the office's stream. */
  readonly newest: number;
}

export interface Positions {
  readonly positions: readonly number[];
  readonly newest: number;
}

/** An earlier envelope, given to this device by a colleague's. */
export interface Granted {
  readonly id: number;
  readonly position: number;
  /** The colleague's device. */
  readonly grantor: string;
  readonly grant: Uint8Array;
}

export interface Proof {
  readonly device: string;
  readonly challenge: string;
  readonly signature: string;
}

export interface DeskApi {
  /** A fresh challenge for a device, in hex. */
  challenge(device: string): Promise<string>;
  /** The token of a session for this proof, and its office. Throws `Refused` with 401. */
  session(proof: Proof): Promise<{ readonly token: string; readonly office: string }>;
  endSession(token: string): Promise<void>;
  /** Up to 256 envelopes above position `after`, in order. */
  envelopes(token: string, after: number): Promise<Page>;
  /** Positions above `after` at which the server still has something, in order; less than all when there are many. */
  positions(token: string, after: number): Promise<Positions>;
  /** One envelope by its position. */
  envelope(token: string, position: number): Promise<Filed | undefined>;
  postEvent(token: string, envelope: Uint8Array): Promise<void>;
  /** False when the tag holds other bytes: take the next number. The same again is the same. */
  postReply(token: string, tag: Uint8Array, envelope: Uint8Array): Promise<boolean>;
  /** Grants for this device numbered above `after`. */
  grants(token: string, after: number): Promise<readonly Granted[]>;
  /** A brick of a file, 262,144 sealed bytes. Throws `Refused` with 404 when there is none, or no longer. */
  brick(token: string, id: string): Promise<Uint8Array>;
  /** Have the server keep these bricks, at most 512, as long as envelopes. */
  claimBricks(token: string, ids: readonly string[]): Promise<void>;
  /** Tell the server, in clear, that an envelope was opened, so that it stops reminding. */
  markOpened(token: string, position: number): Promise<void>;
}

export const PAGE_ENVELOPES = 256;
const RECORD_HEAD = 16;
const POSITION_BYTES = 8;
const DAY_MS = 86_400_000;
const PLAIN: RequestInit = { credentials: "omit", referrerPolicy: "no-referrer", redirect: "error", cache: "no-store" };
/** A page of four megabytes on a slow line. */
const PATIENCE_MS = 120_000;
const TAKEN = 409;

/** The API over `fetch`; `heard` is told what the server's clock says with each answer. */
export function deskApi(root = "/api/v1/desk", heard: (date: string | null) => void = () => undefined): DeskApi {
  const asked = async (url: string, request: RequestInit) => answered(url, request, heard);
  const get = (path: string, token: string) => asked(`${root}${path}`, { headers: bearer(token) });
  const post = (path: string, body: BodyInit, headers: Record<string, string>) => asked(`${root}${path}`, { method: "POST", headers, body });
  const postJson = (path: string, body: unknown, token?: string) =>
    post(path, JSON.stringify(body), { "Content-Type": "application/json", ...(token === undefined ? {} : bearer(token)) });
  const postBytes = (path: string, body: Uint8Array, token: string) =>
    post(path, body.slice(), { "Content-Type": "application/octet-stream", ...bearer(token) });

  const page = async (token: string, after: number, limit: number): Promise<Page> => {
    const response = await get(`/envelopes?after=${after}&limit=${limit}`, token);
    const filed = readRecords(await bodyOf(response));
    const newest = Number(response.headers.get("SpeakUp-Newest") ?? filed.at(-1)?.position ?? after);
    return { filed, newest };
  };

  return {
    challenge: async (device) => text(await (await postJson("/challenges", { device })).json(), "challenge"),
    session: async (proof) => {
      const body: unknown = await (await postJson("/sessions", proof)).json();
      return { token: text(body, "token"), office: text(body, "office") };
    },
    endSession: async (token) => {
      await asked(`${root}/sessions`, { method: "DELETE", headers: bearer(token), keepalive: true });
    },
    envelopes: (token, after) => page(token, after, PAGE_ENVELOPES),
    positions: async (token, after) => {
      const response = await get(`/envelopes/positions?after=${after}`, token);
      const positions = readPositions(await bodyOf(response));
      return { positions, newest: Number(response.headers.get("SpeakUp-Newest") ?? positions.at(-1) ?? after) };
    },
    envelope: async (token, position) => (await page(token, position - 1, 1)).filed.find((filed) => filed.position === position),
    postEvent: async (token, envelope) => {
      await postBytes("/events", envelope, token);
    },
    postReply: async (token, tag, envelope) => {
      try {
        await postBytes("/replies", concat(tag, envelope), token);
        return true;
      } catch (error) {
        if (error instanceof Refused && error.status === TAKEN) return false;
        throw error;
      }
    },
    grants: async (token, after) => readGrants(await (await get(`/grants?after=${after}`, token)).json()),
    brick: async (token, id) => bodyOf(await get(`/bricks/${id}`, token)),
    claimBricks: async (token, bricks) => {
      await postJson("/bricks/claims", { bricks }, token);
    },
    markOpened: async (token, position) => {
      await postJson("/marks", { position, mark: "opened" }, token);
    },
  };
}

/**
 * The envelopes of an answer: `LE64(position) || LE32(day since 1970-01-01) || LE32(length) || envelope`, again and again.
 *
 * A body that breaks off or holds other lengths is no answer of ours: `Unreachable`.
 */
export function readRecords(body: Uint8Array): Filed[] {
  const found: Filed[] = [];
  for (let at = 0; at < body.length; ) {
    const from = at + RECORD_HEAD;
    if (from > body.length) throw new Unreachable();
    const position = readLe64(body, at);
    const length = readLe32(body, at + 12);
    at = from + length;
    if (length !== ENVELOPE_BYTES[TOWARDS_OFFICE] || at > body.length) throw new Unreachable();
    const day = new Date(readLe32(body, from - 8) * DAY_MS).toISOString().slice(0, 10);
    found.push({ position, day, envelope: body.subarray(from, at) });
  }
  return found;
}

/** `LE64(position)`, again and again. */
function readPositions(body: Uint8Array): number[] {
  if (body.length % POSITION_BYTES !== 0) throw new Unreachable();
  return Array.from({ length: body.length / POSITION_BYTES }, (_, index) => readLe64(body, index * POSITION_BYTES));
}

function readLe64(bytes: Uint8Array, at: number): number {
  return readLe32(bytes, at) + readLe32(bytes, at + 4) * 2 ** 32;
}

/** The whole body; a line that breaks in the middle of it is no way to the server either. */
async function bodyOf(response: Response): Promise<Uint8Array> {
  const body = await response.arrayBuffer().catch(() => { throw new Unreachable(); });
  return new Uint8Array(body);
}

function readGrants(body: unknown): Granted[] {
  const { grants } = body as { grants?: unknown };
  if (!Array.isArray(grants)) throw new Unreachable();
  return grants.map((value: unknown) => {
    const { id, position } = value as Record<string, unknown>;
    if (typeof id !== "number" || typeof position !== "number") throw new Unreachable();
    return { id, position, grantor: text(value, "grantor"), grant: unbase64(text(value, "grant")) };
  });
}

async function answered(url: string, request: RequestInit, heard: (date: string | null) => void): Promise<Response> {
  const response = await fetch(url, { ...PLAIN, ...request, signal: AbortSignal.timeout(PATIENCE_MS) }).catch(() => {
    throw new Unreachable();
  });
  heard(response.headers.get("Date"));
  if (!response.ok) throw new Refused(response.status);
  return response;
}

function bearer(token: string): Record<string, string> {
  return { Authorization: `Bearer ${token}` };
}

/** A body of another shape counts as no answer: a captive portal says 200 too. */
function text(body: unknown, name: string): string {
  const value = (body as Record<string, unknown> | null)?.[name];
  return typeof value === "string" ? value : unreachable();
}

function unreachable(): never {
  throw new Unreachable();
}
