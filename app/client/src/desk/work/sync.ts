/**
 * Fetching what is new and opening it, a page at a time; the next page travels while one is opened.
 *
 * An error ends the sync where it stands; the next one goes on from there. Nothing is skipped.
 */
import type { DeskApi, Page } from "../../api/desk";
import { PAGE_ENVELOPES } from "../../api/desk";
import { Unreachable } from "../../api/reporter";
import type { Progress } from "../view";
import type { Connection } from "./connection";
import type { Ledger } from "./ledger";
import type { Reader } from "./reading";

export interface SyncParts {
  readonly api: DeskApi;
  readonly connection: Connection;
  readonly ledger: Ledger;
  readonly reader: Reader;
  readonly progress: (progress: Progress) => void;
}

/** Fetch and open what is new; how many envelopes came. */
export type Sync = () => Promise<number>;

export function openSync({ api, connection, ledger, reader, progress }: SyncParts): Sync {
  let newestGrant = 0;

  const fetchPage = async (after: number): Promise<Page> => {
    const page = await connection.with((token) => api.envelopes(token, after));
    // A server that repeats itself would keep us for ever.
    if (page.filed.some(({ position }) => position <= after)) throw new Unreachable();
    return page;
  };

  const takePage = async ({ filed, newest }: Page): Promise<void> => {
    for (const read of await reader.read(filed)) ledger.add(read);
    progress({ done: ledger.newest, total: Math.max(newest, ledger.newest) });
  };

  const takeGrants = async (): Promise<void> => {
    for (;;) {
      const grants = await connection.with((token) => api.grants(token, newestGrant));
      if (grants.some(({ id }) => id <= newestGrant)) throw new Unreachable();
      for (const granted of grants) {
        const filed = ledger.hasFailed(granted.position) ? await connection.with((token) => api.envelope(token, granted.position)) : undefined;
        const read = filed && (await reader.readGranted(filed, granted));
        // A grant that does not help leaves the first failure standing.
        if (read !== undefined && !("check" in read)) ledger.add(read);
        newestGrant = Math.max(newestGrant, granted.id);
      }
      if (grants.length === 0) return;
    }
  };

  return async () => {
    const before = ledger.newest;
    let coming: Promise<Page> | null = fetchPage(before);
    while (coming !== null) {
      const page: Page = await coming;
      const last: number | undefined = page.filed.at(-1)?.position;
      coming = last === undefined || page.filed.length < PAGE_ENVELOPES ? null : fetchPage(last);
      // An error of the next page is met when its turn comes.
      coming?.catch(() => undefined);
      await takePage(page);
    }
    await takeGrants();
    return ledger.newest - before;
  };
}
