/** The annual package: counts the cases of a period, and keeps what an officer types, sealed, on this computer alone. */
import type { AnnualCalls } from "../../calls/annual";
import { type Draft, read } from "../../case/annual";
import { type Beside, count } from "../../case/annualCount";
import type { Fact } from "../../case/statistics";
import { BadInput } from "../../../sealing/errors";
import { destroyedOn, isGone } from "../destroyed";
import type { Entered, Room } from "../room";

/** `facts`: of all cases that are here. */
export function annualCalls(room: Room, facts: () => readonly Fact[]): AnnualCalls {
  const today = () => new Date(room.around.now()).toISOString().slice(0, 10);
  return {
    annualDraft: async () => kept(await room.entered().store.annual()),
    keepAnnualDraft: (draft) => room.entered().store.keepAnnual(draft === null ? null : asFile(draft)),
    annual: (about, exact) => Promise.resolve(count(facts(), besideOf(room.entered()), about, today(), exact)),
  };
}

/** It is kept as a file of figures is, so that a later version of the desk reads it by the same rules. */
function asFile({ about, figures, sessions }: Draft): unknown {
  return { v: 1, kind: "annual", about, figures: { ...figures, sessions } };
}

function kept(raw: unknown): Draft | null {
  try {
    return raw === undefined ? null : read(raw).draft;
  } catch (error) {
    if (error instanceof BadInput) return null;
    throw error;
  }
}

function besideOf({ ledger, directories }: Entered): Beside {
  const { kin } = directories.newest();
  const days = ledger.cases().filter(isGone).map((found) => destroyedOn(found, kin));
  return { destroyed: days.filter((day) => day !== ""), unopened: ledger.failures().map(({ day }) => day), left: days.filter((day) => day === "").length };
}
