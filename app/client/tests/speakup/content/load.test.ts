/** Loading a pack: whole, cut, changed, newer, absent; what is kept helps, what is bad is never shown. */
import { describe, expect, it } from "vitest";
import { hex } from "../../../src/sealing/bytes";
import { browserShelf, loadPack, type Shelf, type Sources } from "../../../src/speakup/content/load";
import { openProgress } from "../../../src/speakup/content/progress";
import { parsePack } from "../../../src/speakup/content/shape";
import { openVisit } from "../../../src/speakup/content/visit";
import { BYTES, PACK } from "./sample";

const hashOf = async (bytes: Uint8Array) => hex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes.slice())));
const HASH = await hashOf(BYTES);
const encoded = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

function memoryShelf(first: Uint8Array | null = null): Shelf & { copy: Uint8Array | null } {
  const shelf = {
    copy: first,
    get: () => Promise.resolve(shelf.copy),
    put: (_: string, bytes: Uint8Array) => { shelf.copy = bytes; return Promise.resolve(); },
  };
  return shelf;
}

function sources(body: Uint8Array | null, tag: string | null, more: Partial<Sources> = {}): Sources {
  const answer = () => {
    if (body === null) return Promise.reject(new TypeError("no network"));
    return Promise.resolve(new Response(body.slice(), { headers: tag === null ? {} : { ETag: tag } }));
  };
  return { fetch: answer, known: { en: { hash: HASH, bytes: BYTES.length } }, shelf: memoryShelf(), subtle: crypto.subtle, ...more };
}

describe("a pack from the server", () => {
  it("is shown when its bytes are those of the build, and a copy is kept", async () => {
    const from = sources(BYTES, null);
    expect(await loadPack("en", from)).toEqual({ pack: PACK, kept: false });
    expect((from.shelf as ReturnType<typeof memoryShelf>).copy).toEqual(BYTES);
  });

  it("may be newer than the app, when it is what the server's ETag names", async () => {
    const later = encoded({ ...PACK, lang: "fr" });
    expect((await loadPack("en", sources(later, `W/"${await hashOf(later)}"`))).pack.lang).toBe("fr");
  });

  it.each(["", "<html>please pay</html>", "{}", "[]", "null"])("is not shown when it is %j with whatever name", async (text) => {
    const bytes = new TextEncoder().encode(text);
    await expect(loadPack("en", sources(bytes, `"${await hashOf(bytes)}"`))).rejects.toMatchObject({ fault: "damaged" });
  });

  it("is not shown when it was cut short or a letter was changed", async () => {
    const changed = BYTES.map((byte, place) => (place === 40 ? byte ^ 1 : byte));
    for (const bytes of [BYTES.slice(0, -1), BYTES.slice(0, 100), changed]) {
      await expect(loadPack("en", sources(bytes, `"${HASH}"`))).rejects.toMatchObject({ fault: "damaged" });
    }
  });

  it("asks for a newer app when it is of a later make", async () => {
    const later = encoded({ ...PACK, v: 2 });
    await expect(loadPack("en", sources(later, `"${await hashOf(later)}"`))).rejects.toMatchObject({ fault: "newer" });
  });

  it("is found to be cut without SHA-256 too, by its length", async () => {
    const cut = encoded({ ...PACK, catalogue_hash: "" });
    await expect(loadPack("en", sources(cut, `"${HASH}"`, { subtle: null }))).rejects.toMatchObject({ fault: "damaged" });
    expect((await loadPack("en", sources(BYTES, null, { subtle: null }))).pack).toEqual(PACK);
  });
});

describe("the kept copy", () => {
  it.each([["no network", null], ["a captive portal", new TextEncoder().encode("<html>")], ["a cut answer", BYTES.slice(9)]])("stands in for %s", async (_, body) => {
    expect(await loadPack("en", sources(body, null, { shelf: memoryShelf(BYTES) }))).toEqual({ pack: PACK, kept: true });
  });

  it("is not replaced by a bad answer, and is not shown when it is bad itself", async () => {
    const shelf = memoryShelf(BYTES);
    await loadPack("en", sources(BYTES.slice(1), null, { shelf }));
    expect(shelf.copy).toEqual(BYTES);
    await expect(loadPack("en", sources(null, null, { shelf: memoryShelf(BYTES.slice(1)) }))).rejects.toMatchObject({ fault: "unreachable" });
  });

  it("is nothing where nothing may be kept", async () => {
    const forbidden = { match: () => Promise.reject(new DOMException()), has: () => Promise.reject(new DOMException()) } as unknown as CacheStorage;
    for (const caches of [undefined, forbidden]) {
      const shelf = browserShelf(caches);
      await shelf.put("en", BYTES);
      expect(await shelf.get("en")).toBeNull();
    }
  });
});

describe("a visit", () => {
  it("loads a pack once, and asks again after a failure", async () => {
    const nothing = openProgress(() => { throw new DOMException(); });
    let asked = 0;
    const from = sources(BYTES, null);
    const visit = openVisit({ ...from, fetch: (url, request) => (asked++ === 0 ? Promise.reject(new TypeError()) : from.fetch(url, request)) }, nothing);
    await expect(visit.pack("en")).rejects.toMatchObject({ fault: "unreachable" });
    await visit.pack("en");
    await visit.pack("en");
    expect(asked).toBe(2);
  });
});

describe("the shape of a pack", () => {
  const [first] = PACK.questions;
  const [quiz] = PACK.quizzes;
  const [lesson] = PACK.lessons;
  it.each([
    ["a question without a right answer", { ...PACK, questions: [{ ...first, options: first?.options.map((option) => ({ ...option, right: false })) }, ...PACK.questions.slice(1)] }],
    ["a question with two right answers", { ...PACK, questions: [{ ...first, options: first?.options.map((option) => ({ ...option, right: true })) }, ...PACK.questions.slice(1)] }],
    ["a quiz that asks what is not there", { ...PACK, quizzes: [{ ...quiz, questions: ["q9"] }] }],
    ["a lesson that leads nowhere", { ...PACK, lessons: [{ ...lesson, screens: lesson?.screens.slice(0, 2) }] }],
    ["a text that is none", { ...PACK, rules: [{ ...PACK.rules[0], body: [5] }] }],
    ["a missing part", { ...PACK, faqs: undefined }],
  ])("refuses %s", (_, raw) => {
    expect(() => parsePack(raw)).toThrow("damaged");
  });

  it("lets fields through that came later", () => {
    expect(parsePack({ ...PACK, songs: [] })).toMatchObject({ lang: "en" });
  });
});
