/** Local storage that a browser may forbid, even to name. */

/** What `work` gives; null where the browser does not allow it. */
export function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}
