/** The form on the phone: what is asked, where one goes, what is told to the routing table. Pure. */
import { describe, expect, it } from "vitest";
import { factsOf, sayable } from "../../src/speakup/form/facts";
import { type Answers, FORM, holds, standing, steps } from "../../src/speakup/form/form";
import { plan } from "../../src/speakup/form/plan";
import { advance, begin, current, type Progress, sectionOf, toggled } from "../../src/speakup/form/progress";
import { matches, probeOf } from "../../src/speakup/form/typeback";
import type { Route } from "../../src/directory/types";

const ROUTE: Route = { row: "R1", reason: "entity", primary: "aa", copies: ["bb"], assistance: "cc", page: null, urgent: true, child_page: false, inquiry: false, passed_over: [] };

function answered(progress: Progress, ...pairs: readonly (readonly [string, string])[]): Progress {
  return pairs.reduce((at, [id, value]) => advance(FORM, advance(FORM, at, { type: "answer", id, values: [value] }), { type: "next" }), progress);
}

describe("the way through the form", () => {
  it("can be walked to its end by skipping every question", () => {
    let progress = begin(FORM);
    for (let step = 0; step < 60 && !progress.done; step++) progress = advance(FORM, progress, { type: "next" });

    expect(progress.done).toBe(true);
    expect(progress.answers).toEqual({});
  });

  it("shows the safety screen to someone who is not safe, and goes back to the question", () => {
    const unsafe = answered(begin(FORM), ["safe_now", "no"]);

    expect(current(FORM, unsafe)?.id).toBe("pace");
    expect(current(FORM, advance(FORM, unsafe, { type: "back" }))?.id).toBe("safe_now");
  });

  it("comes back from the readers to the last question", () => {
    const short = answered(begin(FORM), ["safe_now", "no"], ["pace", "short"]);
    let progress = short;
    while (!progress.done) progress = advance(FORM, progress, { type: "next" });

    expect(current(FORM, advance(FORM, progress, { type: "back" }))?.id).toBe("assistance");
  });

  it("keeps nothing when erased", () => {
    const some = answered(begin(FORM), ["safe_now", "yes"], ["reporter_role", "self"]);

    expect(advance(FORM, some, { type: "erase" })).toEqual(begin(FORM));
  });

  it("counts parts, not questions", () => {
    const late = { ...begin(FORM), at: "contact_ok" };

    expect(sectionOf(FORM, begin(FORM))).toMatchObject({ index: 0, count: 3 });
    expect(sectionOf(FORM, late).index).toBe(2);
  });

  it("takes follow-ups along when a choice is taken back", () => {
    const answers: Answers = { child_involved: ["no"], accused_affiliation: ["unknown"], contracting: ["un-habitat"], what: ["  "] };

    expect(standing(FORM, answers)).toEqual({ child_involved: ["no"], accused_affiliation: ["unknown"] });
  });

  it("clears the others when one stands alone", () => {
    const question = FORM.questions.find(({ id }) => id === "assistance");
    if (question === undefined) throw new Error("the form has no such question");

    expect(toggled(question, ["medical", "legal"], "none")).toEqual(["none"]);
    expect(toggled(question, ["none"], "legal")).toEqual(["legal"]);
    expect(toggled(question, ["legal"], "legal")).toEqual([]);
  });

  it("reads conditions as alternatives of all that must and nothing that must not be", () => {
    const when = [{ is: { a: ["1"] }, not: { b: ["2"] } }, { is: { c: ["3"] } }];

    expect(holds(when, { a: ["1", "9"] })).toBe(true);
    expect(holds(when, { a: ["1"], b: ["2"] })).toBe(false);
    expect(holds(when, { b: ["2"], c: ["3"] })).toBe(true);
    expect(holds([], {})).toBe(true);
  });
});

describe("what the routing table is told", () => {
  it("knows nothing when everything was skipped", () => {
    expect(factsOf({}, [])).toMatchObject({ accused: "unknown", entity: null, categories: ["other"], child: "no", danger: false, assistance: false, formal: false });
  });

  it("counts a skipped question about a child as not known when it may be sexual abuse", () => {
    expect(factsOf({ category: ["sea"] }, []).child).toBe("unknown");
    expect(factsOf({ reporter_role: ["self_child"] }, []).child).toBe("yes");
  });

  it("forgets an entity that is no longer asked for", () => {
    expect(factsOf({ accused_affiliation: ["other_force"], entity: ["un-habitat"] }, []).entity).toBeNull();
  });

  it("offers only values that the table knows", () => {
    const accused = FORM.questions.find(({ id }) => id === "accused_affiliation")?.options?.map(({ value }) => value);
    const known = "un_staff mission_civilian contingent un_police partner mandated_force other_force vendor event_participant self unknown";

    expect(new Set(accused)).toEqual(new Set(known.split(" ")));
  });

  it("needs something to say before anything is sent", () => {
    expect(sayable({ safe_now: ["no"] })).toBe(false);
    expect(sayable({ what: ["x"] })).toBe(true);
    expect(sayable({ category: ["fraud"] })).toBe(true);
  });
});

describe("which office gets what", () => {
  const answers: Answers = {
    safe_now: ["no"], pace: ["full"], reporter_role: ["self"], category: ["sea"], assistance: ["medical"], help_today: ["yes"], how_much: ["all"],
    accused_affiliation: ["un_staff"], entity: ["un-habitat"], country: ["KE"], what: ["the story"], contact_ok: ["yes"], safe_contact: ["a friend"], told_elsewhere: ["family"],
  };

  it("sends the wish for help apart and without the story", () => {
    const help = plan(FORM, answers, ROUTE).find(({ office }) => office === "cc")?.draft;

    expect(help).toEqual({ kind: "assistance", help: ["medical", "today"], safe_contact: "a friend", country: "KE" });
  });

  it("sends the report to every reader, without the help, the contact and what was only for the phone", () => {
    const reports = plan(FORM, answers, ROUTE).filter(({ draft }) => draft.kind === "report");

    expect(reports.map(({ office }) => office)).toEqual(["aa", "bb"]);
    expect(reports[0]?.draft).toEqual({
      kind: "report",
      answers: { safe_now: "no", reporter_role: "self", category: ["sea"], accused_affiliation: "un_staff", entity: "un-habitat", country: "KE", told_elsewhere: ["family"] },
      words: "the story",
      consent: { contact: "yes", identity: "none" },
      urgent: true,
    });
  });

  it("sends no report when only help is asked for", () => {
    expect(plan(FORM, { ...answers, how_much: ["help"] }, ROUTE).map(({ draft }) => draft.kind)).toEqual(["assistance"]);
  });

  it("does not take silence for agreement", () => {
    const [report] = plan(FORM, { category: ["fraud"] }, { ...ROUTE, copies: [] });

    expect(report?.draft.kind === "report" && report.draft.consent).toEqual({ identity: "none" });
  });

  it("leaves out what an answer changed later no longer asks", () => {
    expect(steps(FORM, { ...answers, how_much: ["help"] }).map(({ id }) => id)).not.toContain("what");
  });
});

describe("typing a part of the receipt back", () => {
  const receipt = { digits: "01234567890123456789", words: ["café", "two", "three", "four", "five", "six"] };

  it("asks for two different words in their order, whatever is drawn", () => {
    for (let draw = 0; draw < 1; draw += 0.07) {
      const { places } = probeOf(receipt, "words", () => draw);
      expect(places[0]).toBeLessThan(places[1] ?? 0);
    }
  });

  it("forgives case, accents, spaces and the script of digits, and nothing else", () => {
    expect(matches({ places: [1], expected: ["café"] }, [" CAFE "])).toBe(true);
    expect(matches({ places: [1], expected: ["café"] }, ["cafes"])).toBe(false);
    expect(matches(probeOf(receipt, "digits", () => 0), ["٠١٢٣٤"])).toBe(true);
    expect(matches(probeOf(receipt, "digits", () => 0), ["01235"])).toBe(false);
  });
});
