/**
 * Which offices should have got a report besides one that has it; the same as `app/domain/copies.py`.
 *
 * The signed table says it, by the report's own answers and its day. Some of what the table looks at is asked for the
 * way only and is not sent along: all that it can have been is tried, and what holds for each of them is sure. Nor is
 * a conflict of interest sent, by which a report goes past offices. So this is what should have been: must never be
 * told as a proof. Shared vectors: `tests/vectors/copies.json`.
 */
import { CATEGORIES, route } from "../../directory/routing";
import type { Accused, Category, Directory, Facts } from "../../directory/types";
import type { Report } from "./payload";

export interface Copies {
  /** Offices that should have it, whatever else was answered. */
  readonly sure: readonly string[];
  /** More of them may have it. */
  readonly perhaps: boolean;
}

type Said = Pick<Report, "channel" | "answers">;

/** More that is possible than this says nothing, and takes long. */
const MOST_FACTS = 1024;

/** The readers of a report besides `office` at that moment; null when the answers do not tell. */
export function copiesOf(directory: Directory, report: Said, office: string, at: Date): Copies | null {
  const possible = possibleFacts(directory, report);
  if (possible.length > MOST_FACTS) return null;
  const all = possible.map((facts) => readers(directory, facts, at)).filter((offices) => offices.includes(office));
  const [first] = all;
  if (first === undefined) return null;
  const sure = first.filter((id) => id !== office && all.every((offices) => offices.includes(id)));
  return { sure, perhaps: all.some((offices) => offices.length > sure.length + 1) };
}

function readers(directory: Directory, facts: Facts, at: Date): readonly string[] {
  const { primary, copies } = route(directory, facts, at);
  return [primary, ...copies].filter((id) => id !== null);
}

/** All facts that give these answers. A test report from a terminal names none of them: it has no list. */
function possibleFacts(directory: Directory, { channel, answers }: Said): Facts[] {
  if (channel === "terminal") return [];
  const one = (id: string): string | null => [answers[id] ?? []].flat()[0] || null;
  const [accused, entity, country] = [one("accused_affiliation") ?? "unknown", one("entity"), one("country")];
  const anyEntity = [null, ...directory.entities.map(({ id }) => id)];
  const app = channel === "app";
  // The hotline knows an organization and a country without asking for them.
  const entities = !app && entity === null && accused === "unknown" ? anyEntity : [entity];
  const countries = !app && country === null ? [null, ...new Set(directory.offices.flatMap((office) => office.countries ?? []))] : [country];
  const common = { accused: accused as Accused, contracting: one("contracting"), danger: false, assistance: false, formal: one("formal") === "formal", conflict: [] };
  return stories(answers).flatMap(({ categories, child }) => {
    const owns = app && (accused === "unknown" || categories.includes("inquiry")) ? anyEntity : [null];
    const prefers = app && categories.some((category) => ASKED_BACK.includes(category)) ? PREFERRED : [null];
    return product(owns, prefers, entities, countries).map(([own, prefer, named, place]) => {
      const mine = own ?? (accused === "self" ? named : null);
      return { ...common, categories, child, entity: named, own_entity: mine, country: place, prefer };
    });
  });
}

/** Whom somebody would rather ask, and when they are asked that. */
const PREFERRED: readonly Facts["prefer"][] = [null, "entity", "ethics_office"];
const ASKED_BACK: readonly Category[] = ["inquiry", "conflict_of_interest"];

type Story = Pick<Facts, "categories" | "child">;

/** What it is about, and whether a child is concerned. A child is not asked what happened. */
function stories(answers: Said["answers"]): Story[] {
  const named = [answers.category ?? []].flat();
  const categories = CATEGORIES.filter((category) => named.includes(category));
  const said = [answers.child_involved ?? []].flat()[0] as Facts["child"] | undefined;
  if (categories.length > 0) return [{ categories, child: said ?? (categories.includes("sea") ? "unknown" : "no") }];
  const byChild: Story = { categories: ["sea"], child: "yes" };
  return answers.reporter_role === "self_child" ? [byChild] : [{ categories: ["other"], child: said ?? "no" }, byChild];
}

/** Each of the first with each of the second, and so on. */
function product<A, B, C, D>(one: readonly A[], two: readonly B[], three: readonly C[], four: readonly D[]): [A, B, C, D][] {
  return one.flatMap((a) => two.flatMap((b) => three.flatMap((c) => four.map((d): [A, B, C, D] => [a, b, c, d]))));
}
