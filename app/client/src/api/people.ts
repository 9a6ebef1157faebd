/**
 * What the desk asks of the server about the people of an office: invitations, requests, suspensions, grants.
 *
 * Requests are sealed and papers are public; no name, no secret and no key of a person goes out. No cookies.
 */
import { base64, unbase64 } from "../sealing/bytes";
import type { Paper } from "../sealing/joining";
import { Refused, Unreachable } from "./reporter";

export type JoinState = "invited" | "requested" | "approved";

/** An invitation as the office sees it. */
export interface Join {
  readonly id: string;
  readonly request: Uint8Array | null;
  readonly approval: Paper | null;
  /** When it was made, `YYYY-MM-DD`. */
  readonly day: string;
}

export interface Suspension {
  readonly device: string;
  /** The device that keeps it out. */
  readonly by: string;
  readonly removal: Paper | null;
}

/** A device that asks for its next key, and what it is said to have signed. */
export interface Renewing {
  readonly device: string;
  readonly renewal: Paper;
}

export interface NewGrant {
  readonly position: number;
  /** 160 bytes. */
  readonly grant: Uint8Array;
}

export interface PeopleApi {
  /** Tell the server of an invitation, so that it takes one request for it. */
  invite(token: string, id: string): Promise<void>;
  joins(token: string): Promise<readonly Join[]>;
  withdraw(token: string, id: string): Promise<void>;
  approve(token: string, id: string, paper: Paper): Promise<void>;
  /** Without a token: by whoever holds the link. The same again is the same. */
  request(id: string, request: Uint8Array): Promise<void>;
  /** Null when there is no such invitation, or no longer. */
  state(id: string): Promise<JoinState | null>;
  /** Have the server refuse a device at once; the removal that goes to the root holders is kept beside it. */
  suspend(token: string, device: string, removal: Paper): Promise<void>;
  resume(token: string, device: string): Promise<void>;
  suspensions(token: string): Promise<readonly Suspension[]>;
  /** Leave what this device signed for its next key; the newest counts. */
  renew(token: string, paper: Paper): Promise<void>;
  renewals(token: string): Promise<readonly Renewing[]>;
  /** Give a device earlier envelopes, at most 256 at a time. */
  grant(token: string, device: string, grants: readonly NewGrant[]): Promise<void>;
}

export const MOST_GRANTS = 256;
const PLAIN: RequestInit = { credentials: "omit", referrerPolicy: "no-referrer", redirect: "error", cache: "no-store" };
const PATIENCE_MS = 60_000;
const NOT_FOUND = 404;

/** The API over `fetch`. */
export function peopleApi(root = "/api/v1/desk"): PeopleApi {
  const call = (method: string, path: string, token: string | null, body?: unknown) =>
    answered(`${root}${path}`, {
      method,
      headers: { ...(token === null ? {} : { Authorization: `Bearer ${token}` }), ...(body === undefined ? {} : { "Content-Type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });

  return {
    invite: async (token, id) => { await call("POST", "/joins", token, { id }); },
    joins: async (token) => list(await (await call("GET", "/joins", token)).json(), "joins").map(joinOf),
    withdraw: async (token, id) => { await call("DELETE", `/joins/${id}`, token); },
    approve: async (token, id, paper) => { await call("PUT", `/joins/${id}/approval`, token, paper); },
    request: async (id, request) => {
      await answered(`${root}/joins/${id}/request`, { method: "PUT", headers: { "Content-Type": "application/octet-stream" }, body: request.slice() });
    },
    state: async (id) => {
      try {
        return stateOf(await (await call("GET", `/joins/${id}`, null)).json());
      } catch (error) {
        if (error instanceof Refused && error.status === NOT_FOUND) return null;
        throw error;
      }
    },
    suspend: async (token, device, removal) => { await call("POST", "/suspensions", token, { device, removal }); },
    resume: async (token, device) => { await call("DELETE", `/suspensions/${device}`, token); },
    suspensions: async (token) => list(await (await call("GET", "/suspensions", token)).json(), "suspensions").map(suspensionOf),
    renew: async (token, paper) => { await call("PUT", "/renewals", token, paper); },
    renewals: async (token) => list(await (await call("GET", "/renewals", token)).json(), "renewals").flatMap(renewalOf),
    grant: async (token, device, grants) => {
      await call("POST", "/grants/batch", token, { device, grants: grants.map(({ position, grant }) => ({ position, grant: base64(grant) })) });
    },
  };
}

async function answered(url: string, request: RequestInit): Promise<Response> {
  const response = await fetch(url, { ...PLAIN, ...request, signal: AbortSignal.timeout(PATIENCE_MS) }).catch(() => {
    throw new Unreachable();
  });
  if (!response.ok) throw new Refused(response.status);
  return response;
}

type Json = Readonly<Record<string, unknown>>;

/** A body of another shape counts as no answer: a captive portal says 200 too. */
function list(body: unknown, name: string): readonly Json[] {
  const value = (body as Json | null)?.[name];
  if (!Array.isArray(value)) throw new Unreachable();
  return value as readonly Json[];
}

function text(body: Json, name: string): string {
  const value = body[name];
  if (typeof value !== "string") throw new Unreachable();
  return value;
}

function joinOf(body: Json): Join {
  const { request, approval } = body;
  return {
    id: text(body, "id"),
    day: text(body, "day"),
    request: typeof request === "string" ? unbase64(request) : null,
    approval: paperOf(approval),
  };
}

function paperOf(value: unknown): Paper | null {
  if (typeof value !== "object" || value === null) return null;
  const body = value as Json;
  return { document: text(body, "document"), signature: text(body, "signature"), by: text(body, "by") };
}

function suspensionOf(body: Json): Suspension {
  return { device: text(body, "device"), by: text(body, "by"), removal: paperOf(body.removal) };
}

function renewalOf(body: Json): Renewing[] {
  const renewal = paperOf(body.renewal);
  return renewal === null ? [] : [{ device: text(body, "device"), renewal }];
}

function stateOf(body: unknown): JoinState {
  const state = (body as Json | null)?.state;
  if (state !== "invited" && state !== "requested" && state !== "approved") throw new Unreachable();
  return state;
}
