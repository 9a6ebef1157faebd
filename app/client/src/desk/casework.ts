/** What the office knows of a case besides its texts, for the panels of a case. */
import { useEffect, useState } from "preact/hooks";
import type { Casework } from "./calls/day";
import { useDesk } from "./context";

/** Null until it is known. */
export function useCasework(thread: string): Casework | null {
  const { calls, edition } = useDesk();
  const [known, setKnown] = useState<Casework | null>(null);
  useEffect(() => {
    let wanted = true;
    void calls.casework(thread).then((found) => { if (wanted) setKnown(found); });
    return () => { wanted = false; };
  }, [calls, thread, edition]);
  return known;
}
