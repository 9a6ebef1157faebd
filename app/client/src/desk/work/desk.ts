/**
 * The desk in the worker: unlocks, signs in, fetches, opens, answers (protocol §9).
 *
 * The only place that holds keys and opened texts; ending the worker ends both. What an officer does is first
 * done towards the reporter, then told to the colleagues. Must never store anything, or send an opened text.
 */
import { nameIn, officeById } from "../../directory/parse";
import type { EventName, Status } from "../../payloads";
import { hex } from "../../sealing/bytes";
import { type Device, unlockDevice } from "../../sealing/deviceFile";
import { fingerprintWords } from "../../sealing/directory";
import { BadInput } from "../../sealing/errors";
import { loadWordlist } from "../../sealing/wordlists";
import { type Case, nextAt, nextJ, secondAfter, textsOf } from "../fold";
import { NotListed } from "../errors";
import type { CoreCalls, DeskCalls, Self } from "../view";
import { unlockByPasskey } from "../keys/record";
import { areas } from "./areas";
import { devicesOf, titleOf } from "./authorship";
import { caseView } from "./caseView";
import { openConnection } from "./connection";
import { type Directories, openDirectories } from "./directories";
import { openClaims, openedFile } from "./files";
import { Ledger, readUpTo } from "./ledger";
import { Listing } from "./listing";
import { crew, opener } from "./opener";
import { Outbox, type Plan } from "./outbox";
import { type EventFields, Outgoing, type ReplyFields, replyOf } from "./outgoing";
import { openReader } from "./reading";
import { type Around, caseIn, type Entered, type Room } from "./room";
import { openSync } from "./sync";

/** The standard words of an acknowledgement, which the reporter's app has in every language. */
const READ_TEMPLATE = "read";

const CORE = [
  ...["unlock", "enter", "sync", "list", "failures", "case", "file", "markRead"],
  ...["acknowledge", "answer", "standard", "note", "changeStatus", "leave"],
] as (keyof CoreCalls)[];

export class Desk implements CoreCalls, Room {
  #device: Device | null = null;
  #entered: Entered | null = null;
  /** What changes the case or the ledger goes one after the other. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(readonly around: Around) {}

  /** All that the screen may call: the methods above the line, and the areas' own. */
  calls(): DeskCalls {
    const core = Object.fromEntries(CORE.map((name) => [name, (this[name] as (...given: never[]) => unknown).bind(this)]));
    return { ...(core as unknown as CoreCalls), ...areas(this) };
  }

  async unlock(file: unknown, secret: string | Uint8Array): Promise<string> {
    const { p } = this.around;
    this.#device = typeof secret === "string" ? await unlockDevice(p, file, secret) : unlockByPasskey(p, file, secret);
    return this.#device.label;
  }

  async enter(...[compiled, remembered]: Parameters<CoreCalls["enter"]>): Promise<Self> {
    const device = this.#device;
    if (device === null) throw new BadInput("device", "is locked");
    const { p, desk, directory, origin, now, helpers } = this.around;
    const directories = await openDirectories(p, directory, compiled, remembered, now);
    checkListed(device, directories);
    const connection = openConnection(p, desk, device, origin);
    await connection.with(() => Promise.resolve());
    const ledger = new Ledger();
    const post = {
      reply: (tag: Uint8Array, envelope: Uint8Array) => connection.with((token) => desk.postReply(token, tag, envelope)),
      event: (envelope: Uint8Array) => connection.with((token) => desk.postEvent(token, envelope)),
    };
    const sync = openSync({ api: desk, connection, ledger, reader: openReader(p, device, directories, crew(opener(p, device), helpers(device))), progress: this.around.progress });
    this.#entered = { device, directories, connection, ledger, listing: new Listing(device.device), outbox: new Outbox(p, post), sync, claim: openClaims(desk, connection) };
    return this.#self(this.#entered);
  }

  sync(): Promise<number> {
    return this.inTurn(async ({ sync, ledger, claim }) => {
      const came = await sync();
      await claim(ledger.cases());
      return came;
    });
  }

  list(...[filter, page]: Parameters<CoreCalls["list"]>) {
    const { ledger, listing } = this.entered();
    return Promise.resolve(listing.page(ledger.cases(), filter, page, ledger.failures().length));
  }

  failures() {
    return Promise.resolve(this.entered().ledger.failures());
  }

  case(thread: string) {
    const { ledger, directories, device } = this.entered();
    const found = ledger.case(thread);
    const title = (id: string) => titleOf(directories.newest().directory, device.office, id);
    const names = { title, place: (ctx: string) => ledger.place(ctx), own: device.device };
    return Promise.resolve(found === undefined ? null : caseView(found, names));
  }

  file(thread: string, number: number) {
    const entered = this.entered();
    return openedFile(this.around.p, this.around.desk, entered.connection, caseIn(entered, thread), number);
  }

  markRead(thread: string): Promise<void> {
    return this.inTurn(async (entered) => {
      const found = caseIn(entered, thread);
      const unread = textsOf(found).slice(readUpTo(found, entered.device.device));
      if (unread.length === 0) return;
      for (const ctx of unread.flatMap(({ ctxs }) => ctxs)) {
        const position = entered.ledger.place(ctx)?.position;
        if (position !== undefined) await entered.connection.with((token) => this.around.desk.markOpened(token, position));
      }
      const newest = unread.at(-1)?.ctx ?? "";
      await entered.outbox.send(`opened ${thread} ${newest}`, () => this.told(entered, found, "opened", {}));
      await entered.sync();
    });
  }

  acknowledge(thread: string): Promise<void> {
    return this.inTurn(async (entered) => {
      const found = caseIn(entered, thread);
      if (found.acknowledged !== null) throw new BadInput("case", "is acknowledged already");
      await entered.outbox.send(`acknowledge ${thread}`, () => {
        const ack = this.outgoing(entered).acknowledgement(found);
        const events = (j: number | null) => this.told(entered, found, "acknowledged", { day: ack.day, signature: ack.signature, ...numbered(j) }).events(null);
        return { ...this.#answered(entered, found, "", { template: READ_TEMPLATE, status: "acknowledged", ack }), events };
      });
      await entered.sync();
    });
  }

  answer(thread: string, text: string, status: Status | null, asks = false): Promise<void> {
    return this.inTurn(async (entered) => {
      if (text.trim() === "") throw new BadInput("text", "is empty");
      const found = caseIn(entered, thread);
      const outgoing = this.outgoing(entered);
      const at = nextAt(found, outgoing.now);
      const replied = (j: number | null) => outgoing.event(found, "replied", { text, ...(asks ? { data: { asks: "yes" } } : {}), ...numbered(j) }, at);
      // A text that colleagues could not be told would be refused before anything is sent.
      replied(nextJ(found));
      await entered.outbox.send(`answer ${thread} ${status ?? ""} ${String(asks)} ${text}`, () => ({
        ...this.#answered(entered, found, text, status === null ? {} : { status }),
        events: (j) => [replied(j), ...(status === null ? [] : [outgoing.event(found, "status", { status }, secondAfter(at))])],
      }));
      await entered.sync();
    });
  }

  standard(thread: string, template: string): Promise<void> {
    return this.inTurn(async (entered) => {
      const found = caseIn(entered, thread);
      await entered.outbox.send(`standard ${thread} ${template}`, () => ({
        ...this.#answered(entered, found, "", { template }),
        events: (j) => [this.outgoing(entered).event(found, "replied", { reason: template, ...numbered(j) })],
      }));
      await entered.sync();
    });
  }

  note(thread: string, text: string): Promise<void> {
    if (text.trim() === "") throw new BadInput("text", "is empty");
    return this.tell(`note ${thread} ${text}`, thread, "note", { text });
  }

  changeStatus(thread: string, status: Status, reason: string): Promise<void> {
    return this.tell(`status ${thread} ${status} ${reason}`, thread, "status", reason === "" ? { status } : { status, reason });
  }

  async leave(): Promise<void> {
    await this.#entered?.connection.close();
  }

  entered(): Entered {
    if (this.#entered === null) throw new BadInput("device", "is not signed in");
    return this.#entered;
  }

  inTurn<T>(work: (entered: Entered) => Promise<T>): Promise<T> {
    const turn = this.#turn.then(() => work(this.entered()));
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  tell(name: string, thread: string, event: EventName, fields: EventFields): Promise<void> {
    return this.inTurn(async (entered) => {
      const found = caseIn(entered, thread);
      await entered.outbox.send(name, () => this.told(entered, found, event, fields));
      await entered.sync();
    });
  }

  outgoing({ device, directories }: Entered): Outgoing {
    return new Outgoing(this.around.p, device, directories.newest(), new Date(this.around.now()));
  }

  /** A plan that tells the colleagues one thing. */
  told(entered: Entered, found: Case, event: EventName, fields: EventFields): Plan {
    const envelope = this.outgoing(entered).event(found, event, fields);
    return { replies: [], tags: null, events: () => [envelope] };
  }

  #answered(entered: Entered, found: Case, text: string, fields: ReplyFields): Omit<Plan, "events"> {
    const replies = this.outgoing(entered).reply(found, text, fields);
    return { replies, tags: { key: replyOf(found).tag, from: nextJ(found) } };
  }

  async #self({ device, directories }: Entered): Promise<Self> {
    const { directory } = directories.newest();
    const { roots, threshold } = directories.remembered().pins;
    const office = officeById(directory, device.office);
    const words = directories.firstSight ? fingerprintWords(this.around.p, roots, threshold, (await loadWordlist("en")) ?? []) : null;
    return {
      organisation: directory.organisation.name,
      office: office === undefined ? "" : nameIn(office, "en"),
      title: titleOf(directory, device.office, device.device),
      demonstration: directory.organisation.demonstration === true,
      lapsed: isLapsed(this.outgoing(this.entered())),
      fingerprint: words,
      entities: Object.fromEntries(directory.entities.map((entity) => [entity.id, entity.name])),
      remember: directories.remembered(),
    };
  }
}

/** The device must stand in its office with the signing key that it holds. Throws `NotListed`. */
function checkListed(device: Device, directories: Directories): void {
  const { directory } = directories.newest();
  const listed = devicesOf(directory, device.office).find(({ id }) => id === device.device);
  const same = directory.organisation.id === device.organisation && listed?.sign === hex(device.sign.public);
  if (!same) throw new NotListed();
}

function isLapsed(outgoing: Outgoing): boolean {
  try {
    return outgoing.key.secret.length === 0;
  } catch (error) {
    if (error instanceof NotListed) return true;
    throw error;
  }
}

function numbered(j: number | null): EventFields {
  return j === null ? {} : { j };
}
