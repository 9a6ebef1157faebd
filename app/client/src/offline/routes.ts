/**
 * What the service worker may keep, as a table: a path that is not in it is never touched.
 *
 * Reports, receipts, replies and the desk are not in it: what is private goes past the worker and its stores.
 */

/** Shell: the page itself. Asset: a file named by its content. Pack: rules and lessons of a language. List: the signed directory. */
export type Kind = "shell" | "asset" | "pack" | "list" | "none";

const TABLE: readonly (readonly [RegExp, Kind])[] = [
  [/^\/(?:verify)?$/, "shell"],
  [/^\/assets\/[\w.-]+$/, "asset"],
  [/^\/[\w-]+\.(?:webmanifest|png|svg)$/, "asset"],
  [/^\/api\/v1\/content\/[\w@-]+$/, "pack"],
  [/^\/api\/v1\/directory(?:\/\d+)?$/, "list"],
];

/** How a request is answered; anything but a plain GET of our own is not. */
export function kindOf(method: string, url: URL, origin: string): Kind {
  if (method !== "GET" || url.origin !== origin || url.search !== "") return "none";
  const kind = TABLE.find(([pattern]) => pattern.test(url.pathname))?.[1] ?? "none";
  // The counters of what is read lie beside the packs and are no pack.
  return url.pathname === "/api/v1/content/counts" ? "none" : kind;
}
