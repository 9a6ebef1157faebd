/**
 * Joining an office, and getting a device back from its recovery sheet: before there is anything to unlock.
 *
 * Keys are made here and leave only locked; the twelve words go to the page once, to be written down. Must never
 * send a secret, and never believe an office or a title that the directory does not confirm.
 */
import { peopleApi, type PeopleApi } from "../../../api/people";
import { nameIn, officeById } from "../../../directory/parse";
import type { Directory, DirectoryDevice, Office } from "../../../directory/types";
import { base64, hex, unbase64, wipe } from "../../../sealing/bytes";
import { type DatedSealKey, type Device, lockDevice } from "../../../sealing/deviceFile";
import { readSheet, SEED_BYTES, seededKeys, seededSealKey, SHEET_LANGUAGES, sheetWords } from "../../../sealing/deviceSeed";
import { fingerprintWords, type Pins } from "../../../sealing/directory";
import { BadInput } from "../../../sealing/errors";
import { MOST_NUMBERS } from "../../../sealing/nextKey";
import { askedBy, type Invitation, joinWords, readInvitation, sealRequest } from "../../../sealing/joining";
import { wrapDevice } from "../../../sealing/passkeyWrap";
import type { Primitives } from "../../../sealing/primitives";
import { writeTimestamp } from "../../../sealing/timestamp";
import { loadWordlist, type Wordlist } from "../../../sealing/wordlists";
import type { InvitationView, JoiningCalls, JoinProgress, Lock, RecoveredView, SheetView } from "../../calls/joining";
import { NotListed } from "../../errors";
import type { KeyRecord, Waiting } from "../../keys/record";
import type { Remembered } from "../../view";
import { type Directories, openDirectories } from "../directories";
import type { Room } from "../room";

/** Keys that others seal to are valid for a year, as those of `speakup org`. */
const KEY_MS = 365 * 86_400_000;

/** What was made or found here and is not locked yet. */
interface Fresh {
  readonly device: Device;
  /** The recovery words in English. */
  readonly words: readonly string[];
  readonly waiting: Waiting | null;
}

interface Found {
  readonly device: Device;
  readonly office: string;
  readonly title: string;
}

export function joiningCalls(room: Pick<Room, "around">): JoiningCalls {
  const joining = new Joining(room.around, peopleApi());
  return {
    lookAtInvitation: (...given) => joining.lookAt(...given),
    makeKeys: (language) => joining.make(language),
    lockKeys: (lock) => joining.lock(lock),
    sendRequest: (record) => joining.send(record),
    joinProgress: (...given) => joining.progress(...given),
    recover: (...given) => joining.recover(...given),
  };
}

class Joining {
  #invitation: { readonly is: Invitation; readonly office: string; readonly believed: Pins } | null = null;
  #fresh: Fresh | null = null;

  constructor(
    readonly around: Room["around"],
    readonly api: PeopleApi,
  ) {}

  async lookAt(link: string, compiled: Pins | null, remembered: Remembered | null): Promise<InvitationView> {
    const is = readInvitation(link);
    if (is === null) throw new BadInput("invitation");
    const found = await this.#directories(compiled ?? pinsOf(is), remembered);
    const { directory } = found.newest();
    const office = officeById(directory, is.office);
    if (directory.organisation.id !== is.organisation || office === undefined) throw new BadInput("invitation");
    const believed = found.remembered().pins;
    this.#invitation = { is, office: nameIn(office, "en"), believed };
    const { roots, threshold } = believed;
    return {
      ...{ organisation: directory.organisation.name, office: nameIn(office, "en"), title: is.title, another: is.member !== "", until: is.until },
      state: (await this.api.state(is.id)) ?? "gone",
      demonstration: directory.organisation.demonstration === true,
      fingerprint: found.firstSight ? fingerprintWords(this.around.p, roots, threshold, await english()) : null,
      remember: found.remembered(),
    };
  }

  async make(language: string): Promise<SheetView & { readonly device: string }> {
    if (this.#invitation === null) throw new BadInput("invitation");
    const { p, now } = this.around;
    const { is, office, believed } = this.#invitation;
    const [lang, list] = await sheetList(language);
    const seed = p.random(SEED_BYTES);
    const { device, sign } = seededKeys(p, seed);
    const dates = { from: writeTimestamp(new Date(now())), until: writeTimestamp(new Date(now() + KEY_MS)) };
    const seal: DatedSealKey[] = [{ ...seededSealKey(p, seed, 0), ...dates }];
    const offered = { device, sign: hex(sign.public), seal: seal.map((pair) => ({ key: hex(pair.public), ...dates })) };
    const request = base64(sealRequest(p, is, askedBy(p, sign, is.office, { ...offered, title: is.title, member: is.member })));
    const words = joinWords(p, is.office, offered, believed, await english());
    this.#fresh = {
      device: { organisation: is.organisation, office: is.office, device, label: `${is.title} — ${office}`, sign, seal, seed },
      words: sheetWords(p, seed, await english()),
      waiting: { id: is.id, until: is.until, officeName: office, words, request },
    };
    return { words: sheetWords(p, seed, list), lang, device };
  }

  async lock(lock: Lock): Promise<KeyRecord> {
    if (this.#fresh === null) throw new BadInput("device", "is not made");
    const { p } = this.around;
    const { device, words, waiting } = this.#fresh;
    // Under a passkey the key file opens by the recovery words alone: they are as hard to guess as a key.
    const file = await lockDevice(p, device, "passphrase" in lock ? lock.passphrase : words.join(" "));
    const { organisation, office, label } = device;
    const kept = { organisation, office, device: device.device, label, file, ...(waiting === null ? {} : { waiting }) };
    const record = "passphrase" in lock ? kept : { ...kept, passkey: { credential: lock.credential, salt: lock.salt, ...wrapDevice(p, device, lock.prf) } };
    wipe(device.sign.seed, ...device.seal.map(({ secret }) => secret), ...(device.seed === undefined ? [] : [device.seed]));
    this.#fresh = null;
    return record;
  }

  async send({ waiting }: KeyRecord): Promise<void> {
    if (waiting?.request) await this.api.request(waiting.id, unbase64(waiting.request));
  }

  async progress({ device, office, waiting }: KeyRecord, compiled: Pins | null, remembered: Remembered | null): Promise<JoinProgress> {
    const { directory } = (await this.#directories(compiled, remembered)).newest();
    if (devicesOf(officeById(directory, office)).some(({ id }) => id === device)) return "listed";
    return waiting === undefined ? "gone" : ((await this.api.state(waiting.id)) ?? "gone");
  }

  async recover(typed: string, language: string, compiled: Pins | null, remembered: Remembered | null): Promise<RecoveredView> {
    const { p } = this.around;
    const [shown] = await sheetList(language);
    const order = [shown, ...SHEET_LANGUAGES.filter((lang) => lang !== shown)];
    const lists = (await Promise.all(order.map(loadWordlist))).filter((list) => list !== null);
    const seeds = readSheet(p, typed, lists);
    const { directory } = (await this.#directories(compiled, remembered)).newest();
    for (const seed of seeds) {
      const found = deviceOfSeed(p, directory, seed);
      if (found === null) continue;
      const { device, office, title } = found;
      this.#fresh = { device, words: sheetWords(p, seed, await english()), waiting: null };
      return { organisation: directory.organisation.name, office, title, device: device.device };
    }
    throw new NotListed();
  }

  #directories(compiled: Pins | null, remembered: Remembered | null): Promise<Directories> {
    return openDirectories(this.around.p, this.around.directory, compiled, remembered, this.around.now);
  }
}

/** The device that a seed belongs to. Throws `NotListed` when the directory lists a key of it that is not the seed's. */
function deviceOfSeed(p: Primitives, directory: Directory, seed: Uint8Array): Found | null {
  const { device, sign } = seededKeys(p, seed);
  for (const office of directory.offices) {
    const member = office.members.find(({ devices }) => devices.some(({ id }) => id === device));
    const listed = member?.devices.find(({ id }) => id === device);
    if (member === undefined || listed?.sign !== hex(sign.public)) continue;
    const seal = sealKeysOf(p, listed, seed);
    const [name, title] = [nameIn(office, "en"), member.title ?? ""];
    const made = { organisation: directory.organisation.id, office: office.id, device, label: `${title} — ${name}`, sign, seal, seed };
    return seal.length === 0 ? null : { device: made, office: name, title };
  }
  return null;
}

function sealKeysOf(p: Primitives, listed: DirectoryDevice, seed: Uint8Array): DatedSealKey[] {
  const pairs = Array.from({ length: MOST_NUMBERS }, (_, number) => seededSealKey(p, seed, number));
  return listed.seal.map(({ key, from, until }) => {
    const pair = pairs.find((one) => hex(one.public) === key);
    if (pair === undefined) throw new NotListed();
    return { ...pair, ...(from === undefined ? {} : { from }), until };
  });
}

/** The list of a language for a sheet, or English. */
async function sheetList(language: string): Promise<readonly [string, Wordlist]> {
  const short = language.toLowerCase().split(/[-_@]/)[0] ?? "";
  const lang = SHEET_LANGUAGES.includes(short) ? short : "en";
  return [lang, (await loadWordlist(lang)) ?? []];
}

async function english(): Promise<Wordlist> {
  return (await loadWordlist("en")) ?? [];
}

function devicesOf(office: Office | undefined): readonly DirectoryDevice[] {
  return office?.members.flatMap(({ devices }) => devices) ?? [];
}

function pinsOf({ pins }: Invitation): Pins | null {
  return pins ? { roots: pins.keys, threshold: pins.threshold } : null;
}
