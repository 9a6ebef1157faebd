/** The dialogue behind a receipt, without a screen: letters, hand-overs, consent, times, the proof. Pure. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDirectory } from "../../src/directory/parse";
import { type Acknowledgement, type Reply, STATUSES } from "../../src/payloads";
import { lettersOf, proofIn, statusTold, type Thread, threadsOf } from "../../src/speakup/answers/letters";
import { proofFile } from "../../src/speakup/answers/proof";
import type { Found } from "../../src/speakup/answers/replies";
import { replyIn } from "../../src/speakup/answers/replyShape";
import { dayAfter, expected, heardBy, latestDays } from "../../src/speakup/answers/times";
import { helperFor, protectorFor } from "../../src/speakup/answers/ways";
import { changeOf, letterTo, tookOver, WITHDRAWN, writable } from "../../src/speakup/answers/writing";
import { statusMeaning } from "../../src/speakup/statuses";
import { templateText } from "../../src/speakup/templates";

const FILE = resolve(import.meta.dirname, "../../../../tests/vectors/routing.json");
const VECTORS = JSON.parse(readFileSync(FILE, "utf8")) as { directories: Record<string, unknown> };
const DIRECTORY = parseDirectory(VECTORS.directories.demonstration);
const AT = new Date(DIRECTORY.issued);
const t = (text: string) => text;

function office(role: string, entity?: string): string {
  return DIRECTORY.offices.find((each) => each.role === role && (entity === undefined || each.entity === entity))?.id ?? "";
}

const [CONDUCT, PSEA, OIOS] = [office("conduct_discipline", "un-habitat"), office("psea", "un-habitat"), office("investigations")];
const ACK: Acknowledgement = { device: "dd".repeat(16), office: CONDUCT, ctx: "cc".repeat(32), thread: "01".repeat(16), day: "2026-11-21", signature: "55".repeat(64) };

function reply(from: string, j: number, fields: Partial<Reply> = {}, proof: Acknowledgement | null = null): Found {
  const whole = { v: 1, kind: "reply", office: from, directory: { version: 2, hash: "d1".repeat(32) }, recipients: ["reporter"], thread: "01".repeat(16), lang: "en", part: 1, parts: 1, ...fields } as Reply;
  return { state: "read", office: from, j, reply: whole, proof };
}

function only(found: readonly Found[]): Thread {
  const [thread] = threadsOf(found);
  if (thread === undefined) throw new Error("there is no thread");
  return thread;
}

describe("letters", () => {
  const parts = [1, 2, 3].map((part) => reply(CONDUCT, part, { text: `${part} `, part, parts: 3, item: "1e".repeat(16), status: "triaged" }));

  it("are whole again, whatever the order of arrival, and a part that came twice is there once", () => {
    fc.assert(fc.property(fc.shuffledSubarray([...parts, reply(CONDUCT, 9, { text: "2 ", part: 2, parts: 3, item: "1e".repeat(16) })], { minLength: 4 }), (found) => {
      expect(lettersOf(only(found)).map(({ text, missing }) => [text, missing])).toEqual([["1 2 3 ", []]]);
    }));
  });

  it("say which parts are not here", () => {
    expect(lettersOf(only(parts.slice(1))).map(({ text, missing }) => [text, missing])).toEqual([["2 3 ", [1]]]);
  });

  it("stand by office and in its order, with what expired or is not genuine among them", () => {
    const found: Found[] = [reply(CONDUCT, 2, { text: "b" }), { state: "expired", office: CONDUCT, j: 0 }, reply(PSEA, 0, { text: "c" }), { state: "unreadable", office: CONDUCT, j: 1 }, { state: "waiting", office: CONDUCT, j: 3 }];

    expect(threadsOf(found).map(({ office: id, letters, waiting }) => [id, letters.map(({ state }) => state), waiting])).toEqual([
      [CONDUCT, ["expired", "unreadable", "read"], 1],
      [PSEA, ["read"], 0],
    ]);
  });

  it("tell the status that was told last", () => {
    expect(statusTold(only([reply(CONDUCT, 0, { status: "acknowledged" }), reply(CONDUCT, 1, { status: "triaged" }), reply(CONDUCT, 2, { text: "x" })]))).toBe("triaged");
  });
});

describe("a reply", () => {
  const good = { kind: "reply", office: CONDUCT, thread: "01".repeat(16), directory: { version: 1, hash: "aa" }, text: "hello" };

  it("is refused as a whole when one field has another shape", () => {
    expect(replyIn(good)).toMatchObject({ text: "hello" });
    for (const wrong of [{ text: 1 }, { values: { a: 1 } }, { part: 0 }, { parts: 65 }, { next_office: "x" }, { ack: {} }, { office: "short" }, { item: 7 }, { kind: "event" }, { directory: null }]) {
      expect(replyIn({ ...good, ...wrong })).toBeNull();
    }
  });

  it("may hold nulls, unknown fields and a status of a later version", () => {
    const found = replyIn({ ...good, template: null, ack: null, status: "dancing", more: [1] });

    expect(found?.status).toBeUndefined();
    expect(found?.template).toBeUndefined();
  });
});

describe("whom to write to", () => {
  it("is who answered, and who took over from them, to the end and without going in circles", () => {
    const moved = threadsOf([reply(CONDUCT, 0, { text: "x" }), reply(CONDUCT, 1, { next_office: PSEA }), reply(PSEA, 0, { next_office: OIOS })]);
    const circle = threadsOf([reply(CONDUCT, 0, { next_office: PSEA }), reply(PSEA, 0, { next_office: CONDUCT })]);

    expect(writable(DIRECTORY, moved, AT)).toEqual([OIOS]);
    expect(writable(DIRECTORY, circle, AT).length).toBeGreaterThan(0);
    expect(writable(DIRECTORY, [], AT).length).toBeGreaterThan(5);
  });

  it("stays with who told of it when the next office cannot receive or is not listed", () => {
    const vacant = { ...DIRECTORY, offices: DIRECTORY.offices.map((office) => (office.id === PSEA ? { ...office, vacant: true, members: [] } : office)) };
    const moved = [reply(CONDUCT, 0, { next_office: PSEA })];

    expect(writable(vacant, threadsOf(moved), AT)).toEqual([CONDUCT]);
    expect(writable(vacant, threadsOf([...moved, reply(PSEA, 0, { next_office: OIOS })]), AT)).toEqual([OIOS]);
    expect(writable(DIRECTORY, threadsOf([reply(CONDUCT, 0, { next_office: "ff".repeat(16) })]), AT)).toEqual([CONDUCT]);
  });

  it("gets a message, or the first report part after a hand-over", () => {
    const moved = threadsOf([reply(CONDUCT, 0, { next_office: PSEA })]);

    expect(letterTo(moved, CONDUCT, "hi")).toEqual({ kind: "message", text: "hi" });
    expect(tookOver(moved, PSEA)).toBe(true);
    expect(letterTo(moved, PSEA, "hi")).toMatchObject({ kind: "report", words: "hi", answers: {}, consent: { contact: "yes" } });
    expect(letterTo([...moved, ...threadsOf([reply(PSEA, 0, { text: "yes?" })])], PSEA, "hi").kind).toBe("message");
  });
});

describe("a change of consent", () => {
  it("names only what was answered, and of the two about the name silence is no", () => {
    expect(changeOf({})).toEqual({});
    expect(changeOf({ contact_ok: ["no"] })).toEqual({ contact: "no" });
    expect(changeOf({ identity_helpers: ["yes"] })).toEqual({ identity: "helpers" });
    expect(changeOf({ identity_investigators: ["yes"], identity_helpers: ["yes"], contact_ok: ["yes"] })).toEqual({ contact: "yes", identity: "helpers_and_investigators" });
  });

  it("goes in a message, and after a hand-over in the first part", () => {
    expect(letterTo([], CONDUCT, "", WITHDRAWN)).toEqual({ kind: "message", text: "", consent: { identity: "none" } });
    expect(letterTo(threadsOf([reply(CONDUCT, 0, { next_office: PSEA })]), PSEA, "", WITHDRAWN)).toMatchObject({ kind: "report", consent: { contact: "yes", identity: "none" } });
  });
});

describe("times", () => {
  const acknowledged = reply(CONDUCT, 0, { template: "read", status: "acknowledged", ack: ACK }, ACK);

  it("are counted from the acknowledgement, and are late only the day after", () => {
    const thread = only([acknowledged]);

    expect(proofIn(thread)).toEqual(ACK);
    expect(expected(thread, "2026-12-21")).toEqual({ by: "2026-12-21", overdue: false });
    expect(expected(thread, "2026-12-22").overdue).toBe(true);
  });

  it("call nothing late that came, waits to be fetched, or is closed, and nothing without a genuine day", () => {
    const later: Found = { state: "waiting", office: CONDUCT, j: 1 };

    expect(expected(only([acknowledged, reply(CONDUCT, 1, { text: "x" })]), "2027-06-01").overdue).toBe(false);
    expect(expected(only([acknowledged, later]), "2027-06-01").overdue).toBe(false);
    expect(expected(only([reply(CONDUCT, 0, { status: "closed" }, ACK)]), "2027-06-01").overdue).toBe(false);
    expect(expected(only([reply(CONDUCT, 0, { text: "x" })]), "2027-06-01")).toEqual({ by: null, overdue: false });
  });

  it("are not counted from a day that is yet to come", () => {
    const ahead = only([reply(CONDUCT, 0, { template: "read", status: "acknowledged" }, { ...ACK, day: "2099-01-01" })]);

    expect(expected(ahead, "2026-12-22")).toEqual({ by: null, overdue: false });
  });

  it("allow for weekends and for the relay's wait", () => {
    const policy = { ...DIRECTORY.policy, batch: { min: 1, timeout: 0, deadline: 86_400 } };

    expect(latestDays({ ...policy, acknowledge_working_days: 3 })).toBe(6);
    expect(latestDays({ ...policy, acknowledge_working_days: 6 })).toBe(11);
    expect(dayAfter("2026-12-31", 1)).toBe("2027-01-01");
    expect(dayAfter("soon", 1)).toBe("");
  });

  // The same days as in tests/domain/test_deadlines.py.
  it.each([
    [3, 24, 86_400, false, "2026-11-27"],
    [6, 24, 86_400, false, "2026-12-02"],
    [3, 24, 86_400, true, "2026-11-23"],
    [3, 25, 86_401, true, "2026-11-25"],
    [3, 24, 0, true, "2026-11-22"],
  ])("name the day by which to hear: %i working days, %i hours, a relay that waits %i s, urgent %s", (working, hours, deadline, urgent, by) => {
    const policy = { ...DIRECTORY.policy, acknowledge_working_days: working, acknowledge_hours_urgent: hours, batch: { min: 1, timeout: 0, deadline } };

    expect(heardBy(policy, urgent, "2026-11-21")).toBe(by);
  });
});

describe("help and protection later", () => {
  it("go to those who arrange help near the person", () => {
    const roleOf = (id: string | null) => DIRECTORY.offices.find((each) => each.id === id)?.role;

    expect(["victims_rights", "psea", "inter_agency_psea"]).toContain(roleOf(helperFor(DIRECTORY, "un-habitat", null, AT)));
  });

  it("protection is with an ethics office, whichever office asked", () => {
    for (const entity of ["un-habitat", null, ...DIRECTORY.entities.map(({ id }) => id)]) {
      const way = protectorFor(DIRECTORY, entity, AT);
      const role = DIRECTORY.offices.find(({ id }) => id === way.primary)?.role;
      expect(["ethics_office", "ethics_adviser"]).toContain(role);
    }
  });
});

describe("the proof", () => {
  it("is a file that says nothing by its name and all that a checker needs", () => {
    const { name, text } = proofFile("0f".repeat(16), ACK, { version: 2, hash: "d1".repeat(32) });

    expect(name).toBe("note-2026-11-21.json");
    expect(JSON.parse(text)).toEqual({ v: 1, kind: "speakup-acknowledgement", organisation: "0f".repeat(16), ...ACK, directory: { version: 2, hash: "d1".repeat(32) } });
  });

  it("takes nothing into its name that is no day", () => {
    expect(proofFile("0f".repeat(16), { ...ACK, day: "../../x" }, { version: 2, hash: "" }).name).toBe("note-1.json");
  });
});

describe("words", () => {
  it("stand for every status, and promise nothing", () => {
    expect(STATUSES.filter((status) => statusMeaning(status, t) === "")).toEqual([]);
    expect(statusMeaning("under_investigation", t)).toMatch(/often/);
  });

  it("of standard answers tell why it was closed, in groups, and name one that is not known", () => {
    expect(templateText("closed", { reason: "unsubstantiated" }, t)).toMatch(/not mean that you were not believed/);
    expect(templateText("closed", { reason: "<b>" }, t)).not.toMatch(/<b>/);
    expect(templateText("check_in", {}, t)).toMatch(/do not have to answer/);
    expect(templateText("later", {}, t)).toMatch(/does not know/);
  });
});
