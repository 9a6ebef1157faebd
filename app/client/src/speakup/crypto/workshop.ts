/**
 * What the worker can do: everything that touches a key, behind plain values that can be posted.
 *
 * The receipt and what is derived from it live in here and nowhere else; `forget` drops them. No
 * request is made here, nothing is stored. Errors name a rule, never a value.
 */
import { base64, type Bytes, hex, unhex, utf8 } from "../../sealing/bytes";
import { fingerprintWords, type Pins, type RootSignature, type Seen, verifyDirectory } from "../../sealing/directory";
import { CAPACITY, ENVELOPE_BYTES, seal, TOWARDS_OFFICE, TOWARDS_REPORTER } from "../../sealing/envelope";
import { ReceiptUnreadable } from "../../sealing/errors";
import { openEnvelope } from "../../sealing/opening";
import { leaf, sealOuter } from "../../sealing/outer";
import { hash, type Primitives } from "../../sealing/primitives";
import { deriveReporter, digitsOf, newReceipt, parseReceipt, type Receipt, type ReporterKeys, wordsOf } from "../../sealing/receipt";
import { verify } from "../../sealing/signatures";
import { replyKey, tag, TAG_BYTES } from "../../sealing/tags";
import { loadWordlist, type Wordlist, WORD_LANGUAGES } from "../../sealing/wordlists";
import { type AckClaim, isAcknowledged, openCertificates } from "./certificate";
import { openFiles } from "./files";
import { attachmentsOf, type Draft, split } from "./parts";

/** A receipt as a person sees it: twenty digits, and six words if the language has a list. */
export interface ShownReceipt {
  readonly digits: string;
  readonly words: readonly string[] | null;
}

/** One draft and the office it is for. */
export interface Order {
  readonly office: string;
  readonly devices: readonly { readonly id: string; readonly key: string }[];
  readonly draft: Draft;
}

export interface SealedDeposit {
  readonly office: string;
  readonly envelope: Bytes;
  /** Ids of the bricks that must be with the server before it; none when the draft names no file. */
  readonly bricks: readonly string[];
}

/** What all payloads of a sealing share. */
export interface Envelope {
  readonly directory: Seen;
  readonly lang: string;
}

/** The reply number `j` of an office lies at `position`. */
export interface Located {
  readonly office: string;
  readonly j: number;
  readonly position: number;
}

export interface OpenedReply {
  readonly payload: Record<string, unknown>;
  readonly sender: string;
}

/** Tags are searched so far past the last one found (protocol §7). */
const LOOK_AHEAD = 32;
/** JSON around a draft: common fields, eight device ids, the reply keys. Measured 1,050; the rest is margin. */
const ADDRESS_BYTES = 1_400;

export type Workshop = ReturnType<typeof openWorkshop>;

/** A workshop over a cryptographic library; it holds at most one receipt at a time. */
export function openWorkshop(p: Primitives) {
  let receipt: Receipt | null = null;
  let keys: ReporterKeys | null = null;
  // Counts forgetting, so that a derivation that was under way then does not come back with keys.
  let forgotten = 0;
  const files = openFiles(p);

  const held = (): ReporterKeys => {
    if (keys === null) throw new Error("no receipt is in use");
    return keys;
  };

  return {
    ...files,
    ...openCertificates(p),

    verify: (document: Uint8Array, signatures: readonly RootSignature[], pins: Pins, now: number, seen: Seen | null, newest: boolean) => {
      const { version, hash: digest } = verifyDirectory(p, document, signatures, pins, new Date(now), seen, newest);
      return Promise.resolve({ version, hash: digest });
    },

    hash: (bytes: Uint8Array) => Promise.resolve(hex(hash(p, bytes))),

    fingerprint: async (pins: Pins) => fingerprintWords(p, pins.roots, pins.threshold, (await loadWordlist("en")) ?? []),

    /** Draw a receipt; it is in use once `take` has derived its keys. */
    newReceipt: async (language: string): Promise<ShownReceipt> => shown(newReceipt(p), await loadWordlist(language)),

    /** The receipts that typed text can mean: one, seldom two. Throws `ReceiptUnreadable`. */
    read: async (typed: string, language: string): Promise<ShownReceipt[]> => {
      const first = await loadWordlist(language);
      return (await readings(p, typed, language, first)).map((reading) => shown(reading, first));
    },

    /** Use a receipt, given by its digits. Takes a second and 64 MiB; taking the same one again costs nothing. */
    take: async (digits: string, organisation: string): Promise<void> => {
      const [wanted] = parseReceipt(p, digits, []);
      if (wanted === undefined || (keys !== null && wanted.number === receipt?.number)) return;
      const begun = forgotten;
      const derived = await deriveReporter(p, wanted, unhex(organisation));
      if (begun !== forgotten) return;
      keys = derived;
      receipt = wanted;
    },

    seal: (orders: readonly Order[], around: Envelope): Promise<SealedDeposit[]> =>
      Promise.resolve(orders.flatMap((order) => sealOrder(p, held(), order, around))),

    wrap: (office: string, envelope: Uint8Array, relay: string) => {
      const outer = sealOuter(p, unhex(office), envelope, unhex(relay));
      return Promise.resolve({ outer, leaf: hex(leaf(p, outer)) });
    },

    intakeSigned: (key: string, leafHex: string, signature: string) =>
      Promise.resolve(verify(p, unhex(key), "intake", unhex(leafHex), unhex(signature))),

    /** Where replies lie: `tags` are all that the server lists, 16 bytes each, in order of filing. */
    locate: (offices: readonly string[], tags: Uint8Array): Promise<Located[]> => {
      const places = placesOf(tags);
      return Promise.resolve(offices.flatMap((office) => locateOffice(p, held(), office, places)));
    },

    /** Open a reply; who sealed it still has to be compared with the directory. Throws `CannotBeOpened`. */
    open: (envelope: Uint8Array): Promise<OpenedReply> => {
      const { payload, sender } = openEnvelope(p, envelope, "reporter", held().box);
      const fits = envelope.length === ENVELOPE_BYTES[TOWARDS_REPORTER] && payload.thread === hex(held().thread);
      return Promise.resolve({ payload: fits ? payload : {}, sender: hex(sender) });
    },

    /** Whether a device really signed that its office opened a report of this thread on that day. */
    acknowledged: (signKey: string, claim: AckClaim): Promise<boolean> => {
      const own = claim.thread === hex(held().thread);
      return Promise.resolve(own && isAcknowledged(p, signKey, claim));
    },

    forget: (): Promise<void> => {
      forgotten++;
      [receipt, keys] = [null, null];
      return files.dropFile();
    },
  };
}

function shown(receipt: Receipt, list: Wordlist | null): ShownReceipt {
  return { digits: digitsOf(receipt), words: list === null ? null : wordsOf(receipt, list) };
}

/** The shown language's list first; the others only when it does not read them. */
async function readings(p: Primitives, typed: string, language: string, first: Wordlist | null): Promise<Receipt[]> {
  try {
    return parseReceipt(p, typed, first === null ? [] : [first]);
  } catch (error) {
    if (!(error instanceof ReceiptUnreadable) || !["word", "checksum"].includes(error.check) || /^[\p{Nd}\s]+$/u.test(typed)) throw error;
  }
  const others = await Promise.all(WORD_LANGUAGES.filter((other) => other !== language).map(loadWordlist));
  return parseReceipt(p, typed, others.filter((list) => list !== null));
}

function sealOrder(p: Primitives, keys: ReporterKeys, order: Order, around: Envelope): SealedDeposit[] {
  const drafts = split(order.draft, CAPACITY[TOWARDS_OFFICE] - ADDRESS_BYTES);
  const common = {
    v: 1,
    office: order.office,
    directory: { version: around.directory.version, hash: around.directory.hash },
    recipients: order.devices.map(({ id }) => id),
    thread: hex(keys.thread),
    lang: around.lang,
    item: hex(p.random(16)),
    parts: drafts.length,
  };
  const recipients = order.devices.map(({ key }) => unhex(key));
  // Every part waits for all files of its text, so that no office gets half of it.
  const bricks = attachmentsOf(order.draft).flatMap((file) => file.bricks);
  return drafts.map((draft, index) => {
    const payload = utf8(JSON.stringify({ ...common, ...addressed(p, keys, order.office, draft), part: index + 1 }));
    return { office: order.office, envelope: seal(p, payload, keys.box, recipients, TOWARDS_OFFICE).envelope, bricks };
  });
}

/** What a kind carries besides what the person gave. */
function addressed(p: Primitives, keys: ReporterKeys, office: string, draft: Draft): Record<string, unknown> {
  if (draft.kind === "message") return { ...draft, attachments: attachmentsOf(draft) };
  const reply = { key: hex(keys.box.public), tag: hex(replyKey(p, keys.tagKey, unhex(office))) };
  if (draft.kind === "assistance") return { ...draft, reply };
  return { ...draft, channel: "app", attachments: attachmentsOf(draft), reply };
}

function placesOf(tags: Uint8Array): Map<string, number> {
  const places = new Map<string, number>();
  for (let at = 0; at + TAG_BYTES <= tags.length; at += TAG_BYTES) places.set(base64(tags.subarray(at, at + TAG_BYTES)), at / TAG_BYTES);
  return places;
}

function locateOffice(p: Primitives, keys: ReporterKeys, office: string, places: ReadonlyMap<string, number>): Located[] {
  const key = replyKey(p, keys.tagKey, unhex(office));
  const found: Located[] = [];
  for (let j = 0, end = LOOK_AHEAD; j < end; j++) {
    const position = places.get(base64(tag(p, key, j)));
    if (position === undefined) continue;
    found.push({ office, j, position });
    end = j + 1 + LOOK_AHEAD;
  }
  return found;
}
