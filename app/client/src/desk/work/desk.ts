/**
 * The desk in the worker: unlocks, signs in, fetches, opens, answers (protocol §9).
 *
 * The only place that holds keys and opened texts; ending the worker ends both, and what is kept on the computer is
 * sealed. What an officer does is first done towards the reporter, then told to the colleagues. Must never store or
 * send an opened text.
 */
import { nameIn, officeById } from "../../directory/parse";
import type { EventName, Status } from "../../payloads";
import { type Device, unlockDevice } from "../../sealing/deviceFile";
import { fingerprintWords } from "../../sealing/directory";
import { BadInput } from "../../sealing/errors";
import { loadWordlist } from "../../sealing/wordlists";
import { type Case, nextAt, nextJ, secondAfter } from "../fold";
import type { CoreCalls, DeskCalls, Self } from "../view";
import { unlockByPasskey } from "../keys/record";
import { areas } from "./areas";
import { titleOf } from "./authorship";
import { caseView } from "./caseView";
import { enter } from "./entering";
import { brickNames, openedFile } from "./files";
import { failureViews } from "./left";
import { unreadClaims, unreadHandovers, unreadTexts } from "./ledger";
import type { Plan, Sent } from "./outbox";
import { type EventFields, Outgoing, type ReplyFields, replyOf } from "./outgoing";
import { type Around, caseIn, type Entered, type Room } from "./room";

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

  async enter(...given: Parameters<CoreCalls["enter"]>): Promise<Self> {
    const device = this.#device;
    if (device === null) throw new BadInput("device", "is locked");
    this.#entered = await enter(this.around, device, ...given);
    return this.#self(this.#entered);
  }

  sync(): Promise<number> {
    return this.inTurn(async ({ fetch, ledger, claim, mirror }) => {
      const came = await fetch();
      await claim(ledger.cases());
      void mirror.follow([...ledger.cases()].flatMap(brickNames)).catch(() => undefined);
      return came;
    });
  }

  list(...[filter, page]: Parameters<CoreCalls["list"]>) {
    const { ledger, listing } = this.entered();
    return Promise.resolve(listing.page(ledger.cases(), filter, page, ledger.failures().length));
  }

  failures() {
    const { ledger, directories } = this.entered();
    return Promise.resolve(failureViews(ledger, directories.newest().kin));
  }

  case(thread: string) {
    const { ledger, directories, device } = this.entered();
    const found = ledger.case(thread);
    const title = (id: string) => titleOf(directories.newest().directory, device.office, id);
    const names = { title, place: (ctx: string) => ledger.place(ctx), own: device.device, kin: directories.newest().kin };
    return Promise.resolve(found === undefined ? null : caseView(found, names));
  }

  async file(thread: string, number: number) {
    const entered = this.entered();
    return openedFile(this.around.p, entered.mirror, caseIn(entered, thread), number);
  }

  markRead(thread: string): Promise<void> {
    return this.inTurn(async (entered) => {
      const found = caseIn(entered, thread);
      const unread = unreadTexts(found, entered.device.device);
      const handed = unreadHandovers(found, entered.device.device);
      const claimed = unreadClaims(found, entered.device.device);
      if (unread.length + handed.length + claimed.length === 0) return;
      const marks = [...unread, ...handed, ...claimed].flatMap(({ ctxs }) => ctxs).flatMap((ctx) => entered.ledger.place(ctx)?.position || []);
      const newest = [unread.at(-1)?.ctx, handed.at(-1)?.ctx, claimed.at(-1)?.ctx].join(" ");
      const shown = Object.entries({ handovers: handed, claims: claimed }).filter(([, some]) => some.length > 0);
      const fields = shown.length === 0 ? {} : { data: Object.fromEntries(shown.map(([name, some]) => [name, some.map(({ ctx }) => ctx)])) };
      await entered.outbox.send(`opened ${thread} ${newest}`, () => ({ ...this.told(entered, found, "opened", fields), marks }));
      await entered.sync();
    });
  }

  acknowledge(thread: string): Promise<Sent> {
    return this.inTurn(async (entered) => {
      const found = caseIn(entered, thread);
      if (found.acknowledged !== null) throw new BadInput("case", "is acknowledged already");
      const sent = await entered.outbox.send(`acknowledge ${thread}`, () => {
        const ack = this.outgoing(entered).acknowledgement(found);
        const events = (j: number | null) => this.told(entered, found, "acknowledged", { day: ack.day, signature: ack.signature, ...numbered(j) }).events(null);
        return { ...this.#answered(entered, found, "", { template: READ_TEMPLATE, status: "acknowledged", ack }), events };
      });
      await entered.sync();
      return sent;
    });
  }

  answer(thread: string, text: string, status: Status | null, asks = false): Promise<Sent> {
    return this.inTurn(async (entered) => {
      if (text.trim() === "") throw new BadInput("text", "is empty");
      const found = caseIn(entered, thread);
      const outgoing = this.outgoing(entered);
      const at = nextAt(found, outgoing.now);
      const replied = (j: number | null) => outgoing.event(found, "replied", { text, ...(asks ? { data: { asks: "yes" } } : {}), ...numbered(j) }, at);
      // A text that colleagues could not be told would be refused before anything is sent.
      replied(nextJ(found));
      const sent = await entered.outbox.send(`answer ${thread} ${status ?? ""} ${String(asks)} ${text}`, () => ({
        ...this.#answered(entered, found, text, status === null ? {} : { status }),
        events: (j) => [replied(j), ...(status === null ? [] : [outgoing.event(found, "status", { status }, secondAfter(at))])],
      }));
      await entered.sync();
      return sent;
    });
  }

  standard(thread: string, template: string): Promise<Sent> {
    return this.inTurn(async (entered) => {
      const found = caseIn(entered, thread);
      const sent = await entered.outbox.send(`standard ${thread} ${template}`, () => ({
        ...this.#answered(entered, found, "", { template }),
        events: (j) => [this.outgoing(entered).event(found, "replied", { reason: template, ...numbered(j) })],
      }));
      await entered.sync();
      return sent;
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
    const entered = this.#entered;
    entered?.mirror.stop();
    await entered?.store.close();
    this.around.tabs?.release();
    await entered?.connection.close();
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
      officeNames: office?.names ?? {},
      title: titleOf(directory, device.office, device.device),
      demonstration: directory.organisation.demonstration === true,
      fingerprint: words,
      entities: Object.fromEntries(directory.entities.map((entity) => [entity.id, entity.name])),
      remember: directories.remembered(),
    };
  }
}

function numbered(j: number | null): EventFields {
  return j === null ? {} : { j };
}
