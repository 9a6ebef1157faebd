/**
 * What the phone asks of the server: the directory, the intake, the lists of replies.
 *
 * Every request is the same for every person; nothing here says who asks or for what. No cookies,
 * no referrer, no redirect.
 */
import { unbase64 } from "../sealing/bytes";
import type { RootSignature } from "../sealing/directory";

/** A directory as the server has it; believed by nobody until it is verified. */
export interface Published {
  readonly version: number;
  readonly document: Uint8Array;
  readonly signatures: readonly RootSignature[];
}

/** The intake's word that it keeps a deposit; to be checked against the directory's intake keys. */
export interface IntakeAnswer {
  readonly leaf: string;
  readonly key: string;
  readonly signature: string;
}

/** The server, or the way to it, does not answer now. */
export class Unreachable extends Error {
  constructor() {
    super("the server cannot be reached");
    this.name = "Unreachable";
  }
}

/** The server answered, but not with what was asked for; `status` is HTTP's. */
export class Refused extends Error {
  constructor(readonly status: number) {
    super(`the server refused (${status})`);
    this.name = "Refused";
  }
}

export interface ReporterApi {
  /** The newest directory, or an earlier version. */
  directory(version?: number): Promise<Published>;
  /** Hand in an outer layer of 16,464 bytes. Throws `Refused` with 503 when it must be kept and tried again. */
  intake(outer: Uint8Array): Promise<IntakeAnswer>;
  /** Hand in a brick of 262,144 bytes under its id; again does no harm. Throws `Refused` with 503 when the store is full. */
  putBrick(id: string, bytes: Uint8Array): Promise<void>;
  /** Tags of 16 bytes from position `from`, a multiple of 1,024; less than 16,384 bytes on the last page. */
  tags(from: number): Promise<Uint8Array>;
  /** 16 places of 4,096 bytes. */
  tray(number: number): Promise<Uint8Array>;
}

const ROOT = "/api/v1";
const PLAIN: RequestInit = { credentials: "omit", referrerPolicy: "no-referrer", redirect: "error" };
/** A phone on a slow line needs a while for 16 KiB; longer than this nobody waits. */
const PATIENCE_MS = 60_000;
/** A brick has sixteen times as many bytes. */
const BRICK_PATIENCE_MS = 300_000;

/** The API over `fetch`. */
export function reporterApi(root: string = ROOT): ReporterApi {
  const get = (path: string) => answer(`${root}${path}`, PLAIN);
  return {
    directory: async (version) => published(await json(await get(version === undefined ? "/directory" : `/directory/${version}`))),
    intake: async (outer) => {
      const request = { ...PLAIN, method: "POST", headers: { "Content-Type": "application/octet-stream" }, body: outer.slice() };
      return intakeAnswer(await json(await answer(`${root}/intake`, request)));
    },
    putBrick: async (id, sealed) => {
      const request = { ...PLAIN, method: "PUT", headers: { "Content-Type": "application/octet-stream" }, body: sealed.slice() };
      await bytes(await answer(`${root}/bricks/${id}`, request, BRICK_PATIENCE_MS));
    },
    tags: async (from) => bytes(await get(`/replies/tags?from=${from}`)),
    tray: async (number) => bytes(await get(`/replies/trays/${number}`)),
  };
}

async function answer(url: string, request: RequestInit, patience = PATIENCE_MS): Promise<Response> {
  const response = await fetch(url, { ...request, signal: AbortSignal.timeout(patience) }).catch(() => {
    throw new Unreachable();
  });
  if (!response.ok) throw new Refused(response.status);
  return response;
}

/** The body; a line that breaks in the middle of it is no way to the server either. */
async function bytes(response: Response): Promise<Uint8Array> {
  const body = await response.arrayBuffer().catch(() => { throw new Unreachable(); });
  return new Uint8Array(body);
}

async function json(response: Response): Promise<Record<string, unknown>> {
  const body: unknown = await response.json().catch(() => { throw new Unreachable(); });
  if (typeof body !== "object" || body === null) throw new Unreachable();
  return body as Record<string, unknown>;
}

/** A body of another shape counts as no answer: a captive portal says 200 too. */
function published({ version, document, signatures }: Record<string, unknown>): Published {
  if (typeof version !== "number" || typeof document !== "string" || !Array.isArray(signatures)) throw new Unreachable();
  return { version, document: decoded(document), signatures: signatures as RootSignature[] };
}

function decoded(text: string): Uint8Array {
  try {
    return unbase64(text);
  } catch {
    throw new Unreachable();
  }
}

function intakeAnswer({ leaf, key, signature }: Record<string, unknown>): IntakeAnswer {
  if (typeof leaf !== "string" || typeof key !== "string" || typeof signature !== "string") throw new Unreachable();
  return { leaf, key, signature };
}
