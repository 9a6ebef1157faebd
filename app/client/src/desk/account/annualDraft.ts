/** What is typed into an annual package: kept sealed on this computer shortly after each change, and when one leaves. */
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { type Draft, fresh } from "../case/annual";
import { useDesk } from "../context";

/** A pause in typing. */
const PAUSE_MS = 400;

export interface Typing {
  /** Null until it was read. */
  readonly draft: Draft | null;
  /** Whether this computer could keep it. */
  readonly kept: boolean;
  readonly change: (draft: Draft) => void;
  /** Begin anew, here and on this computer. */
  readonly forget: () => void;
}

export function useAnnualDraft(): Typing {
  const { calls, self } = useDesk();
  const [draft, setDraft] = useState<Draft | null>(null);
  const [kept, setKept] = useState(true);
  /** What is still to be kept. */
  const open = useRef<{ readonly draft: Draft | null } | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const keep = useCallback(() => {
    clearTimeout(timer.current);
    if (open.current === null) return;
    const { draft: last } = open.current;
    open.current = null;
    // A desk that was locked meanwhile keeps nothing any more.
    calls.keepAnnualDraft(last).then(setKept, () => { setKept(false); });
  }, [calls]);
  const begin = useCallback(() => fresh(self.organisation, new Date().toISOString().slice(0, 10)), [self]);
  useEffect(() => { void calls.annualDraft().then((found) => { setDraft(found ?? begin()); }); }, [calls, begin]);
  useEffect(() => keep, [keep]);
  const change = (next: Draft) => {
    setDraft(next);
    open.current = { draft: next };
    clearTimeout(timer.current);
    timer.current = setTimeout(keep, PAUSE_MS);
  };
  const forget = () => {
    setDraft(begin());
    open.current = { draft: null };
    keep();
  };
  return { draft, kept, change, forget };
}
