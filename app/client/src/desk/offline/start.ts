/**
 * Start the desk's service worker, and take a new version of the desk when nobody is at work: while the desk is
 * locked and nothing was typed. Where there is no service worker the desk works without it, but not offline.
 */
import { registerDeskWorker } from "../../trusted";

/** A desk that stands open for days looks for a newer version so often. */
const LOOK_MS = 600_000;

export function keepDesk(): void {
  // Some browsers have no such thing, or hide it in private windows.
  const container = "serviceWorker" in navigator ? (navigator.serviceWorker as ServiceWorkerContainer | undefined) : undefined;
  if (container === undefined || !import.meta.env.PROD) return;
  // A browser that blocks it refuses, or gives nothing, whatever the types say.
  void (registerDeskWorker(container) as Promise<ServiceWorkerRegistration | undefined>).then((registration) => { if (registration !== undefined) begun(registration, container); }, () => undefined);
}

function begun(registration: ServiceWorkerRegistration, container: ServiceWorkerContainer): void {
  renew(registration, container);
  void container.ready.then(({ active }) => {
    const used = performance.getEntriesByType("resource").map(({ name }) => new URL(name).pathname);
    active?.postMessage({ kind: "keep", urls: used.filter((path) => path.startsWith("/assets/")) });
  });
}

function renew(registration: ServiceWorkerRegistration, container: ServiceWorkerContainer): void {
  const look = () => {
    if (registration.waiting === null || container.controller === null || !isIdle()) return;
    container.addEventListener("controllerchange", () => { location.reload(); }, { once: true });
    registration.waiting.postMessage({ kind: "take over" });
  };
  look();
  registration.addEventListener("updatefound", () => { registration.installing?.addEventListener("statechange", look); });
  setInterval(() => { registration.update().then(look, () => undefined); }, LOOK_MS);
}

/** Locked, and nothing typed yet. */
function isIdle(): boolean {
  const typed = [...document.querySelectorAll("input, textarea")].some((field) => (field as HTMLInputElement).value !== "");
  return document.querySelector('[data-screen="unlock"]') !== null && !typed;
}
