/** What the form promises to everyone, whatever they answer: no dead end, nothing ticked, nothing asked of a child. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDirectory } from "../../src/directory/parse";
import { route } from "../../src/directory/routing";
import { decide } from "../../src/speakup/form/decision";
import { factsOf, helpOnly, sayable, wantsHelp } from "../../src/speakup/form/facts";
import { type Answers, FORM, flowOf, holds, type Question, standing, steps } from "../../src/speakup/form/form";
import { listener, OUTSIDE } from "../../src/speakup/form/outside";
import { consentOf, plan, readers } from "../../src/speakup/form/plan";
import { advance, begin, current, type Progress } from "../../src/speakup/form/progress";
import { dialled, servicesFor } from "../../src/speakup/localHelp";
import { reasonText } from "../../src/speakup/reasons";

const ROOT = resolve(import.meta.dirname, "../../../..");
const VECTORS = JSON.parse(readFileSync(resolve(ROOT, "tests/vectors/routing.json"), "utf8")) as { directories: Record<string, unknown> };
const DIRECTORY = parseDirectory(VECTORS.directories.demonstration);
const AT = new Date(DIRECTORY.issued);
const t = (text: string) => text;
/** More answers and changes of mind than the longest flow has questions. */
const MOST_STEPS = 200;

/** What somebody may answer to a question; null: skip it. */
function answerTo(question: Question, answers: Answers, draw: number): readonly string[] | null {
  const options = (question.options ?? []).filter(({ when }) => holds(when, answers)).map(({ value }) => value);
  const values: Readonly<Record<string, readonly string[]>> = {
    text: ["some words"],
    entity: DIRECTORY.entities.map(({ id }) => id),
    country: ["KE", "CD"],
    language: ["en"],
    page: [],
  };
  const possible = values[question.kind] ?? options;
  const place = draw % (possible.length + 1);
  return possible[place] === undefined ? null : [possible[place]];
}

/** Walk by `draws`: mostly answer and go on, now and then go back; then only forward. */
function walked(draws: readonly number[]): Progress {
  let progress = begin(FORM);
  for (let step = 0; step < MOST_STEPS && !progress.done; step++) {
    const question = current(FORM, progress);
    if (question === undefined) throw new Error(`nothing is shown after ${step} steps`);
    const draw = draws[step] ?? 0;
    if (step < draws.length && draw % 7 === 6 && progress.at !== FORM.flows[0]?.questions[0]) {
      progress = advance(FORM, progress, { type: "back" });
      continue;
    }
    const values = answerTo(question, progress.answers, draw);
    progress = advance(FORM, progress, { type: "answer", id: question.id, values: values ?? [] });
    progress = advance(FORM, progress, { type: "next" });
  }
  return progress;
}

const WALKS = fc.array(fc.nat(1_000), { maxLength: 90 }).map(walked);

describe("whatever is answered", () => {
  it("the form ends, and every question can be gone back from and skipped", () => {
    fc.assert(fc.property(WALKS, ({ done, answers }) => {
      expect(done).toBe(true);
      const skipped = steps(FORM, answers).reduce((progress) => advance(FORM, progress, { type: "next" }), begin(FORM));
      expect(skipped.done || current(FORM, skipped) !== undefined).toBe(true);
    }), { numRuns: 400 });
  });

  it("what was said can be sent, or an honest page says why not and who can be told", () => {
    fc.assert(fc.property(WALKS, ({ answers }) => {
      const { chosen, listening, facts } = decide(DIRECTORY, answers, { conflict: [], anyway: false, item: undefined }, AT);
      if (!sayable(answers) || plan(FORM, answers, chosen).length > 0) return;
      expect(chosen.page).toBe(OUTSIDE);
      expect(listening).toBe(listener(DIRECTORY, facts.country, [], AT));
      const told = decide(DIRECTORY, answers, { conflict: [], anyway: true, item: undefined }, AT);
      expect(readers(told.chosen)).toEqual([listening]);
    }), { numRuns: 400 });
  });

  it("helpers get no word of the story, and readers nothing that was only for this phone", () => {
    const local = FORM.questions.filter(({ purpose }) => purpose === "local" || purpose === "routing").map(({ id }) => id);
    const apart = FORM.questions.filter(({ purpose }) => purpose === "assistance" || purpose === "consent").map(({ id }) => id);
    fc.assert(fc.property(WALKS, ({ answers }) => {
      const planned = plan(FORM, answers, route(DIRECTORY, factsOf(answers, []), AT));
      for (const { draft } of planned) {
        if (draft.kind === "assistance") expect(Object.keys(draft).sort()).toEqual(["country", "help", "kind", "safe_contact"]);
        if (draft.kind === "report") expect([...local, ...apart].filter((id) => id in draft.answers)).toEqual([]);
        expect(draft.kind === "report" && helpOnly(answers)).toBe(false);
      }
      expect(planned.some(({ draft }) => draft.kind === "assistance") && !wantsHelp(standing(FORM, answers))).toBe(false);
    }), { numRuns: 400 });
  });

  it("a child is never asked what happened, and sees who can help before any text box", () => {
    const about = ["what", "accused_desc", "accused_affiliation", "when", "where", "in_return", "ongoing", "still_near", "how_much", "category"];
    fc.assert(fc.property(WALKS, ({ answers }) => {
      if (flowOf(FORM, answers) !== "child") return;
      const asked = steps(FORM, answers).map(({ id }) => id);
      expect(about.filter((id) => asked.includes(id))).toEqual([]);
      const text = steps(FORM, answers).findIndex(({ kind }) => kind === "text");
      expect(asked.indexOf("child_helpline")).toBeLessThan(text);
      expect(asked.slice(0, asked.indexOf("child_safety")).every((id) => ["safe_now", "pace", "reporter_role"].includes(id))).toBe(true);
    }), { numRuns: 400 });
  });

  it("what is not answered is not agreed to", () => {
    fc.assert(fc.property(WALKS, ({ answers }) => {
      const standingAnswers = standing(FORM, answers);
      const { contact, identity = "" } = consentOf(standingAnswers);
      const yes = (id: string) => standingAnswers[id]?.[0] === "yes";
      // Silence about it is no refusal: the office must not be told that they do not wish to be written to.
      expect(contact).toBe({ yes: "yes", no: "no" }[standingAnswers.contact_ok?.[0] ?? ""]);
      expect(/helpers/.test(identity)).toBe(yes("identity_helpers"));
      expect(/investigators/.test(identity)).toBe(yes("identity_investigators"));
    }), { numRuns: 200 });
  });
});

describe("an answer that was taken back", () => {
  it("decides nothing any more", () => {
    const safeAgain: Answers = { safe_now: ["yes"], pace: ["short"] };
    const notSelf: Answers = { reporter_role: ["saw"], category: ["sea"], assistance: ["medical"], how_much: ["help"] };
    const notForSomeone: Answers = { reporter_role: ["self"], they_agree: ["unaware"], category: ["fraud"] };

    expect(flowOf(FORM, safeAgain)).toBe("ordinary");
    expect(steps(FORM, notSelf).map(({ id }) => id)).toContain("what");
    expect(steps(FORM, notForSomeone).map(({ id }) => id)).toContain("assistance");
  });
});

describe("for someone else", () => {
  const asked = (answers: Answers) => steps(FORM, answers).map(({ id }) => id);

  it("refuses to ask for what is theirs to give until they agree", () => {
    const unaware: Answers = { reporter_role: ["behalf"], category: ["sea"], they_agree: ["unaware"] };

    expect(asked(unaware)).toContain("not_without_them");
    expect(asked({ ...unaware, assistance: ["medical"] })).not.toContain("safe_contact");
    expect(asked(unaware)).not.toContain("assistance");
    expect(asked({ ...unaware, they_agree: [] })).not.toContain("assistance");
    expect(asked({ ...unaware, they_agree: ["agrees"] })).toContain("assistance");
  });

  it("lets an adult ask for help for a child", () => {
    expect(asked({ reporter_role: ["behalf"], category: ["sea"], they_agree: ["unaware"], child_involved: ["yes"] })).toContain("assistance");
  });
});

describe("a question instead of a report", () => {
  const inquiry: Answers = { reporter_role: ["self"], category: ["inquiry"], own_entity: ["un-habitat"], your_question: ["May I keep it?"] };

  it("accuses nobody and goes where the person wants", () => {
    expect(flowOf(FORM, inquiry)).toBe("inquiry");
    expect(steps(FORM, inquiry).map(({ id }) => id)).not.toContain("accused_affiliation");
    const own = route(DIRECTORY, factsOf({ ...inquiry, prefer: ["entity"] }, []), AT);
    const office = route(DIRECTORY, factsOf({ ...inquiry, prefer: ["ethics_office"] }, []), AT);
    const roleOf = (id: string | null) => DIRECTORY.offices.find((each) => each.id === id)?.role;

    expect([own.inquiry, roleOf(own.primary)]).toEqual([true, "ethics_legal"]);
    expect(roleOf(office.primary)).toBe("ethics_office");
  });

  it("is no question any more when something else is told with it", () => {
    expect(flowOf(FORM, { ...inquiry, category: ["inquiry", "sea"] })).toBe("survivor");
  });
});

describe("why it goes there", () => {
  it("has plain words for every row of the routing table", () => {
    const table = readFileSync(resolve(ROOT, "app/content/data/routing.yaml"), "utf8");
    const reasons = [...table.matchAll(/^ {4}reason: (\w+)$/gm)].map(([, reason]) => reason ?? "");

    expect(reasons.length).toBeGreaterThan(20);
    expect(reasons.filter((reason) => reasonText(reason, t) === "")).toEqual([]);
  });
});

describe("past an office that did not answer", () => {
  it("goes to one that does not depend on it", () => {
    const answers: Answers = { category: ["harassment"], accused_affiliation: ["un_staff"], entity: ["un-habitat"] };
    const first = decide(DIRECTORY, answers, { conflict: [], anyway: false, item: undefined }, AT).chosen.primary ?? "";
    const past = decide(DIRECTORY, answers, { conflict: [], anyway: false, item: `past:${first}` }, AT);

    expect(past.chosen.primary).not.toBeNull();
    expect(readers(past.chosen)).not.toContain(first);
    expect(past.asked).not.toContain(first);
    expect(decide(DIRECTORY, answers, { conflict: [], anyway: false, item: "past:nobody" }, AT).chosen.primary).toBe(first);
  });
});

describe("local help", () => {
  const service = (kind: string, country: string | null) => ({ kind, country, name: `${kind} ${country ?? "all"}`, contact: "000" });
  const help = [service("police", null), service("emergency", "KE"), service("emergency", "CD")];
  const directory = { ...DIRECTORY, organisation: { ...DIRECTORY.organisation, help } } as typeof DIRECTORY;

  it("is that of the country, in the order of urgency, and all of it when the country is not known", () => {
    expect(servicesFor(directory, ["emergency", "police"], "KE").map(({ name }) => name)).toEqual(["emergency KE", "police all"]);
    expect(servicesFor(directory, ["emergency"], null)).toHaveLength(2);
    expect(servicesFor(DIRECTORY, ["medical"], "ZZ")).toEqual([]);
    expect(servicesFor(null, ["emergency"], "KE")).toEqual([]);
  });

  it("is dialled only where it is a number", () => {
    expect(dialled("+254 (0)20-000")).toBe("+254020000");
    expect(dialled("House 3, Main Road")).toBeNull();
  });
});
