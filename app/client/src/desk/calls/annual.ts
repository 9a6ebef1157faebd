/** Calls for the annual package: what is counted of a period, and the draft that is kept sealed on this computer. */
import type { Draft } from "../case/annual";
import type { Counted } from "../case/annualCount";

export interface AnnualCalls {
  /** What was typed before on this computer; null: nothing. */
  annualDraft(): Promise<Draft | null>;
  /** Keep what is typed, or with null forget it; false when this computer cannot keep it. */
  keepAnnualDraft(draft: Draft | null): Promise<boolean>;
  /** Count the cases of the period; with `exact` small numbers too. */
  annual(about: Draft["about"], exact: boolean): Promise<Counted>;
}
