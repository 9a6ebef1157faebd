/**
 * What may belong to cases from which the officer here stepped back: nothing that follows in them is sealed to their
 * devices, so it cannot be opened, and need not alarm anybody. Of which case it is, nobody can know who cannot open it.
 */
import { type Kin, recusalOf } from "../case/recusal";
import type { FailureView } from "../view";
import type { Ledger } from "./ledger";

/** The check that fails for what was not sealed to this device. */
const NOT_SEALED_TO_US = "slot";

/** All that could not be opened, the newest first. */
export function failureViews(ledger: Ledger, kin: Kin): FailureView[] {
  const since = leftSince(ledger, kin);
  return ledger.failures().map((failure) => ({ ...failure, perhapsLeft: since !== null && failure.check === NOT_SEALED_TO_US && failure.day >= since }));
}

/** The day on which they stepped back for the first time; null: they never did. */
function leftSince(ledger: Ledger, kin: Kin): string | null {
  const left = ledger.cases().filter(({ thread }) => ledger.isClosed(thread));
  return left.flatMap((found) => recusalOf(found, ledger.own, kin)?.at.slice(0, 10) ?? []).sort()[0] ?? null;
}
