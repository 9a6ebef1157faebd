/** What the office knows of a case besides its texts, for the panels of a case. */
import { useAsked } from "./asked";
import type { Casework } from "./calls/day";

/** Null until it is known. */
export function useCasework(thread: string): Casework | null {
  return useAsked(thread, (calls) => calls.casework(thread));
}
