/** Help: how far it has come for each request of a case, and where people can turn. Holds nothing of what happened. */
import { nextSteps, type Track, tracks } from "../../case/assistance";
import type { HelpCalls, HelpView, TrackView } from "../../calls/help";
import type { Case } from "../../fold";
import { titleOf } from "../authorship";
import type { Entered, Room } from "../room";

export function helpCalls(room: Room): HelpCalls {
  const today = () => new Date(room.around.now()).toISOString().slice(0, 10);
  return {
    help: (thread) => {
      const entered = room.entered();
      const found = entered.ledger.case(thread);
      return Promise.resolve(found === undefined ? null : helpView(found, entered, today()));
    },
    services: () => Promise.resolve(servicesOf(room.entered())),
  };
}

function servicesOf({ directories }: Entered) {
  return directories.newest().directory.organisation.help ?? [];
}

function helpView(found: Case, entered: Entered, today: string): HelpView {
  const views = tracks(found).map((track) => trackView(track, found, entered));
  const asked = views.map(({ country }) => country).filter((country) => country !== null).at(-1);
  return { today, tracks: views, country: asked ?? countryOf(found), services: servicesOf(entered) };
}

function trackView(track: Track, found: Case, { device, directories }: Entered): TrackView {
  const { directory } = directories.newest();
  const request = found.assistance.find(({ ctx }) => ctx === track.request)?.payload;
  const taken = track.taken.map((one) => ({ ...one, own: one.by === device.device, by: titleOf(directory, device.office, one.by) }));
  const { step, since, kinds, provider } = track;
  return { request: track.request, step, since, kinds, provider, taken, next: nextSteps(step), ask: track.reminders[0] ?? null, wanted: request?.help ?? [], country: request?.country ?? null };
}

/** Where the report says that it happened: only the answer to that question. */
function countryOf({ reports }: Case): string | null {
  const answer = reports.map(({ payload }) => payload.answers.country).filter((one) => typeof one === "string").at(-1);
  return answer ?? null;
}
