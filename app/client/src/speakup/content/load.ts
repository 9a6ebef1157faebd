/**
 * Getting a pack: ask the server (or the service worker in its place), check every byte, else take the copy that was
 * good the last time.
 *
 * A pack is whole when its SHA-256 is the one that this build knows, or the one that the server names in its ETag (the
 * texts can be newer than the app). That finds what a bad line or a captive portal does to it; who can replace the
 * server can replace this check too. Without a secure origin there is no SHA-256 in the browser: then the length counts.
 */
import { hex } from "../../sealing/bytes";
import { BadPack, parsePack } from "./shape";
import type { Pack } from "./types";

/** What the build knows of each locale's pack. */
export type Known = Readonly<Record<string, { readonly hash: string; readonly bytes: number } | undefined>>;

/** Where a good copy is kept on this phone; nothing where nothing may be kept. */
export interface Shelf {
  get(locale: string): Promise<Uint8Array | null>;
  put(locale: string, bytes: Uint8Array): Promise<void>;
}

export interface Sources {
  readonly fetch: (url: string, request: RequestInit) => Promise<Response>;
  readonly known: Known;
  readonly shelf: Shelf;
  /** Null where the browser has none. */
  readonly subtle: Pick<SubtleCrypto, "digest"> | null;
}

/** A pack, and whether it is an earlier copy because the server's could not be had. */
export interface Loaded {
  readonly pack: Pack;
  readonly kept: boolean;
}

const PATH = "/api/v1/content/";
/** A phone on a slow line needs half a minute for a pack; longer than this nobody waits. */
const PATIENCE_MS = 45_000;

/** The pack of a locale. Throws `BadPack` when there is no good copy anywhere. */
export async function loadPack(locale: string, sources: Sources): Promise<Loaded> {
  try {
    const { bytes, tag } = await ask(locale, sources);
    const pack = await checked(bytes, tag, sources.known[locale], sources.subtle);
    void sources.shelf.put(locale, bytes);
    return { pack, kept: false };
  } catch (error) {
    if (!(error instanceof BadPack)) throw error;
    const kept = await earlier(locale, sources.shelf);
    if (kept === null) throw error;
    return { pack: kept, kept: true };
  }
}

async function ask(locale: string, { fetch }: Sources): Promise<{ bytes: Uint8Array; tag: string | null }> {
  try {
    const request: RequestInit = { credentials: "omit", referrerPolicy: "no-referrer", redirect: "error", signal: AbortSignal.timeout(PATIENCE_MS) };
    const answer = await fetch(PATH + locale, request);
    if (!answer.ok) throw new BadPack("unreachable");
    return { bytes: new Uint8Array(await answer.arrayBuffer()), tag: answer.headers.get("ETag") };
  } catch (error) {
    if (error instanceof BadPack) throw error;
    throw new BadPack("unreachable");
  }
}

async function checked(bytes: Uint8Array, tag: string | null, known: Known[string], subtle: Sources["subtle"]): Promise<Pack> {
  const named = /^(?:W\/)?"([0-9a-f]{64})/.exec(tag ?? "")?.[1];
  if (subtle === null) {
    // The length of another version is not known here; the shape still has to fit.
    const same = named === undefined || named === known?.hash;
    if (same && known !== undefined && bytes.length !== known.bytes) throw new BadPack("damaged");
  } else {
    const digest = hex(new Uint8Array(await subtle.digest("SHA-256", bytes.slice())));
    if (digest !== known?.hash && digest !== named) throw new BadPack("damaged");
  }
  return read(bytes);
}

function read(bytes: Uint8Array): Pack {
  let raw: unknown;
  try {
    raw = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new BadPack("damaged");
  }
  return parsePack(raw);
}

/** The kept copy, if it can still be shown: it was checked when it was kept. */
async function earlier(locale: string, shelf: Shelf): Promise<Pack | null> {
  const bytes = await shelf.get(locale);
  try {
    return bytes === null ? null : read(bytes);
  } catch (error) {
    if (error instanceof BadPack) return null;
    throw error;
  }
}

/** The service worker's store of texts; the copies here lie beside its own, which an error page could replace. */
const STORE = "n-texts";

/** Keeps copies only where the service worker keeps texts already; where that is forbidden or full, nothing. */
export function browserShelf(caches: CacheStorage | undefined): Shelf {
  const key = (locale: string) => `${PATH}${locale}?good`;
  return {
    get: async (locale) => {
      const there = await caches?.match(key(locale), { cacheName: STORE }).catch(() => undefined);
      return there === undefined ? null : new Uint8Array(await there.arrayBuffer());
    },
    put: async (locale, bytes) => {
      if (caches === undefined) return;
      const keep = async () => { if (await caches.has(STORE)) await (await caches.open(STORE)).put(key(locale), new Response(bytes.slice())); };
      await keep().catch(() => undefined);
    },
  };
}
