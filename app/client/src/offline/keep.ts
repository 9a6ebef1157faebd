/**
 * The page's side of the service worker: start it, tell it what to keep, take a new version when the person wants.
 *
 * It starts when the first screens stand, so that it never competes with them for a slow line. Where there is no
 * service worker, or none is allowed, the app works without it.
 */
import { registerWorker } from "../trusted";

export interface Keeper {
  /** Keep what this page uses and the texts of a language. */
  keep(locale: string): void;
  /** Load the page again with the version that waits. */
  takeOver(): void;
}

/** After this the first screens stand even on a slow line. */
const SETTLED_MS = 3000;
/** Without a network these are tried again by the browser, not by us. */
const TEXTS = ["/api/v1/directory"];

/** Start; `waits` is called when a newer version of the app is ready. */
export function keepOffline(waits: () => void): Keeper {
  const none: Keeper = { keep: () => undefined, takeOver: () => undefined };
  // Some browsers have no such thing, or hide it in private windows.
  const container = "serviceWorker" in navigator ? (navigator.serviceWorker as ServiceWorkerContainer | undefined) : undefined;
  if (container === undefined || !import.meta.env.PROD) return none;
  // A browser that blocks it refuses, or gives nothing, whatever the types say.
  const started = settled().then(() => registerWorker(container) as Promise<ServiceWorkerRegistration | undefined>).catch(() => undefined);
  void started.then((registration) => { if (registration !== undefined) watch(registration, container, waits); });
  return {
    keep: (locale) => { void started.then((registration) => tell(registration, locale)); },
    takeOver: () => {
      container.addEventListener("controllerchange", () => { location.reload(); }, { once: true });
      void started.then((registration) => { registration?.waiting?.postMessage({ kind: "take over" }); });
    },
  };
}

async function tell(registration: ServiceWorkerRegistration | undefined, locale: string): Promise<void> {
  if (registration === undefined) return;
  const active = registration.active ?? (await navigator.serviceWorker.ready).active;
  const used = performance.getEntriesByType("resource").map(({ name }) => new URL(name).pathname);
  active?.postMessage({ kind: "keep", urls: [...used.filter((path) => path.startsWith("/assets/")), ...TEXTS, `/api/v1/content/${locale}`] });
}

/** A first installation waits for nobody; only one that replaces another is worth a word. */
function watch(registration: ServiceWorkerRegistration, container: ServiceWorkerContainer, waits: () => void): void {
  const installed = () => { if (registration.waiting !== null && container.controller !== null) waits(); };
  installed();
  registration.addEventListener("updatefound", () => { registration.installing?.addEventListener("statechange", installed); });
}

function settled(): Promise<void> {
  return new Promise((resolve) => { setTimeout(resolve, SETTLED_MS); });
}

/** End the worker and drop everything it keeps. */
export async function dropKept(): Promise<void> {
  const container = "serviceWorker" in navigator ? (navigator.serviceWorker as ServiceWorkerContainer | undefined) : undefined;
  container?.controller?.postMessage({ kind: "forget" });
  const registrations = (await container?.getRegistrations().catch(() => [])) ?? [];
  await Promise.allSettled(registrations.map((registration) => registration.unregister()));
  const names = "caches" in globalThis ? await caches.keys().catch(() => []) : [];
  await Promise.allSettled(names.map((name) => caches.delete(name)));
}
