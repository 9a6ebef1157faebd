/** Vectors of the receipt: numbers, words, keys, and what people type. */
import { hex } from "../bytes";
import { kdf, type Primitives } from "../primitives";
import { deriveReporter, digitsOf, groupsOf, indicesOf, masterOf, parseReceipt, receiptOf, saltOf, wordsOf } from "../receipt";
import type { Wordlist } from "../wordlists";
import { bytesOf, differing, type Json, mustRefuse, textOf, type Vector, vectorsOf } from "./material";

/** `english` is the list with which the inputs are read. */
export function receiptVectors(english: Wordlist): (file: Json) => Vector[] {
  return (file) => [
    ...vectorsOf(file, "positive", (p, entry) => positive(p, english, entry)),
    ...vectorsOf(file, "parse", (p, entry) =>
      differing({ entropy: [[entry.entropy], parseReceipt(p, textOf(entry, "input"), [english]).map(({ entropy }) => hex64(entropy))] }),
    ),
    ...vectorsOf(file, "negative", (p, entry) => mustRefuse(entry, () => parseReceipt(p, textOf(entry, "input"), [english]))),
  ];
}

async function positive(p: Primitives, english: Wordlist, entry: Json): Promise<string | null> {
  const receipt = receiptOf(p, BigInt(`0x${textOf(entry, "entropy")}`));
  return (
    differing({
      checksum: [entry.checksum, Number(receipt.number & 63n)],
      number: [entry.number, receipt.number.toString()],
      indices: [entry.indices, indicesOf(receipt)],
      words: [entry.words, wordsOf(receipt, english)],
      digits: [entry.digits, digitsOf(receipt)],
      groups: [entry.groups, groupsOf(receipt)],
      read: [[entry.entropy, entry.entropy], [groupsOf(receipt), wordsOf(receipt, english).join(" ")].map((shown) => reread(p, english, shown))],
    }) ?? (await derived(p, entry))
  );
}

function reread(p: Primitives, english: Wordlist, shown: string): string {
  return parseReceipt(p, shown, [english]).map(({ entropy }) => hex64(entropy)).join();
}

async function derived(p: Primitives, entry: Json): Promise<string | null> {
  const receipt = receiptOf(p, BigInt(`0x${textOf(entry, "entropy")}`));
  const organisation = bytesOf(entry, "organisation");
  const master = await masterOf(p, receipt, organisation);
  const keys = await deriveReporter(p, receipt, organisation);
  return differing({
    salt: [entry.salt, hex(saltOf(p, organisation))],
    master: [entry.master, hex(master)],
    box_seed: [entry.box_seed, hex(kdf(p, master, 1, "SPK1rcpt"))],
    secret: [entry.secret, hex(keys.box.secret)],
    public: [entry.public, hex(keys.box.public)],
    tag_key: [entry.tag_key, hex(keys.tagKey)],
    ...(entry.thread === undefined ? {} : { thread: [entry.thread, hex(keys.thread)] }),
  });
}

function hex64(entropy: bigint): string {
  return entropy.toString(16).padStart(16, "0");
}
