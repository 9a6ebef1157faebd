/** Vectors of reply tags and trays. */
import { hex } from "../bytes";
import { BadInput } from "../errors";
import type { Primitives } from "../primitives";
import { replyKey, tag, trayOf } from "../tags";
import { bytesOf, differing, type Json, mustRefuse, type Vector, vectorsOf } from "./material";

export function tagVectors(file: Json): Vector[] {
  return [
    ...vectorsOf(file, "positive", (p, entry) => differing({ tag: [entry.tag, tagOf(p, entry)] })),
    ...vectorsOf(file, "negative", negative),
    ...vectorsOf(file, "wrong", (p, entry) => (tagOf(p, entry) === entry.not_tag ? "tag is that of a mistaken derivation" : null)),
    ...vectorsOf(file, "trays", (_, entry) => {
      const { tray, place } = trayOf(entry.position as number);
      return differing({ tray: [entry.tray, tray], place: [entry.place, place] });
    }),
  ];
}

function tagOf(p: Primitives, entry: Json): string {
  return hex(tag(p, replyKey(p, bytesOf(entry, "tag_key"), bytesOf(entry, "office")), entry.j as number));
}

function negative(p: Primitives, entry: Json): string | null {
  const [tagKey, office] = [bytesOf(entry, "tag_key"), bytesOf(entry, "office")];
  return mustRefuse(entry, () => tag(p, replyKey(p, tagKey, office), entry.j as number), fieldRefused);
}

/** A tag is refused for the argument that has the wrong shape. */
function fieldRefused(error: unknown): string | null {
  return error instanceof BadInput ? error.field : null;
}
