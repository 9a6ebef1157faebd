/** Searching what this device has opened. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { ANY } from "../../src/desk/calls/store";
import type { DeskCalls } from "../../src/desk/view";
import { plain, termsOf } from "../../src/desk/work/plainWords";
import { Office } from "./office";

async function signedIn(office: Office, number = 0): Promise<DeskCalls> {
  const desk = (await office.desk(office.devices[number])).calls();
  await desk.sync();
  return desk;
}

test("a search finds words however they were typed, and filters narrow it", async () => {
  const office = new Office();
  const [arabic, french, wide] = [office.reporter(), office.reporter(), office.reporter()];
  office.report(arabic, { lang: "ar", words: "سُرِقَتِ الأدوية من المستودع", answers: { category: ["fraud"] }, channel: "sms" });
  office.report(french, { lang: "fr", words: "L’Éléphant a été volé au dépôt", answers: { category: ["harassment"], child_involved: "yes" } });
  office.report(wide, { lang: "zh", words: "ＤＥＰＯＴ 仓库 ٣٤" }, { day: "2026-10-01" });
  const desk = await signedIn(office);
  const found = async (words: string, more: Partial<typeof ANY> = {}) => new Set((await desk.search({ ...ANY, words, ...more })).rows.map(({ thread }) => thread));

  expect(await found("الادويه سرقت")).toEqual(new Set([arabic.thread]));
  expect(await found("elephant DEPOT")).toEqual(new Set([french.thread]));
  expect(await found("depot")).toEqual(new Set([french.thread, wide.thread]));
  expect(await found("仓库 34")).toEqual(new Set([wide.thread]));
  expect(await found("nothing of this")).toEqual(new Set());
  expect(await found("", { category: "fraud" })).toEqual(new Set([arabic.thread]));
  expect(await found("", { urgent: true })).toEqual(new Set([french.thread]));
  expect(await found("", { channel: "sms" })).toEqual(new Set([arabic.thread]));
  expect(await found("", { lang: "fr" })).toEqual(new Set([french.thread]));
  expect(await found("", { until: "2026-10-31" })).toEqual(new Set([wide.thread]));
  expect(await found("", { from: "2026-11-01", until: "2026-11-30" })).toEqual(new Set([arabic.thread, french.thread]));
  expect(await found("", { status: "closed" })).toEqual(new Set());
  expect(await found("", { waiting: "office" })).toEqual(new Set([arabic.thread, french.thread, wide.thread]));
  expect(await found("", { mine: true })).toEqual(new Set());
  await desk.record(french.thread, "assignment", { to: office.devices[0]?.device ?? "" });
  expect(await found("", { mine: true })).toEqual(new Set([french.thread]));
  expect((await desk.search(ANY)).occurring).toMatchObject({ channels: ["app", "sms"], langs: ["ar", "fr", "zh"] });
});

test("as a word grows, each letter finds the same as a search from the beginning", async () => {
  const office = new Office();
  for (let number = 0; number < 30; number++) office.report(office.reporter(), { words: `case ${number} about trucks and ${number % 2 === 0 ? "fuel" : "food"}` });
  const [one, other] = [await signedIn(office), await signedIn(office, 1)];
  for (const words of ["f", "fu", "fue", "fuel", "fuel 1", "fuel 12", "foo", "food"]) {
    expect((await one.search({ ...ANY, words })).all).toBe((await other.search({ ...ANY, words: ` ${words} ` })).all);
  }
});

test("plain words are the same however often they are made plain", () => {
  fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => { expect(plain(plain(text))).toBe(plain(text)); }));
  expect(termsOf("  Straße  STRASSE ")).toEqual(["strasse"]);
});
