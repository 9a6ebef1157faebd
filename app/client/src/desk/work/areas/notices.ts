/**
 * Notices: seals where this device is told, and asks where something waits in other offices.
 *
 * Must never keep an address: it is sealed at once, to the key that the signed directory names, so that nobody but the
 * server's worker can open it; nor seal one to a key that the server alone vouches for.
 */
import { noticesApi, type NoticesApi, type Waiting } from "../../../api/notices";
import { nameIn, officeById } from "../../../directory/parse";
import type { Directory } from "../../../directory/types";
import { hex, unhex } from "../../../sealing/bytes";
import { BadInput } from "../../../sealing/errors";
import { sealContact } from "../../../sealing/contact";
import type { NoticesCalls } from "../../calls/notices";
import { textsOf } from "../../fold";
import type { Entered, Room } from "../room";

const HOUR_MINUTES = 60;
/** Signing a directory takes people who meet: they are reminded so long before it ends. */
const RENEW_MS = 30 * 86_400_000;

export function noticesCalls(room: Pick<Room, "around" | "entered">, api: NoticesApi = noticesApi()): NoticesCalls {
  const marked = new Set<number>();
  const asked = <T>(work: (token: string) => Promise<T>): Promise<T> => room.entered().connection.with(work);
  const signedKey = () => room.entered().directories.newest().directory.notice_key;
  return {
    notices: async () => {
      const { key, offered, ways, sender, pushKey, hour } = await asked((token) => api.offered(token));
      const unsigned = offered.length > 0 && (key === null || hex(key) !== signedKey());
      return { offered: unsigned ? [] : offered, unsigned, ways, sender: sender ?? "", pushKey: pushKey ?? "", minute: hour * HOUR_MINUTES };
    },
    tellMe: async (way, place) => {
      const key = signedKey();
      if (key === undefined) throw new BadInput("notice key", "is not named by the directory");
      const sealed = sealContact(room.around.p, unhex(key), place);
      await asked((token) => api.put(token, way, sealed));
    },
    tellMeNoMore: (way) => asked((token) => api.drop(token, way)),
    seen: async (thread) => {
      const { ledger } = room.entered();
      const positions = thread === null ? ledger.failures().map(({ position }) => position) : shownOf(ledger, thread);
      for (const position of positions) {
        if (marked.has(position)) continue;
        await asked((token) => room.around.desk.markOpened(token, position));
        marked.add(position);
      }
    },
    elsewhere: async (language) => {
      const { directory } = room.entered().directories.newest();
      const waiting = await asked((token) => api.elsewhere(token));
      const names = (step: Waiting["step"]) => namesOf(directory, waiting.filter((one) => one.step === step), language);
      const standingIn = names("alternate");
      const overseeing = names("oversight").filter((name) => !standingIn.includes(name));
      return { standingIn, overseeing, shutOut: names("shut"), renewBy: renewBy(directory, room.around.now()) };
    },
  };
}

/** Where all that is shown of a case lies: within a day texts stand in no order of arrival, so none may be passed over. */
function shownOf(ledger: Entered["ledger"], thread: string): number[] {
  const found = ledger.case(thread);
  if (found === undefined) return [];
  const ctxs = [...[...textsOf(found), ...found.handovers].flatMap((shown) => shown.ctxs), ...found.unproven, ...found.unknown];
  return ctxs.flatMap((ctx) => ledger.place(ctx)?.position ?? []);
}

/** An office that the directory does not list is none that anybody stands in for. */
function namesOf(directory: Directory, waiting: readonly Waiting[], language: string): string[] {
  return waiting.flatMap(({ office }) => {
    const found = officeById(directory, office);
    return found === undefined ? [] : [nameIn(found, language)];
  });
}

function renewBy({ expires }: Directory, now: number): string | null {
  return Date.parse(expires) - now < RENEW_MS ? expires.slice(0, 10) : null;
}
