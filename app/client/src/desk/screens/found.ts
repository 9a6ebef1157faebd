/**
 * What a search finds while somebody types: the newest answer, with the rows of the last one where they are the same.
 *
 * A letter and what it finds are to stand on the screen at once; so the question leaves before the letter is drawn,
 * and what does not differ is not drawn anew.
 */
import { useLayoutEffect, useState } from "preact/hooks";
import type { Found, Wanted } from "../calls/store";
import { useDesk } from "../context";

/** Null until the first answer. One that comes late, for letters typed before, is not shown. */
export function useFound(wanted: Wanted): Found | null {
  const { calls, memory, edition } = useDesk();
  const [found, setFound] = useState<Found | null>(null);
  useLayoutEffect(() => {
    memory.wanted = wanted;
    let newest = true;
    void calls.search(wanted).then((answer) => { if (newest) setFound((before) => (before === null ? answer : following(before, answer))); });
    return () => { newest = false; };
  }, [calls, memory, wanted, edition]);
  return found;
}

/** The answer, with each row that stood in the one before, and with the same list of rows when all did. */
export function following(before: Found, answer: Found): Found {
  const known = new Map(before.rows.map((row) => [JSON.stringify(row), row]));
  const rows = answer.rows.map((row) => known.get(JSON.stringify(row)) ?? row);
  const same = rows.length === before.rows.length && rows.every((row, at) => row === before.rows[at]);
  return { ...answer, rows: same ? before.rows : rows };
}
