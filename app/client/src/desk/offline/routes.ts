/**
 * What the desk's service worker may keep: the page and files named by their content. Nothing that an office got or
 * sent, no directory, no list of devices: a path that is not in this table goes past it.
 */
export type Kind = "shell" | "asset" | "none";

/** How a request is answered; anything but a plain GET of our own is not. */
export function kindOf(method: string, url: URL, origin: string): Kind {
  if (method !== "GET" || url.origin !== origin || url.search !== "") return "none";
  if (url.pathname === "/desk") return "shell";
  return /^\/assets\/[\w.-]+$/.test(url.pathname) ? "asset" : "none";
}
