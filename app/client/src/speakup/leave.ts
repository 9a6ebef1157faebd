/**
 * The quick exit: forget everything but the sealed unsent queue, and be on another page.
 *
 * `location.replace` leaves no entry in the history that leads back here.
 */

/** Where people go who must be elsewhere at once; an organisation can set another page in its directory. */
export const NEUTRAL_PAGE = "https://www.wikipedia.org";

/** Erase what this visit left in the browser's stores; the queue's database is kept on purpose. */
export function erase(): void {
  for (const storage of ["sessionStorage", "localStorage"] as const) {
    try {
      globalThis[storage].clear();
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
    }
  }
}

/** Erase and leave. The page goes white first, because the other one may take long to load. */
export function leave(page: string | undefined): void {
  document.documentElement.replaceChildren();
  erase();
  location.replace(page?.startsWith("https://") === true ? page : NEUTRAL_PAGE);
}
