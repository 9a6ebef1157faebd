/**
 * Renewing the keys of this device, and knowing in time whose keys end.
 *
 * The next key follows from what the device holds (`sealing/nextKey.ts`), so nothing is kept before it is asked for,
 * and no passphrase is needed: the locked keys stay as they are. What a colleague asked for is shown only when the
 * colleague's own device signed it and it can still be waiting, whatever the server says.
 */
import { peopleApi, type PeopleApi } from "../../../api/people";
import { newestValid } from "../../../directory/parse";
import type { DirectoryDevice, Member } from "../../../directory/types";
import { readRenewal, renewal, type Wish } from "../../../sealing/joining";
import { nextKey } from "../../../sealing/nextKey";
import { hex } from "../../../sealing/bytes";
import { BadInput } from "../../../sealing/errors";
import type { EndingView, RenewalView, RenewingCalls } from "../../calls/renewing";
import { type Ending, endingOf, endOf, keysOf, validityOf, waits } from "../../case/keysEnding";
import { ownOffice } from "../authorship";
import type { Entered, Room } from "../room";

export function renewingCalls(room: Room): RenewingCalls {
  const api = peopleApi();
  return {
    keysEnding: () => Promise.resolve(ending(room.entered(), room.around.now())),
    renewals: () => renewalsOf(room, api),
    renew: () => renew(room, api),
  };
}

function ending(entered: Entered, now: number): readonly EndingView[] {
  const { device: own } = entered;
  const devices = ownOffice(entered).members.flatMap((member) => member.devices.map((device) => ({ device, title: member.title ?? "" })));
  const near = devices.flatMap(({ device, title }) => {
    const state = stateOf(device, now);
    const end = endOf(device);
    return state === "far" ? [] : [{ device: device.id, title, own: device.id === own.device, ending: state, until: dayOf(end), end }];
  });
  const ordered = near.sort((one, other) => Number(other.own) - Number(one.own) || one.end - other.end);
  return ordered.map(({ device, title, own: mine, ending: state, until }) => ({ device, title, own: mine, ending: state, until }));
}

/** What devices of the office wait for, believed only with their own signature. */
export async function renewalsOf(room: Room, api: Pick<PeopleApi, "renewals">): Promise<ReadonlyMap<string, RenewalView>> {
  const entered = room.entered();
  const waiting = await entered.connection.with((token) => api.renewals(token));
  const devices = ownOffice(entered).members.flatMap(({ devices: held }) => held);
  return new Map(
    waiting.flatMap(({ device, renewal: paper }): [string, RenewalView][] => {
      const listed = devices.find(({ id }) => id === device);
      const wish = listed === undefined ? null : readRenewal(room.around.p, paper, listed);
      return listed !== undefined && wish !== null && isDue(room, listed, wish) ? [[device, { day: wish.day, paper }]] : [];
    }),
  );
}

/** Whether it can still be waiting; one of this device only for the key that it would ask for now. */
function isDue(room: Room, listed: DirectoryDevice, wish: Wish): boolean {
  const { device, directories } = room.entered();
  const used = keysOf(directories.newest().directory);
  if (!waits(wish, used, room.around.now())) return false;
  return listed.id !== device.device || wish.key === hex(nextKey(room.around.p, device, listed.seal, used).public);
}

async function renew(room: Room, api: PeopleApi): Promise<void> {
  const entered = room.entered();
  const { device, connection } = entered;
  const { p, now } = room.around;
  const member = ownOffice(entered).members.find((one) => ownIn(one, device.device) !== undefined);
  const listed = member && ownIn(member, device.device);
  if (member === undefined || listed === undefined || stateOf(listed, now()) === "far") throw new BadInput("device");
  const used = keysOf(entered.directories.newest().directory);
  const seal = { key: hex(nextKey(p, device, listed.seal, used).public), ...validityOf(listed, now()) };
  const who = { organisation: device.organisation, office: device.office, member: member.id, device: device.device };
  const paper = renewal(p, device.sign, { ...who, seal, day: dayOf(now()) });
  await connection.with((token) => api.renew(token, paper));
}

/** A key that counts only later is as good as none. */
function stateOf(device: DirectoryDevice, now: number): Ending {
  return newestValid(device.seal, new Date(now)) === undefined ? "past" : endingOf(device, now);
}

function ownIn({ devices }: Member, device: string) {
  return devices.find(({ id }) => id === device);
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
