/**
 * The service worker: the app, what it teaches, and the signed directory work without a network.
 *
 * The shell comes from the store at once and is replaced as a whole by the next version of this file, never in
 * parts, so an old app keeps working with a new server. Packs and the directory are asked for anew and kept for
 * when there is no answer; who reads them checks them.
 *
 * Must never keep or answer anything that `routes.ts` does not name.
 */
import { kindOf } from "./routes";

interface Shell {
  readonly version: string;
  /** Every screen of the app. */
  readonly first: readonly string[];
  /** What seals: loaded by everybody in idle time, so that fetching it tells nothing. */
  readonly later: readonly string[];
  /** Words, a file a language: kept when used. */
  readonly words: readonly string[];
}

declare const self: ServiceWorkerGlobalScope;

/** The build puts the list of files here. */
const SHELL = "%SPEAKUP_SHELL%" as unknown as Shell;
const FILES = `n-${SHELL.version}`;
const TEXTS = "n-texts";
/** After this a kept answer is better than waiting for a bad network. */
const PATIENCE_MS = 4000;

/** The person made the phone forget: what is still asked for in this visit is kept no more. */
let forgotten = false;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(FILES).then((files) => files.addAll([...SHELL.first])));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(dropOlder().then(() => self.clients.claim()));
});

self.addEventListener("message", (event: ExtendableMessageEvent) => {
  const said = event.data as { readonly kind?: string; readonly urls?: readonly string[] };
  if (said.kind === "take over") event.waitUntil(self.skipWaiting());
  if (said.kind === "keep") event.waitUntil(keep(said.urls ?? []));
  if (said.kind === "forget") forgotten = true;
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  switch (kindOf(event.request.method, url, self.location.origin)) {
    case "shell":
      event.respondWith(kept("/", event.request));
      break;
    case "asset":
      event.respondWith(asset(url.pathname, event.request));
      break;
    case "pack":
    case "list":
      event.respondWith(fresh(event));
      break;
    case "none":
  }
});

/** Another page may still show the older version: then its files stay until a later start. */
async function dropOlder(): Promise<void> {
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (pages.length > 1) return;
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("n-") && name !== FILES && name !== TEXTS).map((name) => caches.delete(name)));
}

/** Files of this version that the page uses or will need, and texts. What fails now is asked for when it is needed. */
async function keep(urls: readonly string[]): Promise<void> {
  await dropOlder();
  const files = await caches.open(FILES);
  const texts = await caches.open(TEXTS);
  const known = new Set([...SHELL.first, ...SHELL.later, ...SHELL.words]);
  const wanted = [...SHELL.later, ...urls.filter((url) => known.has(url))];
  for (const path of new Set(wanted)) if ((await files.match(path)) === undefined) await files.add(path).catch(() => undefined);
  for (const path of urls) {
    const kind = kindOf("GET", new URL(path, self.location.origin), self.location.origin);
    if ((kind === "pack" || kind === "list") && (await texts.match(path)) === undefined) await keepText(texts, path).catch(() => undefined);
  }
}

async function keepText(texts: Cache, path: string): Promise<void> {
  const answer = await fetch(path);
  if (answer.ok && isText(answer)) await texts.put(path, answer);
}

async function kept(path: string, request: Request): Promise<Response> {
  return (await caches.match(path, { cacheName: FILES })) ?? fetch(request);
}

async function asset(path: string, request: Request): Promise<Response> {
  const there = (await caches.match(path, { cacheName: FILES })) ?? (await caches.match(path));
  if (there !== undefined) return there;
  const answer = await fetch(request);
  if (!forgotten && answer.ok && SHELL.words.includes(path)) await (await caches.open(FILES)).put(path, answer.clone()).catch(() => undefined);
  return answer;
}

/** The network's answer; a kept one when it is late, absent, or an error of the server. */
async function fresh(event: FetchEvent): Promise<Response> {
  if (forgotten) return fetch(event.request);
  const texts = await caches.open(TEXTS);
  const asked = fetch(event.request).then(async (answer) => {
    // A store that is full keeps the older text; the newer one is still shown.
    if (!forgotten && answer.ok && isText(answer)) await texts.put(event.request.url, answer.clone()).catch(() => undefined);
    return answer;
  });
  event.waitUntil(asked.catch(() => undefined));
  const there = await texts.match(event.request.url);
  if (there === undefined) return asked;
  const late = new Promise<Response>((resolve) => { setTimeout(() => { resolve(there.clone()); }, PATIENCE_MS); });
  return Promise.race([asked.then((answer) => ((answer.ok && isText(answer)) || answer.status === 304 ? answer : there), () => there), late]);
}

/** What lies between may answer "200" with a page of its own: that must not take the place of a good text. */
function isText(answer: Response): boolean {
  return answer.headers.get("Content-Type")?.startsWith("application/json") === true;
}
