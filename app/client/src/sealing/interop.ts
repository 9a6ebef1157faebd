/**
 * A Node command for tests of the other implementation: JSON lines in, JSON lines out.
 *
 *     {"library": "noble", "do": "seal", …}   →   {"ok": {…}} or {"refused": "ctx"}
 *
 * Bytes are hex. It holds no state and reads no file; a line that breaks it ends it, so a
 * fault is never taken for a refusal. Part of no build.
 */
import { createInterface } from "node:readline";

import { type FileFields, openAttachment, sealAttachment } from "./attachment";
import { hex, unhex } from "./bytes";
import { type Device, type DeviceFile, lockDevice, unlockDevice } from "./deviceFile";
import { fingerprintWords, type Pins, type RootSignature, type Seen, verifyDirectory } from "./directory";
import { type EnvelopeClass, seal } from "./envelope";
import { CannotBeOpened, CannotBeTrusted, ReceiptUnreadable } from "./errors";
import { noble } from "./noble";
import { makeGrant, openEnvelope, openGranted, openOuter, type Opened } from "./opening";
import { cover, leaf, sealOuter } from "./outer";
import { boxKeysOf, type Primitives, signKeysOf } from "./primitives";
import { deriveReporter, groupsOf, parseReceipt, receiptOf, wordsOf } from "./receipt";
import { sign, verify } from "./signatures";
import { sodium } from "./sodium";
import { NotStrictJson, parseJson } from "./strictJson";
import { replyKey, tag } from "./tags";
import { loadWordlist, type Wordlist } from "./wordlists";

/** One line of input; each command reads its own fields. */
interface Asked {
  readonly library: "noble" | "sodium";
  readonly do: string;
  readonly [field: string]: unknown;
}

type Command = (p: Primitives, asked: Asked) => unknown;

const COMMANDS: Readonly<Record<string, Command>> = {
  seal: (p, asked) => {
    const sealed = seal(p, raw(asked.payload), boxKeys(p, asked.sender), many(asked.recipients).map(raw), asked.class as EnvelopeClass);
    return { envelope: hex(sealed.envelope), ctx: hex(sealed.ctx) };
  },
  open: (p, asked) => {
    const keys = many(asked.keys).map((secret) => boxKeys(p, secret));
    return shown(openEnvelope(p, raw(asked.envelope), asked.reader as string, keys, asked.sender === undefined ? undefined : raw(asked.sender)));
  },
  outer: (p, asked) => sealedOuter(sealOuter(p, raw(asked.office), raw(asked.envelope), raw(asked.relay)), p),
  cover: (p, asked) => sealedOuter(cover(p, raw(asked.relay)), p),
  openOuter: (p, asked) => {
    const { type, office, envelope } = openOuter(p, raw(asked.outer), boxKeys(p, asked.relay));
    return { type, office: hex(office), envelope: hex(envelope) };
  },
  receipt: async (p, asked) => {
    const receipt = receiptOf(p, BigInt(asked.entropy as string));
    const keys = await deriveReporter(p, receipt, raw(asked.organisation));
    const list = await listOf(asked.language);
    return {
      ...(list.length === 0 ? {} : { words: wordsOf(receipt, list) }),
      groups: groupsOf(receipt),
      secret: hex(keys.box.secret),
      public: hex(keys.box.public),
      tagKey: hex(keys.tagKey),
      thread: hex(keys.thread),
    };
  },
  parse: async (p, asked) => {
    const lists = await Promise.all(many(asked.languages).map(listOf));
    return parseReceipt(p, asked.typed as string, lists).map(({ entropy }) => entropy.toString());
  },
  tag: (p, asked) => {
    const key = replyKey(p, raw(asked.tagKey), raw(asked.office));
    return { key: hex(key), tag: hex(tag(p, key, asked.j as number)) };
  },
  sign: (p, asked) => hex(sign(p, signKeysOf(p, raw(asked.seed)), asked.purpose as string, raw(asked.message))),
  verify: (p, asked) => verify(p, raw(asked.public), asked.purpose as string, raw(asked.message), raw(asked.signature)),
  grant: (p, asked) => {
    const keys = boxKeys(p, asked.grantor);
    const opened = openEnvelope(p, raw(asked.envelope), asked.reader as string, keys);
    return hex(makeGrant(p, opened, keys, raw(asked.grantee)));
  },
  openGranted: (p, asked) => shown(openGranted(p, raw(asked.envelope), raw(asked.grant), boxKeys(p, asked.key), raw(asked.grantor))),
  sealFile: (p, asked) => {
    const { bricks, fields } = sealAttachment(p, raw(asked.data));
    return { bricks: bricks.map(({ bytes }) => hex(bytes)), fields };
  },
  openFile: (p, asked) => hex(openAttachment(p, asked.fields as FileFields, many(asked.bricks).map(raw))),
  lockDevice: (p, asked) => lockDevice(p, device(p, asked.device as Json), asked.passphrase as string, asked.cost as DeviceFile["kdf"]),
  unlockDevice: async (p, asked) => {
    const { sign: signing, seal: sealing, ...name } = await unlockDevice(p, asked.file, asked.passphrase as string);
    return { ...name, sign: hex(signing.seed), seal: sealing.map((key) => ({ ...key, secret: hex(key.secret), public: hex(key.public) })) };
  },
  directory: (p, asked) => {
    const { version, hash } = verifyDirectory(
      p,
      raw(asked.document),
      asked.signatures as RootSignature[],
      asked.pins as Pins,
      new Date(asked.now as string),
      asked.seen as Seen | null,
    );
    return { version, hash };
  },
  fingerprint: async (p, asked) => fingerprintWords(p, many(asked.roots) as string[], asked.threshold as number, await listOf("en")),
  json: (_, asked) => {
    try {
      return { value: parseJson(raw(asked.bytes)) };
    } catch (error) {
      if (error instanceof NotStrictJson) return null;
      throw error;
    }
  },
};

type Json = Readonly<Record<string, unknown>>;

function raw(value: unknown): Uint8Array {
  return unhex(value as string);
}

function many(value: unknown): unknown[] {
  return value as unknown[];
}

function boxKeys(p: Primitives, secret: unknown) {
  return boxKeysOf(p, raw(secret));
}

async function listOf(language: unknown): Promise<Wordlist> {
  return (await loadWordlist(language as string)) ?? [];
}

function shown(opened: Opened): Json {
  return { payload: opened.payload, sender: hex(opened.sender), ctx: hex(opened.ctx), cek: hex(opened.cek) };
}

function sealedOuter(outer: Uint8Array, p: Primitives): Json {
  return { outer: hex(outer), leaf: hex(leaf(p, outer)) };
}

function device(p: Primitives, plain: Json): Device {
  const keys = many(plain.seal) as { secret: string; from?: string; until: string }[];
  return {
    ...(plain as unknown as Device),
    sign: signKeysOf(p, raw(plain.sign)),
    seal: keys.map(({ secret, ...dates }) => ({ ...boxKeys(p, secret), ...dates })),
  };
}

async function answer(libraries: ReadonlyMap<string, Primitives>, line: string): Promise<Json> {
  const asked = JSON.parse(line) as Asked;
  const [library, command] = [libraries.get(asked.library), COMMANDS[asked.do]];
  if (library === undefined || command === undefined) throw new Error("no such library or command");
  try {
    return { ok: await command(library, asked) };
  } catch (error) {
    if (error instanceof CannotBeOpened || error instanceof CannotBeTrusted || error instanceof ReceiptUnreadable) return { refused: error.check };
    throw error;
  }
}

const libraries = new Map([
  ["noble", noble()],
  ["sodium", await sodium()],
]);

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await answer(libraries, line))}\n`);
}
