/** What the office knows of passing a case on, for the panels; asked for again whenever something changed. */
import { useAsked } from "../asked";
import type { ReferView } from "../calls/refer";

/** Null until it is known. */
export function useReferral(thread: string): ReferView | null {
  return useAsked(thread, (calls) => calls.referral(thread));
}
