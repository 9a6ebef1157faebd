/** Vectors of signatures and directories. */
import { type Bytes, hex, unbase64, utf8 } from "../bytes";
import { type RootSignature, type Seen, type VerifiedDirectory, verifyDirectory } from "../directory";
import { hash, type Primitives, signKeysOf } from "../primitives";
import { preimage, sign, verify } from "../signatures";
import { bytesOf, differing, type Json, mustRefuse, sameBlob, textOf, type Vector, vectorsOf } from "./material";

export function directoryVectors(file: Json): Vector[] {
  return [
    ...vectorsOf(file, "signing", signing),
    ...vectorsOf(file, "positive", (p, entry) => positive(p, entry)),
    ...vectorsOf(file, "negative", (p, entry) => hashed(p, entry) ?? mustRefuse(entry, () => verified(p, entry))),
  ];
}

function signing(p: Primitives, entry: Json): string | null {
  const key = signKeysOf(p, bytesOf(entry, "seed"));
  const message = bytesOf(entry, "message");
  const purpose = textOf(entry, "purpose");
  return differing({
    public: [entry.public, hex(key.public)],
    preimage: [entry.preimage, hex(preimage(purpose, message))],
    signature: [entry.signature, hex(sign(p, key, purpose, message))],
    verified: [true, verify(p, key.public, purpose, message, bytesOf(entry, "signature"))],
  });
}

function positive(p: Primitives, entry: Json): string | null {
  return hashed(p, entry) ?? differing({ hash: [hex(hash(p, documentOf(entry))), verified(p, entry).hash] });
}

/** The claims about the document itself, which hold whether it is trusted or not. */
function hashed(p: Primitives, entry: Json): string | null {
  const document = documentOf(entry);
  if (entry.hash !== undefined && entry.hash !== hex(hash(p, document))) return "hash differs";
  if (entry.preimage === undefined || sameBlob(p, entry.preimage, preimage("directory", document), hex)) return null;
  return "preimage differs";
}

function verified(p: Primitives, entry: Json): VerifiedDirectory {
  const pins = { roots: entry.roots as string[], threshold: entry.threshold as number };
  const now = new Date(textOf(entry, "now"));
  return verifyDirectory(p, documentOf(entry), entry.signatures as RootSignature[], pins, now, (entry.seen ?? null) as Seen | null);
}

function documentOf(entry: Json): Bytes {
  return typeof entry.document_base64 === "string" ? unbase64(entry.document_base64) : utf8(textOf(entry, "document"));
}
