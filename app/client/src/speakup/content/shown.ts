/** What of the texts this reader sees: facts that the operator confirmed, filled in, and what is for their situation. Pure. */
import type { Audience, Block, Paragraph } from "./types";

/** Confirmed facts by the setting's id, as the signed directory has them. */
export type Confirmed = Readonly<Record<string, string>>;

/** A situation that the reader can name; never stored. */
export type Situation = Exclude<Audience, "focal_point">;
export const SITUATIONS: readonly Situation[] = ["staff", "partner", "community", "event"];

/** The words of a paragraph, or null when something that it needs is not confirmed. */
export function wordsOf(paragraph: Paragraph, confirmed: Confirmed): string | null {
  return typeof paragraph === "string" ? paragraph : filled(paragraph.text, paragraph.needs, confirmed);
}

/** The paragraphs that can be shown, in order. */
export function shown(paragraphs: readonly Paragraph[], confirmed: Confirmed): string[] {
  return paragraphs.map((paragraph) => wordsOf(paragraph, confirmed)).filter((words) => words !== null);
}

/** The blocks for a reader, filled in. A reader who names no situation gets what is for everybody. */
export function shownBlocks(blocks: readonly Block[], situation: Situation | null, confirmed: Confirmed): Block[] {
  const meant = blocks.filter(({ audience = [] }) => audience.length === 0 || (situation !== null && audience.includes(situation)));
  return meant.flatMap((block) => {
    const { needs = [] } = block;
    if (needs.some((setting) => !Object.hasOwn(confirmed, setting))) return [];
    const fill = (text: string) => filled(text, needs, confirmed) ?? text;
    return [{
      ...block,
      ...(block.text === undefined ? {} : { text: fill(block.text) }),
      ...(block.list === undefined ? {} : { list: block.list.map(fill) }),
    }];
  });
}

/** Whether a page says more to somebody who names a situation. */
export function hasSituations(blocks: readonly Block[]): boolean {
  return blocks.some(({ audience = [] }) => SITUATIONS.some((situation) => audience.includes(situation)));
}

function filled(text: string, needs: readonly string[], confirmed: Confirmed): string | null {
  if (needs.some((setting) => !Object.hasOwn(confirmed, setting))) return null;
  return text.replace(/\{(\w+)\}/g, (place, name: string) => (needs.includes(name) ? (confirmed[name] ?? place) : place));
}
