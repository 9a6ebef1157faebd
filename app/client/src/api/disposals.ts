/**
 * What the desk asks of the server about destroying a case: positions and a digest, never what stands there.
 *
 * Both members sign. With the second signature the server closes it to everybody, and its worker, which verifies
 * both, deletes it. No cookies, no referrer.
 */
import { Refused, Unreachable } from "./reporter";

/** `approver` null: it waits. `done` null: it is closed to everybody, but still there. Days are `YYYY-MM-DD`. */
export interface DisposalRow {
  readonly id: string;
  readonly digest: string;
  readonly positions: readonly number[];
  readonly proposer: string;
  readonly proposed: string;
  readonly approver: string | null;
  readonly done: string | null;
}

/** By this device, in hex. */
interface Signed {
  readonly signature: string;
}

export interface DisposalsApi {
  /** Throws `Refused`: 400 when the digest is not that of what stands there, 404 when something is gone. */
  propose(token: string, row: Pick<DisposalRow, "id" | "digest" | "positions"> & Signed & { readonly day: string }): Promise<void>;
  /** Close it, and the bricks of its files go with it. Throws `Refused` with 400 for the member who proposed it. */
  confirm(token: string, id: string, said: Pick<DisposalRow, "digest"> & Signed & { readonly bricks: readonly string[] }): Promise<void>;
  /** Take a proposal back, or refuse it. Throws `Refused`: 404 when it is gone, 409 when it is done. */
  withdraw(token: string, id: string): Promise<void>;
  /** All of the office. */
  list(token: string): Promise<readonly DisposalRow[]>;
}

/** What the server takes in one confirmation. */
export const MOST_BRICKS = 2_048;
const PLAIN: RequestInit = { credentials: "omit", referrerPolicy: "no-referrer", redirect: "error", cache: "no-store" };
const PATIENCE_MS = 60_000;

/** The API over `fetch`. */
export function disposalsApi(root = "/api/v1/desk/disposals"): DisposalsApi {
  const call = async (method: string, path: string, token: string, body?: unknown): Promise<Response> => {
    const json = body === undefined ? {} : { body: JSON.stringify(body) };
    const headers = { Authorization: `Bearer ${token}`, ...(body === undefined ? {} : { "Content-Type": "application/json" }) };
    const response = await fetch(`${root}${path}`, { ...PLAIN, method, headers, ...json, signal: AbortSignal.timeout(PATIENCE_MS) }).catch(() => {
      throw new Unreachable();
    });
    if (!response.ok) throw new Refused(response.status);
    return response;
  };
  return {
    propose: async (token, { id, digest, positions, day, signature }) => { await call("POST", "", token, { id, digest, positions, day, signature }); },
    confirm: async (token, id, { digest, bricks, signature }) => { await call("POST", `/${id}/confirmation`, token, { digest, bricks, signature }); },
    withdraw: async (token, id) => { await call("DELETE", `/${id}`, token); },
    list: async (token) => rowsOf(await (await call("GET", "", token)).json()),
  };
}

/** A body of another shape counts as no answer: a captive portal says 200 too. */
function rowsOf(body: unknown): DisposalRow[] {
  const rows = (body as { disposals?: unknown } | null)?.disposals;
  if (!Array.isArray(rows)) throw new Unreachable();
  return rows.map(rowOf);
}

function rowOf(row: unknown): DisposalRow {
  const { positions, approver, done } = row as Record<string, unknown>;
  if (!Array.isArray(positions) || !positions.every((one) => typeof one === "number")) throw new Unreachable();
  const text = (name: string): string => {
    const value = (row as Record<string, unknown>)[name];
    if (typeof value !== "string") throw new Unreachable();
    return value;
  };
  return {
    ...{ id: text("id"), digest: text("digest"), proposer: text("proposer"), proposed: text("proposed"), positions },
    approver: typeof approver === "string" ? approver : null,
    done: typeof done === "string" ? done : null,
  };
}
