/** Vectors of the outer layer: the same bytes, opened by the relay, refused by the named check. */
import { base64, type Bytes, hex } from "../bytes";
import { ENVELOPE_BYTES } from "../envelope";
import { BadInput } from "../errors";
import { openOuter } from "../opening";
import { leaf, sealLayer } from "../outer";
import { boxKeysOf, type Primitives } from "../primitives";
import { sealedFrom } from "./envelope";
import { Blobs, bytesOf, differing, type Json, mustRefuse, pattern, sameBlob, type Vector, vectorsOf } from "./material";

export function outerVectors(file: Json, folder: ReadonlyMap<string, Json>): Vector[] {
  const blobs = (p: Primitives) => Blobs.of(file, "outer", (entry) => layer(p, file, folder, entry));
  return [
    ...vectorsOf(file, "positive", (p, entry) => positive(p, file, folder, entry)),
    ...vectorsOf(file, "negative", (p, entry) => negative(p, entry, blobs(p).of(entry))),
  ];
}

function positive(p: Primitives, file: Json, folder: ReadonlyMap<string, Json>, entry: Json): string | null {
  const outer = layer(p, file, folder, entry);
  if (!sameBlob(p, entry.outer, outer)) return "outer differs";
  const deposit = openOuter(p, outer, boxKeysOf(p, bytesOf(file.relay as Json, "secret")));
  return differing({
    leaf: [entry.leaf, hex(leaf(p, outer))],
    type: [entry.type, deposit.type],
    office: [entry.office, hex(deposit.office)],
    envelope: [base64(inside(p, folder, entry.envelope as Json)), base64(deposit.envelope)],
  });
}

function negative(p: Primitives, entry: Json, outer: Bytes): string | null {
  const relay = boxKeysOf(p, bytesOf(entry, "relay_secret"));
  return mustRefuse(entry, () => openOuter(p, outer, relay));
}

function layer(p: Primitives, file: Json, folder: ReadonlyMap<string, Json>, entry: Json): Bytes {
  const envelope = inside(p, folder, entry.envelope as Json);
  const relay = bytesOf(file.relay as Json, "public");
  return sealLayer(p, entry.type as number, bytesOf(entry, "office"), envelope, relay, bytesOf(entry, "ephemeral"));
}

function inside(p: Primitives, folder: ReadonlyMap<string, Json>, envelope: Json): Bytes {
  if (Array.isArray(envelope.pattern)) return pattern(envelope.pattern as [number, number], ENVELOPE_BYTES[1]);
  const file = folder.get("envelope.json") ?? [...folder.values()].find((one) => "keys" in one);
  if (file === undefined) throw new BadInput("envelope", "needs envelope.json beside it");
  return sealedFrom(p, file, envelope.of as string);
}
