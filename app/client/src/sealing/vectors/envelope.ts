/** Vectors of envelopes: sealed to the same bytes, opened by each recipient, refused by the named check. */
import { type Bytes, hex, unhex, utf8 } from "../bytes";
import { AT, CAPACITY, type EnvelopeClass, seal, type Sealed } from "../envelope";
import { BadInput } from "../errors";
import { openEnvelope } from "../opening";
import type { BoxKeyPair, Primitives } from "../primitives";
import { parseJson } from "../strictJson";
import { Blobs, bytesOf, differing, type Json, mustRefuse, sameBlob, textOf, type Vector, vectorsOf } from "./material";

interface Key extends BoxKeyPair {
  readonly id: string;
}

type Keys = ReadonlyMap<string, Key>;

export function envelopeVectors(file: Json): Vector[] {
  const keys = keysOf(file);
  const blobs = (p: Primitives) => Blobs.of(file, "envelope", (entry) => sealed(p, keys, entry).envelope);
  return [
    ...capacityVectors(file),
    ...vectorsOf(file, "positive", (p, entry) => positive(p, keys, entry)),
    ...vectorsOf(file, "accepted", (p, entry) => accepted(p, keys, entry, blobs(p).of(entry))),
    ...vectorsOf(file, "negative", (p, entry) => negative(p, keys, entry, blobs(p).of(entry))),
  ];
}

/** The envelope of a positive, made from its inputs. */
export function sealedFrom(p: Primitives, file: Json, name: string): Bytes {
  const blobs = Blobs.of(file, "envelope", (entry) => sealed(p, keysOf(file), entry).envelope);
  return blobs.named(name);
}

function keysOf(file: Json): Keys {
  const list = Object.entries((file.keys ?? {}) as Record<string, Json>);
  return new Map(list.map(([name, key]) => [name, { secret: bytesOf(key, "secret"), public: bytesOf(key, "public"), id: textOf(key, "id") }]));
}

function keyNamed(keys: Keys, name: unknown): Key {
  const key = keys.get(name as string);
  if (key === undefined) throw new BadInput("key", "is not in the file");
  return key;
}

function capacityVectors(file: Json): Vector[] {
  return Object.entries((file.capacity ?? {}) as Record<string, number>).map(([cls, bytes]) => ({
    name: `capacity/${cls}`,
    try: () => (CAPACITY[Number(cls) as EnvelopeClass] === bytes ? null : "capacity differs"),
  }));
}

function sealed(p: Primitives, keys: Keys, entry: Json): Sealed {
  const recipients = (entry.recipients as string[]).map((name) => keyNamed(keys, name).public);
  const drawn = {
    cek: bytesOf(entry, "cek"),
    ephemeral: bytesOf(entry, "e"),
    nonce: bytesOf(entry, "nonce"),
    dummies: (entry.dummies as string[]).map(unhex),
    order: entry.order as number[],
  };
  return seal(p, utf8(textOf(entry, "payload")), keyNamed(keys, entry.sender), recipients, entry.class as EnvelopeClass, drawn);
}

function positive(p: Primitives, keys: Keys, entry: Json): string | null {
  const { envelope, ctx } = sealed(p, keys, entry);
  if (!sameBlob(p, entry.envelope, envelope)) return "envelope differs";
  const fields = differing({
    E: [entry.E, hex(envelope.subarray(AT.ephemeral, AT.commit))],
    commit: [entry.commit, hex(envelope.subarray(AT.commit, AT.firstSlot))],
    ctx: [entry.ctx, hex(ctx)],
  });
  if (fields !== null) return fields;
  const readers = (entry.recipients as string[]).map((name) => keyNamed(keys, name));
  return readers.map((reader) => opens(p, envelope, reader, entry, keyNamed(keys, entry.sender).public)).find((wrong) => wrong !== null) ?? null;
}

function accepted(p: Primitives, keys: Keys, entry: Json, envelope: Bytes): string | null {
  return opens(p, envelope, keyNamed(keys, entry.recipient), entry, senderOf(keys, entry));
}

/** Whether the reader opens it, gets the claimed payload, and learns who sealed it. */
function opens(p: Primitives, envelope: Bytes, reader: Key, entry: Json, sender: Uint8Array | undefined): string | null {
  const opened = openEnvelope(p, envelope, reader.id, reader, sender);
  return differing({
    payload: [parseJson(utf8(textOf(entry, "payload"))), opened.payload],
    ...(entry.ctx === undefined ? {} : { ctx: [entry.ctx, hex(opened.ctx)] }),
    ...(sender === undefined ? {} : { sender: [hex(sender), hex(opened.sender)] }),
  });
}

function negative(p: Primitives, keys: Keys, entry: Json, envelope: Bytes): string | null {
  const reader = keyNamed(keys, entry.recipient);
  return mustRefuse(entry, () => openEnvelope(p, envelope, reader.id, reader, senderOf(keys, entry)));
}

function senderOf(keys: Keys, entry: Json): Uint8Array | undefined {
  return entry.sender === null || entry.sender === undefined ? undefined : keyNamed(keys, entry.sender).public;
}
