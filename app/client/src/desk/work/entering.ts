/**
 * Coming in: what this computer has kept of the office, the directory, and the line to the server.
 *
 * With a store the desk stands at once, from what was there; the server is asked at the first sync, and a device
 * that the directory lists no more forgets what it kept. Without one, the directory is fetched and the device signs
 * in before anything is shown.
 */
import { officeById, sealKeys } from "../../directory/parse";
import { unhex, wipe } from "../../sealing/bytes";
import type { Published } from "../../api/reporter";
import type { Device } from "../../sealing/deviceFile";
import { seal, TOWARDS_OFFICE } from "../../sealing/envelope";
import { BadInput, CannotBeOpened } from "../../sealing/errors";
import { openEnvelope } from "../../sealing/opening";
import type { Primitives } from "../../sealing/primitives";
import { writeJson } from "../../sealing/strictJson";
import type { Json } from "../case/fields";
import { recusedFrom } from "../case/recusal";
import { OpenElsewhere } from "../errors";
import type { Case } from "../fold";
import { openDatabase } from "../store/database";
import { Store } from "../store/store";
import type { CoreCalls } from "../view";
import { openConnection } from "./connection";
import { openDeposits } from "./deposit";
import { keptAfter } from "./destroyed";
import { type Directories, openDirectories } from "./directories";
import { openClaims } from "./files";
import { checkListed, withKeys } from "./heldKeys";
import { Ledger } from "./ledger";
import { Listing } from "./listing";
import { Mirror } from "./mirror";
import { breathe, crew, opener } from "./opener";
import { isPassing, type Keeping, Outbox, type Post } from "./outbox";
import { Outgoing } from "./outgoing";
import { openReader, readKept, type Reader } from "./reading";
import type { Around, Entered } from "./room";
import { Standing } from "./standing";
import { openSync, type Sync } from "./sync";

/** A directory is asked for again after so long. */
const REFRESH_MS = 3_600_000;

/** Throws `OpenElsewhere`, `NotListed`, `CannotBeTrusted`, `Unreachable`, `Refused`. */
export async function enter(around: Around, locked: Device, ...[compiled, remembered, takeOver = false]: Parameters<CoreCalls["enter"]>): Promise<Entered> {
  const { p, desk, now } = around;
  if ((await around.tabs?.claim(locked.device, takeOver)) === false) throw new OpenElsewhere();
  const database = await openDatabase(around.storage);
  const store = new Store(p, locked, database);
  const kept = await store.directories();
  const directories = await openDirectories(p, around.directory, compiled, remembered, now, kept);
  const device = withKeys(p, locked, directories, now());
  const connection = openConnection(p, desk, device, around.origin);
  if (kept.length === 0) await connection.with(() => Promise.resolve());

  const loaded = await store.load();
  const ledger = new Ledger(device.device, (id) => directories.newest().kin(id));
  for (const record of loaded.records) ledger.add(readKept(record));
  ledger.newest = loaded.newest;
  const reader = openReader(p, device, directories, crew(opener(p, device), around.helpers(device)));
  const standing = new Standing(now, loaded.asOf);
  const learn = () => quiet(standing, sync.learn);
  const outbox = new Outbox(p, postOf(around, connection, directories, standing), keepingOf(around, { device, directories, ledger, reader, store, learn }));
  outbox.restore(await store.outgoing());
  const remember = remembering(directories, store, kept);
  const before = beginning({ p, device, directories, store, remember, now, fresh: kept.length === 0 });
  const flush = () => outbox.flush();
  const bounds = () => {
    const { kin, directory } = directories.newest();
    return { kin, keptAfter: keptAfter(now(), directory.policy.envelope_days) };
  };
  const sync = openSync({ p, api: desk, connection, ledger, reader, progress: around.progress, store, newestGrant: loaded.newestGrant, before, flush, bounds });
  const listing = new Listing(device.device, () => directories.newest().kin);
  const fetch = watchedBy(standing, store, async () => {
    const came = await sync.all();
    await remember();
    // The first letter of a search is to be as quick as the next ones.
    void listing.prepare(ledger.cases(), breathe);
    return came;
  });
  const claim = claiming(openClaims(desk, connection, (ctx) => (ledger.place(ctx)?.position ?? 0) > 0));
  const brick = (id: string) => connection.with((token) => desk.brick(token, id));
  const mirror = new Mirror({ device: device.device, database, fetch: brick, estimate: around.estimate ?? (() => Promise.resolve({})) });
  return { device, directories, connection, ledger, listing, outbox, sync: patient(standing, fetch), fetch, claim, store, mirror, standing, reader };
}

/** Keep the directories that are known, when others came. */
function remembering(directories: Directories, store: Store, kept: readonly Published[]): () => Promise<void> {
  const versionsOf = (published: readonly Published[]) => published.map(({ version }) => version).join(" ");
  let last = versionsOf(kept);
  return async () => {
    const published = directories.published();
    if (versionsOf(published) === last) return;
    await store.keepDirectories(published);
    last = versionsOf(published);
  };
}

interface Beginning extends Pick<Entered, "device" | "directories" | "store"> {
  readonly p: Primitives;
  readonly remember: () => Promise<void>;
  readonly now: () => number;
  /** The directory was fetched just now. */
  readonly fresh: boolean;
}

/** What comes before each sync: the directory, when it is old. */
function beginning({ p, device, directories, store, remember, now, fresh }: Beginning): () => Promise<void> {
  let asked = fresh ? now() : 0;
  return async () => {
    if (now() - asked >= REFRESH_MS) {
      await directories.refresh();
      asked = now();
    }
    try {
      checkListed(p, device, directories);
    } catch (error) {
      // Who has left keeps nothing.
      await store.wipe();
      throw error;
    }
    await remember();
  };
}

function watchedBy(standing: Standing, store: Store, sync: Sync): Sync {
  return async () => {
    try {
      const came = await sync();
      await store.synced(standing.reached());
      return came;
    } catch (error) {
      if (isPassing(error)) standing.missed();
      throw error;
    }
  };
}

/** For those who have just said something: it is sent, or waits here, whether anything can be fetched now or not. */
function patient(standing: Standing, fetch: Sync): Sync {
  return async () => {
    if (standing.hopeless) return 0;
    try {
      return await fetch();
    } catch (error) {
      if (isPassing(error)) return 0;
      throw error;
    }
  };
}

/** Learn what colleagues have said, when they can be heard. */
async function quiet(standing: Standing, learn: () => Promise<void>): Promise<void> {
  if (standing.hopeless) return;
  try {
    await learn();
  } catch (error) {
    if (!isPassing(error)) throw error;
    standing.missed();
  }
}

/** Cases are the same object until something comes for them, so each state of a case is looked through once. */
function claiming(claim: ReturnType<typeof openClaims>): ReturnType<typeof openClaims> {
  const seen = new WeakSet<Case>();
  return async (cases) => {
    const fresh = [...cases].filter((found) => !seen.has(found));
    const claimed = await claim(fresh);
    if (claimed) for (const found of fresh) seen.add(found);
    return claimed;
  };
}

function postOf(around: Around, connection: Entered["connection"], directories: Directories, standing: Standing): Post {
  const { p, desk } = around;
  const tried = async <T>(work: (token: string) => Promise<T>): Promise<T> => {
    try {
      return await connection.with(work);
    } catch (error) {
      if (isPassing(error)) standing.missed();
      throw error;
    }
  };
  return {
    reply: (tag, envelope) => tried((token) => desk.postReply(token, tag, envelope)),
    event: (envelope) => tried((token) => desk.postEvent(token, envelope)),
    mark: (position) => tried((token) => desk.markOpened(token, position)),
    deposit: openDeposits(p, around.directory, directories, around.now),
  };
}

type Within = Pick<Entered, "device" | "directories" | "ledger" | "store"> & { readonly reader: Reader; readonly learn: () => Promise<void> };

function keepingOf({ p, now }: Around, { device, directories, ledger, reader, store, learn }: Within): Keeping {
  const resealed = resealing(p, device, directories, now);
  return {
    learn,
    put: (id, item) => store.keepOutgoing(id, item),
    drop: (id) => store.dropOutgoing(id),
    show: (events, waiting) => {
      const today = new Date(now()).toISOString().slice(0, 10);
      const ctxs = events.flatMap((event) => {
        const read = ownOrNull(reader, event, today);
        if (read !== null) ledger.expect(read, waiting);
        return read === null ? [] : [read.entry.ctx];
      });
      return () => { for (const ctx of ctxs) ledger.unexpect(ctx); };
    },
    renumbered: (event, j) => {
      const { payload, cek } = openEnvelope(p, event, device.device, device.seal);
      wipe(cek);
      return resealed({ ...payload, j }, meantIn(payload));
    },
    afresh: (event) => {
      const known = ownOrNull(reader, event, "");
      if (known === null || known.raw === undefined) return null;
      const { ctx, payload: { thread } } = known.entry;
      const events = ledger.case(thread)?.events ?? [];
      // What this device says itself counts when it has left: until then it must reach its own desk too.
      const heard = recusedFrom({ events: events.filter((one) => (ledger.place(one.ctx)?.position ?? 0) > 0) });
      const { kin } = directories.newest();
      const meant = meantIn(known.raw);
      const left = meant.filter((id) => !heard.some(({ by }) => kin(by).has(id)));
      const there = (ledger.place(ctx)?.position ?? 0) > 0;
      return there || left.length === meant.length ? null : resealed(known.raw, left);
    },
  };
}

function meantIn({ recipients }: Json): readonly string[] {
  return Array.isArray(recipients) ? recipients.filter((id) => typeof id === "string") : [];
}

/** Seals something that was said once more, to those of the devices meant that the office still has. */
function resealing(p: Primitives, device: Device, directories: Directories, now: () => number): (payload: Json, meant: readonly string[]) => Uint8Array {
  return (payload, meant) => {
    const office = officeById(directories.newest().directory, device.office);
    const colleagues = office === undefined ? [] : sealKeys(office, new Date(now())).filter((one) => meant.includes(one.device));
    const recipients = colleagues.map((one) => one.device);
    const { key } = new Outgoing(p, device, directories.newest(), new Date(now()));
    return seal(p, writeJson({ ...payload, recipients }), key, colleagues.map((one) => unhex(one.key)), TOWARDS_OFFICE).envelope;
  };
}

/** What this device cannot open or read any more is sent all the same; it is only not shown. */
function ownOrNull(reader: Reader, event: Uint8Array, today: string) {
  try {
    return reader.readOwn(event, today);
  } catch (error) {
    if (error instanceof CannotBeOpened || error instanceof BadInput) return null;
    throw error;
  }
}
