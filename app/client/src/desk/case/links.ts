/**
 * Links between cases, seen from both ends. Of what was said about a pair the last counts, by whichever end it was said.
 *
 * Must never join two cases: each keeps its own reporter, permissions and answers.
 */
import { type Case, named } from "../fold";

export const RELATIONS = ["duplicate", "same_person", "same_subject", "related"] as const;
export type Relation = (typeof RELATIONS)[number];

export interface Link {
  readonly thread: string;
  readonly relation: Relation;
  /** In which of the two cases it stands: taking it back there is sure to be the later word. */
  readonly said: string;
  /** The device that said so, and when. */
  readonly by: string;
  readonly at: string;
}

interface Said extends Omit<Link, "relation"> {
  readonly relation: string;
  readonly order: string;
}

/** The links of a case, the oldest first. `cases`: all cases of the office. */
export function linksOf(found: Case, cases: readonly Case[]): Link[] {
  const forth = saidIn(found).filter(({ thread }) => thread !== found.thread);
  const back = cases.filter(({ thread }) => thread !== found.thread).flatMap((other) => saidIn(other).filter(({ thread }) => thread === found.thread).map((said) => ({ ...said, thread: other.thread })));
  const last = new Map<string, Said>();
  for (const said of [...forth, ...back].sort((one, other) => (one.order < other.order ? -1 : 1))) last.set(said.thread, said);
  return [...last.values()].flatMap(({ thread, relation, said, by, at }) => {
    const known = RELATIONS.find((name) => name === relation);
    return known === undefined ? [] : [{ thread, relation: known, said, by, at }];
  });
}

function saidIn(found: Case): Said[] {
  return named(found, "link").flatMap(({ ctx, event: { data, by, at } }) =>
    typeof data.thread === "string" && typeof data.relation === "string" ? [{ thread: data.thread, relation: data.relation, said: found.thread, by, at, order: `${at} ${ctx}` }] : [],
  );
}
