/** What the office knows of passing a case on, for the panels; asked for again whenever something changed. */
import { useEffect, useState } from "preact/hooks";
import type { ReferView } from "../calls/refer";
import { useDesk } from "../context";

/** Null until it is known. */
export function useReferral(thread: string): ReferView | null {
  const { calls, edition } = useDesk();
  const [known, setKnown] = useState<ReferView | null>(null);
  useEffect(() => {
    let wanted = true;
    void calls.referral(thread).then((found) => { if (wanted) setKnown(found); });
    return () => { wanted = false; };
  }, [calls, thread, edition]);
  return known;
}
