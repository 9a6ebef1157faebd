/**
 * What the desk asks of the server about notices: how this device is told, and where something waits elsewhere.
 *
 * An address goes out sealed to the worker's key only. Runs in the desk's worker. No cookies.
 */
import { base64, unhex } from "../sealing/bytes";
import { Refused, Unreachable } from "./reporter";

export type Way = "mail" | "push";

export interface Offered {
  /** The worker's public key, as the server says; null when nothing is offered. Only the directory's word counts. */
  readonly key: Uint8Array | null;
  /** Where mail comes from. */
  readonly sender: string | null;
  /** For the browser, base64url. */
  readonly pushKey: string | null;
  /** Of every day, in UTC. */
  readonly hour: number;
  readonly offered: readonly Way[];
  /** How this device is told now. */
  readonly ways: readonly Way[];
}

export interface Waiting {
  readonly office: string;
  /** `shut`: nothing need wait there, but a device of that office is kept out. */
  readonly step: "alternate" | "oversight" | "shut";
}

export interface NoticesApi {
  offered(token: string): Promise<Offered>;
  put(token: string, way: Way, sealed: Uint8Array): Promise<void>;
  drop(token: string, way: Way): Promise<void>;
  elsewhere(token: string): Promise<readonly Waiting[]>;
}

const PLAIN: RequestInit = { credentials: "omit", referrerPolicy: "no-referrer", redirect: "error", cache: "no-store" };
const PATIENCE_MS = 60_000;
const WAYS: readonly Way[] = ["mail", "push"];

/** The API over `fetch`. */
export function noticesApi(root = "/api/v1/desk"): NoticesApi {
  const call = async (method: string, path: string, token: string, body?: unknown): Promise<Response> => {
    const headers = { Authorization: `Bearer ${token}`, ...(body === undefined ? {} : { "Content-Type": "application/json" }) };
    const request: RequestInit = { ...PLAIN, method, headers, signal: AbortSignal.timeout(PATIENCE_MS), ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const response = await fetch(`${root}${path}`, request).catch(() => {
      throw new Unreachable();
    });
    if (!response.ok) throw new Refused(response.status);
    return response;
  };

  return {
    offered: async (token) => readOffered(await (await call("GET", "/notices", token)).json()),
    put: async (token, way, sealed) => {
      await call("PUT", `/notices/${way}`, token, { contact: base64(sealed) });
    },
    drop: async (token, way) => {
      await call("DELETE", `/notices/${way}`, token);
    },
    elsewhere: async (token) => readWaiting(await (await call("GET", "/waiting", token)).json()),
  };
}

/** A body of another shape counts as no answer: a captive portal says 200 too. */
function readOffered(body: unknown): Offered {
  const { key, sender, push_key, hour, offered, ways } = body as Record<string, unknown>;
  if (typeof hour !== "number" || !Array.isArray(offered) || !Array.isArray(ways)) throw new Unreachable();
  return {
    key: typeof key === "string" ? unhex(key) : null,
    sender: typeof sender === "string" ? sender : null,
    pushKey: typeof push_key === "string" ? push_key : null,
    hour,
    offered: WAYS.filter((way) => offered.includes(way)),
    ways: WAYS.filter((way) => ways.includes(way)),
  };
}

function readWaiting(body: unknown): Waiting[] {
  const { offices, shut = [] } = body as Record<string, unknown>;
  if (!Array.isArray(offices) || !Array.isArray(shut)) throw new Unreachable();
  const out = shut.filter((office): office is string => typeof office === "string").map((office) => ({ office, step: "shut" as const }));
  const waiting = offices.map((value: unknown): Waiting => {
    const { office, step } = value as Record<string, unknown>;
    if (typeof office !== "string" || (step !== "alternate" && step !== "oversight")) throw new Unreachable();
    return { office, step };
  });
  return [...waiting, ...out];
}
