/**
 * Routing: which office a report goes to, decided on the reporter's phone (policy rows R1 to R26, M1 to M7).
 *
 * The table is data in the signed directory; this is its evaluator, the twin of `app/domain/routing.py`, and
 * `tests/vectors/routing.json` holds both. The first row that holds decides; rows about conflicts of interest
 * stand first. A vacant or lapsed office passes to the next of its chain; one with a conflict gets nothing.
 *
 * Must never leave a report without a recipient in silence: then the page says so.
 */
import { canReceive, entityById, isVacant, officeById } from "./parse";
import type { Category, Directory, Facts, Office, PassedOver, Role, Route, Row, Target, When } from "./types";

/** In the order of weight: the first that a report names decides its row (M6: SEA decides). */
export const CATEGORIES: readonly Category[] = [
  "sea",
  "sexual_harassment",
  "retaliation",
  "fraud",
  "damage",
  "harassment",
  "discrimination",
  "abuse_of_authority",
  "conflict_of_interest",
  "partner_noncompliance",
  "inquiry",
  "other",
];
const CONFLICTS = ["recipient", "head_of_entity", "oios", "ethics_office"];
/** M3: who arranges help. */
const HELP_CHAIN: readonly Target[] = [
  { role: "victims_rights", of: "country" },
  { role: "psea", of: "entity" },
  { role: "psea", of: "contracting" },
  { role: "inter_agency_psea", of: "country" },
  { role: "inter_agency_psea", of: "any" },
  { role: "victims_rights", of: "any" },
];
/** M1: only where an organisation has one. */
const CHILD_CHAIN: readonly Target[] = [
  { role: "child_protection", of: "entity" },
  { role: "child_protection", of: "contracting" },
  { role: "child_protection", of: "country" },
];
const INDEPENDENT: readonly Role[] = ["investigations", "ethics_office", "victims_rights", "inter_agency_psea"];
const NOWHERE: Row = { id: "none", reason: "no_office", when: [], to: [] };

/** Looking for offices with one person's facts; notes whom it passed over. */
interface Search {
  readonly directory: Directory;
  readonly facts: Facts;
  readonly at: Date;
  readonly excluded: ReadonlySet<string>;
  readonly passedOver: Map<string, PassedOver["why"]>;
}

/** Where a report with these facts goes at that moment. */
export function route(directory: Directory, facts: Facts, at: Date): Route {
  const search: Search = { directory, facts, at, excluded: excluded(directory, facts, at), passedOver: new Map() };
  const [first = "other", ...further] = byWeight(facts.categories);
  const own = rowFor(search, first);
  const { row, primary } = decided(search, first);
  const copies = primary === null ? [] : copiesOf(search, own, first, further, primary);
  const assistance = facts.assistance ? firstOf(search, HELP_CHAIN, first) : null;
  return {
    row: row.id,
    reason: row.reason,
    primary,
    copies,
    assistance,
    page: own.page ?? (primary === null ? "no_office" : null),
    urgent: facts.danger || facts.child !== "no",
    child_page: facts.child !== "no",
    inquiry: own.inquiry === true,
    passed_over: [...search.passedOver].map(([office, why]) => ({ office, why })),
  };
}

/** The categories, the one that decides first; none counts as other. */
function byWeight(categories: readonly Category[]): Category[] {
  const named = [...new Set(categories)].sort((a, b) => CATEGORIES.indexOf(a) - CATEGORIES.indexOf(b));
  return named.length > 0 ? named : ["other"];
}

/** The offices that must get nothing, because the person complained about may work there. */
function excluded(directory: Directory, facts: Facts, at: Date): Set<string> {
  const kinds = conflicts(directory, facts);
  const offices = new Set(directory.offices.map(({ id }) => id).filter((id) => facts.conflict.includes(id)));
  for (const office of directory.offices) {
    if (kinds.has("oios") && isOversight(directory, office)) offices.add(office.id);
    if (kinds.has("ethics_office") && office.role === "ethics_office") offices.add(office.id);
  }
  if (kinds.has("recipient") || kinds.has("head_of_entity")) {
    for (const id of ofTheRecipient(directory, facts, at, kinds)) offices.add(id);
  }
  return offices;
}

/** The kinds of conflict: as named, as the named offices mean, and as the accused's own entity means. */
function conflicts(directory: Directory, facts: Facts): Set<string> {
  const kinds = new Set(facts.conflict.filter((each) => CONFLICTS.includes(each)));
  for (const office of directory.offices) {
    const named = facts.conflict.includes(office.id);
    const own = facts.accused === "un_staff" && office.entity === facts.entity;
    if (isOversight(directory, office) && (named || own)) kinds.add("oios");
    else if (office.role === "ethics_office" && (named || own)) kinds.add("ethics_office");
    else if (named && isDependent(office)) kinds.add("recipient");
  }
  return kinds;
}

/** Whether it investigates for all: an investigations office of an oversight entity. */
function isOversight(directory: Directory, office: Office): boolean {
  return office.role === "investigations" && entityById(directory, office.entity)?.kind === "oversight";
}

/**
 * The office that would get the report, and those that the same person may hold or stand above: the offices of
 * its entity, of the entity of an office that was named, and of the entity whose head is complained about.
 * Independent offices stay in, but for the recipient itself.
 */
function ofTheRecipient(directory: Directory, facts: Facts, at: Date, kinds: ReadonlySet<string>): string[] {
  const plain: Search = { directory, facts: { ...facts, conflict: [] }, at, excluded: new Set(), passedOver: new Map() };
  const [first = "other"] = byWeight(facts.categories);
  const usual = decided(plain, first).primary;
  const dependent = directory.offices.filter(isDependent);
  const known = [...directory.offices.filter(({ id }) => id === usual), ...dependent.filter(({ id }) => facts.conflict.includes(id))];
  const entities = new Set<string | null>(known.map(({ entity }) => entity));
  if (kinds.has("head_of_entity")) entities.add(facts.entity);
  const recipient = usual !== null && kinds.has("recipient") ? [usual] : [];
  return [...recipient, ...dependent.filter(({ entity }) => entities.has(entity)).map(({ id }) => id)];
}

/** Whether the head of an entity stands above it. */
function isDependent({ role }: Office): boolean {
  return !INDEPENDENT.includes(role);
}

function rowFor(search: Search, category: Category): Row {
  const rows = search.directory.routing.filter((row) => row.fallback !== true);
  return rows.find((row) => row.when.some((when) => holds(search, when, category))) ?? NOWHERE;
}

/** The row for a category and whom it names; the fallback row when it names nobody and has no page. */
function decided(search: Search, category: Category): { row: Row; primary: string | null } {
  const own = rowFor(search, category);
  const usual = firstOf(search, own.to, category);
  if (usual !== null || own.page !== undefined) return { row: own, primary: usual };
  const row = search.directory.routing.find((each) => each.fallback === true) ?? own;
  return { row, primary: firstOf(search, row.to, category) };
}

/** Whether every field that a condition names has one of the listed values. */
function holds(search: Search, when: When, category: Category): boolean {
  return Object.entries(when).every(([name, allowed]) => {
    const values = valuesOf(search, name, category);
    return allowed.some((value) => values.includes(value));
  });
}

/** The values of a field; only `conflict` can have several. A field nobody knows has none. */
function valuesOf(search: Search, name: string, category: Category): readonly (string | boolean | null)[] {
  const { directory, facts } = search;
  switch (name) {
    case "accused":
      return [facts.accused];
    case "category":
      return [category];
    case "entity_kind":
      return [facts.entity === null ? "none" : (entityById(directory, facts.entity)?.kind ?? "none")];
    case "contracting":
      return [contracting(search) === null ? "unknown" : "known"];
    case "conflict":
      return [...conflicts(directory, facts)];
    case "formal":
      return [facts.formal];
    case "prefer":
      return [facts.prefer];
    default:
      return [];
  }
}

/** Who engages the partner: as told, or the only one that the directory names. */
function contracting({ directory, facts }: Search): string | null {
  if (facts.contracting !== null && entityById(directory, facts.contracting) !== undefined) return facts.contracting;
  const engaging = facts.entity === null ? undefined : entityById(directory, facts.entity)?.contracting;
  return engaging?.length === 1 ? (engaging[0] ?? null) : null;
}

/** The first office that the targets name and that can receive, or one that stands in for it. */
function firstOf(search: Search, targets: readonly Target[], category: Category): string | null {
  for (const target of targets) {
    if (!holds(search, target.when ?? {}, category)) continue;
    for (const office of namedBy(search, target)) {
      const found = standing(search, office);
      if (found !== null) return found;
    }
  }
  return null;
}

/** The offices that a target names: those for the person's country first, then those for any. */
function namedBy(search: Search, target: Target): Office[] {
  const { directory, facts } = search;
  const offices = directory.offices.filter(({ role }) => role === target.role);
  const local = offices.filter(({ countries = [] }) => facts.country !== null && countries.includes(facts.country));
  const anywhere = offices.filter(({ countries = [] }) => countries.length === 0);
  const ordered = [...local, ...anywhere, ...offices.filter((office) => !local.includes(office) && !anywhere.includes(office))];
  switch (target.of) {
    case "country":
      return local;
    case "any":
      return [...local, ...anywhere];
    case "oversight":
      return [...local, ...anywhere].filter((office) => isOversight(directory, office));
    case "entity":
      return ordered.filter(({ entity }) => entity === facts.entity);
    case "own":
      return ordered.filter(({ entity }) => entity === facts.own_entity);
    case "contracting":
      return ordered.filter(({ entity }) => entity === contracting(search));
    default:
      return [];
  }
}

/** The office, or who stands in for it (M4): its chain, then the chains of those, each once. */
function standing(search: Search, office: Office): string | null {
  const waiting = new Set([office]); // grows while it is gone through
  for (const each of waiting) {
    const why = hindrance(search, each);
    if (why === null) return each.id;
    if (!search.passedOver.has(each.id)) search.passedOver.set(each.id, why);
    for (const id of each.alternate) {
      const next = officeById(search.directory, id);
      if (next !== undefined) waiting.add(next);
    }
  }
  return null;
}

/** Why an office cannot get this report, or null. */
function hindrance({ directory, at, excluded: none }: Search, office: Office): PassedOver["why"] | null {
  if (none.has(office.id)) return "conflict";
  if (isVacant(office)) return "vacant";
  return canReceive(directory, office, at) ? null : "lapsed";
}

/** The co-recipients: of the row, of the rows of further categories (M6), and where it may be a child (M1). */
function copiesOf(search: Search, row: Row, first: Category, further: readonly Category[], primary: string): string[] {
  const wanted = (row.copy ?? []).map((targets) => firstOf(search, targets, first));
  for (const category of further) {
    const other = rowFor(search, category);
    wanted.push(...(other.copy ?? []).map((targets) => firstOf(search, targets, category)));
    if (other.joins === true) wanted.push(firstOf(search, other.to, category));
  }
  if (search.facts.child !== "no") wanted.push(firstOf(search, CHILD_CHAIN, first));
  return [...new Set(wanted)].filter((each): each is string => each !== null && each !== primary);
}
