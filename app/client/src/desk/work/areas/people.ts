/**
 * The people of an office: who is in, who asks to be let in, whose device is lost, who hands over and leaves.
 *
 * Nothing is sealed, granted or assigned to a device that the newest directory does not list; what is signed here
 * is a wish, which counts when the root holders have published it.
 */
import { type Join, type JoinState, MOST_GRANTS, peopleApi, type PeopleApi } from "../../../api/people";
import { nameIn, sealKeys } from "../../../directory/parse";
import type { DirectoryDevice, Member, Office } from "../../../directory/types";
import { hex, unbase64, unhex } from "../../../sealing/bytes";
import { BadInput } from "../../../sealing/errors";
import { admission, invitationFragment, invitationSecret, isTitle, type JoinRequest, joinWords, openRequest, type Paper, removal, type RemovalReason } from "../../../sealing/joining";
import { ID_BYTES } from "../../../sealing/outer";
import { NotStrictJson, parseJson } from "../../../sealing/strictJson";
import { loadWordlist } from "../../../sealing/wordlists";
import type { RenewalView } from "../../calls/renewing";
import type { Asks, DeviceView, Handed, JoinView, MemberView, PeopleCalls, PeopleView } from "../../calls/people";
import { NotListed } from "../../errors";
import { assignedTo, type Case } from "../../fold";
import { recusalOf } from "../../case/recusal";
import { ownOffice } from "../authorship";
import { Outgoing } from "../outgoing";
import type { Entered, Room } from "../room";
import { grantsOf, isLacking } from "../sharing";
import { renewalsOf } from "./renewing";

/** The server drops an invitation after so many days. */
const INVITATION_DAYS = 30;
const DAY_MS = 86_400_000;

/** What waits for the root holders, by device: removals of those that the server refuses, and renewals. */
interface Waiting {
  readonly suspended: ReadonlyMap<string, Paper | null>;
  readonly renewals: ReadonlyMap<string, RenewalView>;
}

export function peopleCalls(room: Room): PeopleCalls {
  const people = new People(room, peopleApi());
  return {
    people: () => people.all(),
    invite: (...given) => people.invite(...given),
    withdrawInvitation: (id) => people.withdraw(id),
    approve: (...given) => people.approve(...given),
    stop: (...given) => people.stop(...given),
    resume: (device) => people.resume(device),
    share: (device) => people.share(device),
    keepGranted: () => people.keepGranted(),
    handOver: (...given) => people.handOver(...given),
  };
}

class People {
  /** What those who were invited in this session will be called, by invitation; the server does not know it. */
  readonly #invited = new Map<string, string>();

  constructor(
    readonly room: Room,
    readonly api: PeopleApi,
  ) {}

  async all(): Promise<PeopleView> {
    const entered = this.room.entered();
    const { directories, connection } = entered;
    await directories.refresh();
    const office = ownOffice(entered);
    const suspensions = await connection.with((token) => this.api.suspensions(token));
    const suspended = new Map(suspensions.map(({ device, removal: paper }) => [device, paper]));
    const waiting = { suspended, renewals: await renewalsOf(this.room, this.api) };
    const joins = await connection.with((token) => this.api.joins(token));
    return {
      office: nameIn(office, "en"),
      members: office.members.map((member) => this.#member(entered, office, member, waiting)),
      joins: await Promise.all(joins.map((join) => this.#join(office, join))),
      leads: mayLead(office, entered.device.device),
      leaders: office.members.filter(({ lead }) => lead).map(({ title }) => title ?? ""),
      least: directories.newest().directory.policy.min_devices,
    };
  }

  async invite(title: string, member: string): Promise<string> {
    const { device, directories, connection } = this.room.entered();
    if (!isTitle(title)) throw new BadInput("title");
    const id = this.room.around.p.random(ID_BYTES);
    await connection.with((token) => this.api.invite(token, hex(id)));
    this.#invited.set(hex(id), title);
    const { roots, threshold } = directories.remembered().pins;
    const secret = hex(invitationSecret(this.room.around.p, device.sign, id));
    const until = dayOf(this.room.around.now() + INVITATION_DAYS * DAY_MS);
    const { organisation, office } = device;
    const fragment = invitationFragment({ v: 1, organisation, office, id: hex(id), secret, member, title, until, pins: { threshold, keys: roots } });
    return `${this.room.around.origin}/desk${fragment}`;
  }

  async withdraw(id: string): Promise<void> {
    await this.room.entered().connection.with((token) => this.api.withdraw(token, id));
  }

  async approve(id: string, shown: Asks, lead: boolean): Promise<Paper> {
    const { device, connection } = this.room.entered();
    const join = (await connection.with((token) => this.api.joins(token))).find((one) => one.id === id);
    const request = join === undefined ? null : this.#opened(join);
    // What was shown was compared: nothing else may be signed, whatever the server holds now.
    const same = request !== null && request.title === shown.title && request.member === shown.member;
    if (!same || (await this.#words(request)).join(" ") !== shown.words.join(" ")) throw new BadInput("request");
    const { organisation, office } = device;
    const paper = admission(this.room.around.p, device.sign, { organisation, office, request, lead, by: device.device, day: this.#today() });
    await connection.with((token) => this.api.approve(token, id, paper));
    return paper;
  }

  async stop(devices: readonly string[], reason: RemovalReason): Promise<Paper> {
    const entered = this.room.entered();
    const { organisation, office, device: by, sign } = entered.device;
    const member = ownOffice(entered).members.find((one) => devices.every((device) => one.devices.some(({ id }) => id === device)));
    if (member === undefined || devices.length === 0 || devices.includes(by)) throw new BadInput("device");
    await this.#checkFirst(entered, member);
    const paper = removal(this.room.around.p, sign, { organisation, office, member: member.id, devices, reason, by, day: this.#today() });
    for (const device of devices) await entered.connection.with((token) => this.api.suspend(token, device, paper));
    return paper;
  }

  /** One member alone keeps out devices of one other member: else one could shut out all. The server refuses it, too. */
  async #checkFirst(entered: Entered, member: Member): Promise<void> {
    const { members } = ownOffice(entered);
    const holder = (device: string) => members.find(({ devices }) => devices.some(({ id }) => id === device));
    const own = holder(entered.device.device);
    const suspensions = await entered.connection.with((token) => this.api.suspensions(token));
    const out = suspensions.filter(({ by }) => holder(by) === own).map(({ device }) => holder(device));
    if (member !== own && out.some((one) => one !== undefined && one !== own && one !== member)) throw new BadInput("colleague");
  }

  async resume(device: string): Promise<void> {
    await this.room.entered().connection.with((token) => this.api.resume(token, device));
  }

  share(device: string): Promise<number> {
    return this.room.inTurn((entered) => this.#share(entered, entered.ledger.cases().filter(isOpen), device));
  }

  keepGranted(): Promise<number> {
    return this.room.inTurn(async (entered) => {
      const [own, { ledger }] = [entered.device.device, entered];
      const byOthers = (ctx: string) => {
        const vouched = ledger.place(ctx)?.vouched ?? null;
        return vouched !== null && vouched !== own;
      };
      const cases = ledger.cases().filter(({ ctxs }) => ctxs.some(byOthers));
      return cases.length === 0 ? 0 : this.#share(entered, cases, own);
    });
  }

  async handOver(member: string, to: string): Promise<Handed> {
    const entered = this.room.entered();
    const from = ownOffice(entered).members.find(({ id }) => id === member);
    if (from === undefined) throw new BadInput("member");
    keyOf(entered, to, this.#outgoing(entered).now);
    const { kin } = entered.directories.newest();
    const takes = (found: Case) => assignedTo(found) !== to && recusalOf(found, to, kin) === null;
    const cases = entered.ledger.cases().filter((found) => isOpen(found) && isWith(found, from) && takes(found));
    const shared = await this.room.inTurn((now) => this.#share(now, cases, to));
    for (const { thread } of cases) await this.room.tell(`handover ${thread} ${to}`, thread, "assignment", { to });
    return { cases: cases.length, shared };
  }

  /** Give a device what it cannot read of these cases. Throws `NotListed` when the directory has no key of it. */
  async #share(entered: Entered, cases: readonly Case[], to: string): Promise<number> {
    const { p, desk } = this.room.around;
    const outgoing = this.#outgoing(entered);
    const recipient = { device: to, key: keyOf(entered, to, outgoing.now) };
    const grants = await grantsOf({ p, api: desk, entered, own: outgoing.key }, cases, recipient);
    for (let at = 0; at < grants.length; at += MOST_GRANTS) {
      await entered.connection.with((token) => this.api.grant(token, to, grants.slice(at, at + MOST_GRANTS)));
    }
    return grants.length;
  }

  #member(entered: Entered, office: Office, member: Member, waiting: Waiting): MemberView {
    const { ledger } = entered;
    const devices = member.devices.map((device) => this.#device(entered, office, device, waiting));
    return {
      ...{ member: member.id, title: member.title ?? "", lead: member.lead === true, devices },
      own: devices.some((device) => device.own),
      cases: ledger.cases().filter((found) => isOpen(found) && isWith(found, member)).length,
    };
  }

  #device(entered: Entered, office: Office, { id, seal }: DirectoryDevice, { suspended, renewals }: Waiting): DeviceView {
    const own = entered.device.device;
    const lacking = id !== own && isLacking(entered, entered.ledger.cases().filter(isOpen), id);
    const ready = sealKeys(office, new Date(this.room.around.now())).some(({ device }) => device === id);
    const until = seal.map((key) => key.until).sort().at(-1) ?? "";
    return { device: id, own: id === own, ready, lacking, until: until.slice(0, 10), suspended: suspended.has(id), paper: suspended.get(id) ?? null, renewal: renewals.get(id) ?? null };
  }

  async #join(office: Office, join: Join): Promise<JoinView> {
    const request = this.#opened(join);
    const approved = join.approval && admitted(join.approval);
    const asked = request?.device ?? approved?.device;
    const listed = office.members.some(({ devices }) => devices.some(({ id }) => id === asked));
    const words = request && (await this.#words(request));
    const another = request && (office.members.find(({ id }) => id === request.member)?.title ?? null);
    return {
      ...{ id: join.id, day: join.day, paper: join.approval, listed },
      title: request?.title ?? approved?.title ?? this.#invited.get(join.id) ?? "",
      state: stateOf(join),
      asks: request && { title: request.title, member: request.member, device: request.device, another, words: words ?? [] },
      unreadable: join.request !== null && request === null,
    };
  }

  /** The request, when this device gave out the invitation. */
  #opened({ id, request }: Join): JoinRequest | null {
    const { p } = this.room.around;
    const secret = invitationSecret(p, this.room.entered().device.sign, unhex(id));
    return request && openRequest(p, { id: unhex(id), secret }, this.room.entered().device.office, request);
  }

  /** The words that the other person must see, of the request itself and the roots that this desk believes. */
  async #words(request: JoinRequest): Promise<readonly string[]> {
    const { device, directories } = this.room.entered();
    const list = await loadWordlist("en");
    if (list === null) throw new BadInput("words");
    return joinWords(this.room.around.p, device.office, request, directories.remembered().pins, list);
  }

  #outgoing({ device, directories }: Entered): Outgoing {
    return new Outgoing(this.room.around.p, device, directories.newest(), new Date(this.room.around.now()));
  }

  #today(): string {
    return dayOf(this.room.around.now());
  }
}

/** Whom a colleague's approval names: to be shown, never to be believed. */
function admitted({ document }: Paper): { readonly title: string; readonly device: string } | null {
  try {
    const { title, device } = parseJson(unbase64(document)) as { title?: unknown; device?: { id?: unknown } };
    return isTitle(title) && typeof device?.id === "string" ? { title, device: device.id } : null;
  } catch (error) {
    if (error instanceof NotStrictJson || error instanceof BadInput) return null;
    throw error;
  }
}

/** Whether the member of a device lets people in: those who are marked, or anybody where nobody is. */
function mayLead({ members }: Office, device: string): boolean {
  const own = members.find(({ devices }) => devices.some(({ id }) => id === device));
  return own?.lead === true || !members.some(({ lead }) => lead);
}

/** The seal key of a device of this office now. */
function keyOf(entered: Entered, device: string, at: Date): Uint8Array {
  const key = sealKeys(ownOffice(entered), at).find((one) => one.device === device)?.key;
  if (key === undefined) throw new NotListed();
  return unhex(key);
}

function isOpen({ status }: Case): boolean {
  return status !== "closed";
}

function isWith(found: Case, { devices }: Member): boolean {
  return devices.some(({ id }) => id === assignedTo(found));
}

function stateOf({ request, approval }: Join): JoinState {
  if (approval !== null) return "approved";
  return request === null ? "invited" : "requested";
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
