/** Finding an item by its id, whatever kind it is. Pure. */
import type { Conduct, Faq, Pack, Page, Rule, Term } from "./types";

/** What can be read as a text; quizzes and lessons are places of their own. */
export type Found =
  | { readonly kind: "rule"; readonly item: Rule }
  | { readonly kind: "faq"; readonly item: Faq }
  | { readonly kind: "term"; readonly item: Term }
  | { readonly kind: "conduct"; readonly item: Conduct }
  | { readonly kind: "page"; readonly item: Page };

export function lookUp(pack: Pack, id: string): Found | null {
  const by = <T extends { readonly id: string }>(items: readonly T[]) => items.find((item) => item.id === id);
  const rule = by(pack.rules);
  if (rule !== undefined) return { kind: "rule", item: rule };
  const faq = by(pack.faqs);
  if (faq !== undefined) return { kind: "faq", item: faq };
  const term = by(pack.terms);
  if (term !== undefined) return { kind: "term", item: term };
  if (pack.conduct?.id === id) return { kind: "conduct", item: pack.conduct };
  const page = by(pack.howto) ?? by(pack.pages);
  return page === undefined ? null : { kind: "page", item: page };
}

export function titleOf(found: Found): string {
  switch (found.kind) {
    case "faq":
      return found.item.question;
    case "term":
      return found.item.term;
    default:
      return found.item.title;
  }
}

/** Ids of further reading, without those that lead nowhere. */
export function furtherOf(pack: Pack, found: Found): string[] {
  const see = "see" in found.item ? found.item.see : [];
  return see.filter((id) => id !== found.item.id && lookUp(pack, id) !== null);
}

/** What an item rests on, without the numbers of working papers that no reader can look up. */
export function publicSources(source: string): string[] {
  return source.split(";").map((part) => part.trim()).filter((part) => part !== "" && !/^\d{3}\b/.test(part));
}
