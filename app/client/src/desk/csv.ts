/**
 * Cells of files for table programs (RFC 4180); the same as `app/desk/cells.py`.
 *
 * Must never let through what a table program takes for a formula. Those of French, Spanish or Russian computers split at
 * semicolons, where a quote in mid-line protects nothing: so every place where a cell could begin counts.
 */

/** Where a formula begins, those of full width too. */
const FORMULA = /(^|[;\t\r\n])([ "\u00a0]*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])/g;

/** A cell that is no formula to any table program, however its country sets it up. */
export function quoted(text: string): string {
  const marked = text.replace(FORMULA, "$1$2'");
  const harmless = /^[\t\r]/.test(marked) ? `'${marked}` : marked;
  return /[",;\t\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
