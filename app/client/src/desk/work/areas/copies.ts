/**
 * Who else has a case: the offices that should have got the report by the signed table, and those that it was passed
 * on to. Must never be told as a proof: what the reporter's app did, no other office can see.
 */
import { Refused } from "../../../api/reporter";
import { officeById } from "../../../directory/parse";
import type { CopiesCalls, CopiesView, NamedOffice } from "../../calls/copies";
import { type Copies, copiesOf } from "../../case/copies";
import type { Case } from "../../fold";
import { isPassing } from "../outbox";
import { caseIn, type Entered, type Room } from "../room";

export function copiesCalls(room: Room): CopiesCalls {
  return { copies: (thread) => copies(room.entered(), caseIn(room.entered(), thread)) };
}

async function copies(entered: Entered, found: Case): Promise<CopiesView> {
  const reckoned = await reckon(entered, found);
  const { directory } = entered.directories.newest();
  const should = (reckoned?.sure ?? []).flatMap((id): NamedOffice[] => {
    const office = officeById(directory, id);
    return office === undefined ? [] : [{ id, name: office.name, names: office.names ?? {} }];
  });
  return { should, open: reckoned === null || reckoned.perhaps, has: holders(found) };
}

/** By the directory that the reporter's app went by. A report that came in another way than the app's tells nothing. */
async function reckon({ directories, device }: Entered, found: Case): Promise<Copies | null> {
  const [first] = found.reports;
  if (first === undefined || first.missing.length > 0 || found.handovers.length > 0) return null;
  const { directory: named } = first.payload;
  const known = await earlier(() => directories.at(named.version));
  // By the end of its day every key was valid that the app can have seen.
  return known?.hash === named.hash ? copiesOf(known.directory, first.payload, device.office, new Date(`${first.day}T23:59:59Z`)) : null;
}

/** An earlier version that cannot be had now is one that nobody can tell by. */
async function earlier<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (isPassing(error) || error instanceof Refused) return null;
    throw error;
  }
}

/** Who asks for help only did not get the case. */
function holders({ events, handovers }: Case): string[] {
  const passed = events.flatMap(({ event: { event, data } }) => ((event === "referral" || event === "handover") && data.purpose !== "assistance" ? data.office ?? [] : []));
  return [...new Set([...passed.flat(), ...handovers.map(({ office }) => office)])].filter((id) => id !== "");
}
