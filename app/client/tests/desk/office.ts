/** An office with devices, a signed directory, reporters, and a server in memory: real crypto, no network. */
import type { DeskApi, Filed, Granted } from "../../src/api/desk";
import type { IntakeAnswer, Published } from "../../src/api/reporter";
import { Refused, Unreachable } from "../../src/api/reporter";
import { Desk } from "../../src/desk/work/desk";
import type { Progress } from "../../src/desk/view";
import type { Opener } from "../../src/desk/work/opener";
import type { Tabs } from "../../src/desk/work/tabs";
import { concat, equal, hex, lp, unhex, utf8 } from "../../src/sealing/bytes";
import { type Device, lockDevice } from "../../src/sealing/deviceFile";
import type { Pins } from "../../src/sealing/directory";
import { seal, TOWARDS_OFFICE } from "../../src/sealing/envelope";
import { makeGrant, openEnvelope } from "../../src/sealing/opening";
import { type BoxKeyPair, hash, newBoxKeys, newSignKeys, type Primitives } from "../../src/sealing/primitives";
import { preimage, sign } from "../../src/sealing/signatures";
import { replyKey, tag } from "../../src/sealing/tags";
import { sodium } from "../../src/sealing/sodium";

export const p: Primitives = await sodium();
export const NOW = Date.parse("2026-11-21T10:00:00Z");
export const TODAY = "2026-11-21";
export const ORIGIN = "https://speakup.example";
const PASSPHRASE = "seven blue herons";
const FROM = "2026-01-01T00:00:00Z";
const UNTIL = "2027-12-31T00:00:00Z";

const id = (): string => hex(p.random(16));

export interface Reporter {
  readonly box: BoxKeyPair;
  readonly tagKey: Uint8Array;
  readonly thread: string;
  seq: number;
}

/** The day of filing, and to whom it is sealed: all devices of the office unless said. */
interface Filing {
  readonly day?: string;
  readonly devices?: readonly Device[];
}

export class Office {
  readonly organisation = id();
  readonly office = id();
  readonly root = newSignKeys(p);
  readonly devices: Device[] = [];
  readonly versions: Published[] = [];
  readonly filed: Filed[] = [];
  /** The last position that was given. */
  newest = 0;
  readonly replies: { tag: Uint8Array; envelope: Uint8Array }[] = [];
  readonly granted: Granted[] = [];
  readonly marked: number[] = [];
  readonly bricks = new Map<string, Uint8Array>();
  readonly claimed: string[] = [];
  readonly progress: Progress[] = [];
  /** Where the next desks keep what they opened, and what keeps a second tab away; none unless a test sets it. */
  storage: IDBFactory | undefined = undefined;
  tabs: Tabs | undefined = undefined;
  /** What the desks' clocks say, in milliseconds. */
  now = NOW;
  /** What helps the next desks with opening. */
  helpers: Opener[] = [];
  /** What the next calls of these names throw. */
  readonly faults = new Map<keyof DeskApi, Error[]>();
  #tokens = new Set<string>();
  #challenges = new Set<string>();

  constructor(devices = 2) {
    for (let number = 0; number < devices; number++) this.join(`Focal point ${"ABCDEFGH"[number] ?? ""}`);
    this.publish();
  }

  get pins(): Pins {
    return { roots: [hex(this.root.public)], threshold: 1 };
  }

  join(label: string): Device {
    const device = { organisation: this.organisation, office: this.office, device: id(), label, sign: newSignKeys(p), seal: [{ ...newBoxKeys(p), from: FROM, until: UNTIL }] };
    this.devices.push(device);
    return device;
  }

  /** Publish a directory that lists the devices as they are now. */
  publish(issued = "2026-11-01T00:00:00Z"): void {
    const before = this.versions.at(-1);
    const members = this.devices.map((device, index) => ({
      id: `m${index}`,
      title: device.label,
      devices: [{ id: device.device, sign: hex(device.sign.public), seal: device.seal.map((pair) => ({ key: hex(pair.public), from: pair.from, until: pair.until })) }],
    }));
    const offices = [{ id: this.office, entity: "un-habitat", role: "conduct_discipline", name: "UN-Habitat conduct and discipline", alternate: [], members }];
    const document = utf8(
      JSON.stringify({
        v: 1,
        version: this.versions.length + 1,
        previous: before === undefined ? "0".repeat(64) : hex(hash(p, before.document)),
        issued,
        expires: UNTIL,
        organisation: { id: this.organisation, name: "Demonstration", demonstration: true },
        roots: { threshold: 1, keys: [hex(this.root.public)] },
        entities: [{ id: "un-habitat", name: "UN-Habitat", kind: "own_oversight" }],
        offices,
        routing: [],
        relays: [],
        policy: { min_devices: 1, batch: { min: 1, timeout: 1, deadline: 2 }, grace: 259_200 },
      }),
    );
    const signature = hex(sign(p, this.root, "directory", document));
    this.versions.push({ version: this.versions.length + 1, document, signatures: [{ root: hex(this.root.public), signature }] });
  }

  reporter(): Reporter {
    return { box: newBoxKeys(p), tagKey: p.random(32), thread: id(), seq: 0 };
  }

  replyFor({ box, tagKey }: Reporter) {
    return { key: hex(box.public), tag: hex(replyKey(p, tagKey, unhex(this.office))) };
  }

  /** Seal a payload to some devices and file it. */
  file(payload: Record<string, unknown>, sender: BoxKeyPair, { day = TODAY, devices = this.devices }: Filing = {}): number {
    const whole = {
      v: 1,
      office: this.office,
      directory: this.named(),
      recipients: devices.map(({ device }) => device),
      lang: "en",
      part: 1,
      parts: 1,
      ...payload,
    };
    const keys = devices.map(({ seal: [pair] }) => (pair as BoxKeyPair).public);
    return this.put(seal(p, utf8(JSON.stringify(whole)), sender, keys, TOWARDS_OFFICE).envelope, day);
  }

  report(from: Reporter, fields: Record<string, unknown> = {}, more: Filing = {}): number {
    const report = { kind: "report", thread: from.thread, seq: from.seq++, channel: "app", answers: {}, words: "Something is wrong.", consent: { contact: "yes", identity: "none" }, attachments: [], reply: this.replyFor(from), ...fields };
    return this.file(report, from.box, more);
  }

  message(from: Reporter, text: string, more: Filing = {}): number {
    return this.file({ kind: "message", thread: from.thread, seq: from.seq++, text, attachments: [] }, from.box, more);
  }

  put(envelope: Uint8Array, day: string): number {
    this.filed.push({ position: ++this.newest, day, envelope });
    return this.newest;
  }

  named(version = this.versions.length) {
    const document = this.versions[version - 1]?.document ?? new Uint8Array();
    return { version, hash: hex(hash(p, document)) };
  }

  grant(position: number, grantor: Device, to: Device): void {
    const envelope = this.filed[position - 1]?.envelope ?? new Uint8Array();
    const opened = openEnvelope(p, envelope, grantor.device, grantor.seal);
    const grant = makeGrant(p, opened, grantor.seal[0] as BoxKeyPair, (to.seal[0] as BoxKeyPair).public);
    this.granted.push({ id: this.granted.length + 1, position, grantor: grantor.device, grant });
  }

  /** What the reporter finds under their tags, opened; j → payload. */
  found(by: Reporter): Map<number, Record<string, unknown>> {
    const key = replyKey(p, by.tagKey, unhex(this.office));
    const found = new Map<number, Record<string, unknown>>();
    for (let j = 0; j < 32; j++) {
      const reply = this.replies.find((one) => equal(one.tag, tag(p, key, j)));
      if (reply !== undefined) found.set(j, openEnvelope(p, reply.envelope, "reporter", by.box).payload);
    }
    return found;
  }

  /** A desk of `device`, signed in. */
  async desk(device: Device = this.devices[0] as Device, pins: Pins | null = this.pins): Promise<Desk> {
    const desk = this.locked();
    const file = await lockDevice(p, device, PASSPHRASE, { ops: 1, bytes: 8192 });
    await desk.unlock(file, PASSPHRASE);
    await desk.enter(pins, null);
    return desk;
  }

  locked(): Desk {
    const directory = {
      directory: (version?: number) => Promise.resolve(this.versions[(version ?? this.versions.length) - 1] as Published),
      intake: (outer: Uint8Array) => Promise.resolve(this.intake(outer)),
      putBrick: (brick: string, bytes: Uint8Array) => Promise.resolve(void this.bricks.set(brick, bytes)),
    };
    return new Desk({ p, desk: this.server(), directory, origin: ORIGIN, now: () => this.now, progress: (made) => this.progress.push(made), helpers: () => this.helpers, storage: this.storage, ...(this.tabs === undefined ? {} : { tabs: this.tabs }) });
  }

  /** What the server answers to an outer layer; a lone office gets none. */
  intake: (outer: Uint8Array) => IntakeAnswer = () => {
    throw new Refused(503);
  };

  /** End all sessions, as a restart of the server does. */
  endSessions(): void {
    this.#tokens.clear();
  }

  server(): DeskApi {
    const check = (name: keyof DeskApi, token?: string) => {
      const fault = this.faults.get(name)?.shift();
      if (fault !== undefined) throw fault;
      if (token !== undefined && !this.#tokens.has(token)) throw new Refused(401);
    };
    const answers: DeskApi = {
      challenge: () => {
        const challenge = hex(p.random(32));
        this.#challenges.add(challenge);
        return Promise.resolve(challenge);
      },
      session: ({ device, challenge, signature }) => {
        const listed = this.devices.find((one) => one.device === device);
        const message = concat(...[unhex(this.organisation), utf8(ORIGIN), unhex(device), unhex(challenge)].map(lp));
        const good = listed !== undefined && this.#challenges.delete(challenge) && p.verify(listed.sign.public, preimage("session", message), unhex(signature));
        if (!good) throw new Refused(401);
        const token = id();
        this.#tokens.add(token);
        return Promise.resolve({ token, office: this.office });
      },
      endSession: (token) => Promise.resolve(void this.#tokens.delete(token)),
      envelopes: (token, after) => {
        check("envelopes", token);
        // Without gaps by number: a test may put what has no place there.
        const from = this.filed.length < this.newest ? this.filed.findIndex(({ position }) => position > after) : after;
        return Promise.resolve({ filed: from < 0 ? [] : this.filed.slice(from, from + 256), newest: this.newest });
      },
      positions: (token, after) => {
        check("positions", token);
        const positions = this.filed.map(({ position }) => position).filter((position) => position > after);
        return Promise.resolve({ positions, newest: this.newest });
      },
      envelope: (token, position) => {
        check("envelope", token);
        return Promise.resolve(this.filed.find((one) => one.position === position));
      },
      postEvent: (token, envelope) => {
        check("postEvent", token);
        if (!this.filed.some((filed) => equal(filed.envelope, envelope))) this.put(envelope, TODAY);
        return Promise.resolve();
      },
      postReply: (token, name, envelope) => {
        check("postReply", token);
        const there = this.replies.find((one) => equal(one.tag, name));
        if (there === undefined) this.replies.push({ tag: name, envelope });
        return Promise.resolve(there === undefined || equal(there.envelope, envelope));
      },
      grants: (token, after) => {
        check("grants", token);
        return Promise.resolve(this.granted.filter((one) => one.id > after));
      },
      brick: (token, id) => {
        check("brick", token);
        const found = this.bricks.get(id);
        return found === undefined ? Promise.reject(new Refused(404)) : Promise.resolve(found);
      },
      claimBricks: (token, ids) => {
        check("claimBricks", token);
        this.claimed.push(...ids);
        return Promise.resolve();
      },
      markOpened: (token, position) => {
        check("markOpened", token);
        this.marked.push(position);
        return Promise.resolve();
      },
    };
    // What a double throws must come as a promise, as it does from `fetch`.
    return Object.fromEntries(
      Object.entries(answers).map(([name, answer]) => [name, async (...given: never[]) => await (answer as (...values: never[]) => Promise<unknown>)(...given)]),
    ) as unknown as DeskApi;
  }
}

export const OFFLINE = () => new Unreachable();
