/** What a part of a case asks the worker for. */
import { useEffect, useState } from "preact/hooks";
import { useDesk } from "./context";
import type { DeskCalls } from "./view";

/** Null until it is known; asked for again whenever something changed. */
export function useAsked<T>(thread: string, ask: (calls: DeskCalls) => Promise<T>): T | null {
  const { calls, edition } = useDesk();
  const [known, setKnown] = useState<T | null>(null);
  useEffect(() => {
    let wanted = true;
    void ask(calls).then((found) => { if (wanted) setKnown(() => found); });
    return () => { wanted = false; };
  }, [calls, thread, edition]);
  return known;
}
