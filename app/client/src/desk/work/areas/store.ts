/** Searching what this computer keeps, what waits to be sent, and how things stand. */
import type { Outgoing, StoreCalls } from "../../calls/store";
import { officeById } from "../../../directory/parse";
import { BadInput, CannotBeOpened } from "../../../sealing/errors";
import type { Sending } from "../outbox";
import type { Entered, Room } from "../room";

export function storeCalls(room: Room): StoreCalls {
  return {
    search: (wanted) => {
      const { ledger, listing } = room.entered();
      return Promise.resolve(listing.search(ledger.cases(), wanted, ledger.failures().length, ownDevices(room.entered())));
    },
    state: () => {
      const { store, standing, outbox, ledger } = room.entered();
      const refused = outbox.waiting.filter((sending) => sending.refused).length;
      return Promise.resolve({
        ...{ stored: store.state, renewed: store.renewed, online: standing.online, asOf: standing.asOf },
        ...{ waiting: outbox.waiting.length - refused, refused, lost: ledger.lost().length, clock: room.around.clock?.wrong ?? 0 },
      });
    },
    outgoing: () => Promise.resolve(room.entered().outbox.waiting.flatMap((sending) => shown(room.entered(), sending) ?? [])),
    sendAgain: () =>
      room.inTurn(async ({ outbox, sync }) => {
        outbox.again();
        await sync();
      }),
    discard: (id) => room.inTurn(({ outbox }) => outbox.discard(id)),
  };
}

/** Whether a device is of the member who sits here. */
function ownDevices({ device, directories }: Entered): (other: string) => boolean {
  const members = officeById(directories.newest().directory, device.office)?.members ?? [];
  const own = members.find(({ devices }) => devices.some(({ id }) => id === device.device));
  const ids = new Set([device.device, ...(own?.devices ?? []).map(({ id }) => id)]);
  return (other) => ids.has(other);
}

function shown({ reader }: Entered, { id, events, refused }: Sending): Outgoing | null {
  const said = events.flatMap((event) => {
    try {
      const { payload } = reader.readOwn(event, "").entry;
      return payload.kind === "event" ? [payload] : [];
    } catch (error) {
      if (error instanceof CannotBeOpened || error instanceof BadInput) return [];
      throw error;
    }
  });
  const [first] = said;
  return { id, thread: first?.thread ?? "", events: said.map(({ event }) => event), at: first?.at ?? "", refused };
}
