/**
 * The desk's service worker: the desk's page stands without a network, and pushes are shown.
 *
 * The page comes from the store at once and is replaced as a whole by the next version of this file, never in parts.
 * Its scope is `/desk`; the phone app has its own. Must never keep or answer anything that `routes.ts` does not name.
 */
import { hearPushes } from "../notices/push";
import { kindOf } from "./routes";

interface Shell {
  readonly version: string;
  /** Everything that the desk needs without a network. */
  readonly first: readonly string[];
  /** Kept when it is used: words of a language, the reader of PDF files. */
  readonly later: readonly string[];
}

declare const self: ServiceWorkerGlobalScope;

/** The build puts the list of files here. */
const SHELL = "%SPEAKUP_DESK_SHELL%" as unknown as Shell;
const PREFIX = "d-";
const FILES = `${PREFIX}${SHELL.version}`;
const PAGE = "/desk";

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(FILES).then((files) => files.addAll([PAGE, ...SHELL.first])));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(dropOlder().then(() => self.clients.claim()));
});

self.addEventListener("message", (event: ExtendableMessageEvent) => {
  const said = event.data as { readonly kind?: string; readonly urls?: readonly string[] };
  if (said.kind === "keep") event.waitUntil(keep(said.urls ?? []));
  if (said.kind === "take over") event.waitUntil(self.skipWaiting());
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  const kind = kindOf(event.request.method, url, self.location.origin);
  if (kind !== "none") event.respondWith(kept(kind === "shell" ? PAGE : url.pathname, event.request));
});

hearPushes(self);

async function kept(path: string, request: Request): Promise<Response> {
  const files = await caches.open(FILES);
  const there = (await files.match(path)) ?? (await caches.match(path));
  if (there !== undefined) return there;
  const answer = await fetch(request);
  // A store that is full keeps what it has; the file is shown all the same.
  if (answer.ok && SHELL.later.includes(path)) await files.put(path, answer.clone()).catch(() => undefined);
  return answer;
}

/** Files that a page loaded before it had this worker. What fails now is asked for when it is needed. */
async function keep(urls: readonly string[]): Promise<void> {
  const files = await caches.open(FILES);
  const known = new Set(SHELL.later);
  for (const path of new Set(urls)) if (known.has(path) && (await files.match(path)) === undefined) await files.add(path).catch(() => undefined);
}

/** Another desk may still show the older version: then its files stay until a later start. */
async function dropOlder(): Promise<void> {
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (pages.filter(({ url }) => new URL(url).pathname === PAGE).length > 1) return;
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(PREFIX) && name !== FILES).map((name) => caches.delete(name)));
}
