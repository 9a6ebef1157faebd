/**
 * The one Trusted Types policy of the client: script URLs of our own origin, under /assets/, /sw.js and /desk-sw.js.
 *
 * Browsers without Trusted Types get the checked URL as it is. Must never make HTML or script text.
 */

interface Policy {
  createScriptURL(url: string): unknown;
}

interface Factory {
  createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): Policy;
}

/** A script URL that this client may load; `Error` for any other. */
export function ownScript(url: string, origin: string = location.origin): string {
  const { origin: its, pathname, href } = new URL(url, origin);
  // The development server serves sources from /src/ and the repository's root.
  const known = pathname.startsWith("/assets/") || pathname === "/sw.js" || pathname === "/desk-sw.js" || import.meta.env.DEV;
  if (its !== origin || !known) throw new Error("a script of another place was refused");
  return href;
}

const factory = (globalThis as { trustedTypes?: Factory }).trustedTypes;
// A policy can be created once in a page: this is the place.
const policy: Policy = factory?.createPolicy("speakup", { createScriptURL: (url) => ownScript(url) }) ?? { createScriptURL: (url) => ownScript(url) };

/** Start a module worker of ours. */
export function startWorker(url: string): Worker {
  // The platform takes a TrustedScriptURL where its types say URL.
  return new Worker(policy.createScriptURL(url) as URL, { type: "module" });
}

/** Register the desk's service worker; its scope is the desk's page. */
export function registerDeskWorker(container: ServiceWorkerContainer): Promise<ServiceWorkerRegistration> {
  // The platform takes a TrustedScriptURL where its types say URL.
  return container.register(policy.createScriptURL("/desk-sw.js") as URL, { scope: "/desk" });
}

/** Register the service worker of ours for the whole origin. */
export function registerWorker(container: ServiceWorkerContainer): Promise<ServiceWorkerRegistration> {
  // The platform takes a TrustedScriptURL where its types say URL.
  return container.register(policy.createScriptURL("/sw.js") as URL, { scope: "/" });
}
