/** While a desk is open, what it reads by colleagues' grants is granted to itself now and then: colleagues leave. */
import { useEffect } from "preact/hooks";
import type { PeopleCalls } from "../calls/people";

/** After the first sync, and then as often as grants may come. */
const SOON_MS = 20_000;
const AGAIN_MS = 600_000;

export function useKeptGrants(calls: Pick<PeopleCalls, "keepGranted"> | null): void {
  useEffect(() => {
    if (calls === null) return;
    // What fails now is done the next time; nobody waits for it.
    const keep = () => { calls.keepGranted().catch(() => undefined); };
    const soon = setTimeout(keep, SOON_MS);
    const again = setInterval(keep, AGAIN_MS);
    return () => {
      clearTimeout(soon);
      clearInterval(again);
    };
  }, [calls]);
}
