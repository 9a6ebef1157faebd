/** How an office accounts for its cases: whether all of a case is here, what is counted, what of it leaves the office. */
import { BadInput } from "../../../sealing/errors";
import { loadWordlist } from "../../../sealing/wordlists";
import { coded, type CodingRecord, daysOpen, doubts, FIELDS, isValid } from "../../case/coding";
import { counted, dayReceived, durations, type Fact, fact, forOutside, NOT_STATED, reconciled } from "../../case/statistics";
import { fingerprint, trail, wordNumbers } from "../../case/trail";
import type { AccountCalls, CaseFileChoice, CaseFileView, CodingView, Question, StatisticsView, TrailEntry, TrailView } from "../../calls/account";
import { type Case, receivedOn, textsOf } from "../../fold";
import { fault, identityGoes, packing } from "../../refer/pack";
import { hex } from "../../../sealing/bytes";
import { titleOf } from "../authorship";
import { goneOf, isGone } from "../destroyed";
import { claimIn, sourceIn } from "../passing";
import type { Entered, Room } from "../room";
import { annualCalls } from "./annual";
import { disposalCalls } from "./disposal";
import { exported } from "./exporting";

/** A case's random reference: nothing of the report is in it. */
const REF_BYTES = 4;

export function accountCalls(room: Room): AccountCalls {
  const account = new Account(room);
  return {
    ...annualCalls(room, () => account.facts({ from: "", until: "" })),
    ...disposalCalls(room),
    trail: (thread) => account.trail(thread),
    coding: (thread) => Promise.resolve(account.coding(thread)),
    code: (...given) => account.code(...given),
    statistics: (question) => Promise.resolve(account.statistics(question)),
    exportStatistics: (question, kind, form) => Promise.resolve(exported(account.facts(question), question, kind, form)),
    caseFile: (...given) => account.caseFile(...given),
  };
}

class Account {
  /** A case is the same object until something comes for it. */
  readonly #facts = new WeakMap<Case, Fact>();

  constructor(readonly room: Room) {}

  async trail(thread: string): Promise<TrailView | null> {
    const entered = this.room.entered();
    const found = entered.ledger.case(thread);
    // Who stepped back has let go of the case: what is not here is not missing.
    if (found === undefined || entered.ledger.isClosed(thread)) return null;
    const { standing, count, missing } = trail(found);
    const list = (await loadWordlist("en")) ?? [];
    const words = wordNumbers(fingerprint(this.room.around.p, thread, found.ctxs)).map((number) => list[number] ?? "");
    return { standing, count, missing: missing.length, words, entries: entriesOf(found, entered) };
  }

  coding(thread: string): CodingView | null {
    const { ledger, directories } = this.room.entered();
    const found = ledger.case(thread);
    if (found === undefined) return null;
    const { entities, policy } = directories.newest().directory;
    const record = coded(found);
    const open = daysOpen(record, this.today());
    return {
      ...{ record, doubts: doubts(record), daysOpen: open, received: receivedOn(found) },
      late: open !== null && open > policy.benchmark_days,
      entities: entities.map(({ id, name }) => ({ id, name })),
    };
  }

  async code(thread: string, changes: CodingRecord): Promise<void> {
    const wrong = Object.entries(changes).find(([name, value]) => !(name in FIELDS) || (value !== "" && !isValid(name, value)));
    if (wrong !== undefined) throw new BadInput(wrong[0], "is not in the table");
    const found = this.room.entered().ledger.case(thread);
    const reference = found !== undefined && coded(found).case_ref === undefined ? { case_ref: hex(this.room.around.p.random(REF_BYTES)) } : {};
    await this.room.tell(`coding ${thread} ${JSON.stringify(changes)}`, thread, "coding", { data: { ...reference, ...changes } });
  }

  facts({ from, until }: Pick<Question, "from" | "until">): Fact[] {
    const all = this.room.entered().ledger.cases().filter((found) => !isGone(found)).map((found) => this.#fact(found));
    return all.filter((one) => {
      const day = dayReceived(one);
      return (from === "" || (day !== null && day >= from)) && (until === "" || (day !== null && day <= until));
    });
  }

  statistics(question: Question): StatisticsView {
    const { ledger, directories, device } = this.room.entered();
    const facts = this.facts(question);
    const cells = counted(facts, question.keys, question.unit);
    return {
      gone: goneOf(ledger.cases(), device.device, directories.newest().kin),
      ...{ cases: facts.length, cells, reconciled: reconciled(facts), durations: durations(facts) },
      coded: facts.filter(({ record }) => (record.allegation_type ?? NOT_STATED) !== NOT_STATED).length,
      total: cells.reduce((all, { number }) => all + number, 0),
      outside: question.keys.length === 1 ? forOutside(cells) : null,
    };
  }

  async caseFile(thread: string, { audience, passages, checked }: CaseFileChoice): Promise<CaseFileView | null> {
    const entered = this.room.entered();
    const found = entered.ledger.case(thread);
    const trailed = await this.trail(thread);
    if (found === undefined || trailed === null) return null;
    const [source, claimed] = [sourceIn(entered, found), found.claims.map((claim) => ({ key: claim.key, source: claimIn(entered, found, claim) }))];
    const sources = [source, ...claimed.map((claim) => claim.source)];
    const around = { trail: trailed, made: this.today(), missed: [], fault: null };
    if (audience === "own") {
      const claims = claimed.map(({ key, source: { texts } }) => ({ key, texts, withheld: [] }));
      return { ...around, named: true, tells: true, texts: source.texts, withheld: source.withheld, claims, record: coded(found) };
    }
    // Those who help learn what is needed, not what happened.
    const purpose = audience === "helpers" ? "assistance" : "referral";
    const choice = { purpose, audience, contact: "stays", files: [], reason: "", passages, checked, note: "" } as const;
    const goes = sources.map((one) => identityGoes(one, audience));
    const known = { ...around, named: goes.every(Boolean), tells: goes.some(Boolean) };
    const wrong = sources.map((one) => fault(one, choice)).find((one) => one !== null) ?? null;
    if (wrong !== null) return { ...known, fault: wrong, texts: [], withheld: [], claims: [], record: {} };
    const [own, ...others] = [packing(source, choice), ...claimed.map((claim) => packing(claim.source, choice))];
    const claims = others.map(({ body: { texts, withheld } }, at) => ({ key: claimed[at]?.key ?? "", texts, withheld }));
    const missed = own.missed.filter((passage) => others.every((other) => other.missed.includes(passage)));
    return { ...known, missed, texts: own.body.texts, withheld: own.body.withheld, claims, record: audience === "investigators" ? coded(found) : {} };
  }

  today(): string {
    return new Date(this.room.around.now()).toISOString().slice(0, 10);
  }

  #fact(found: Case): Fact {
    const known = this.#facts.get(found) ?? fact(found);
    this.#facts.set(found, known);
    return known;
  }
}

/** All that is proven of a case, in the order of time. */
function entriesOf(found: Case, { device, directories }: Entered): TrailEntry[] {
  const { directory } = directories.newest();
  const heads = new Set(found.heads);
  const written = textsOf(found).map(({ ctx, day, payload }) => ({ ctx, at: day, what: payload.kind, status: null, by: null }));
  const handed = found.handovers.map(({ ctx, day }) => ({ ctx, at: day, what: "handover", status: null, by: null }));
  const events = found.events.map(({ ctx, event }) => ({ ctx, at: event.at, what: event.event, status: event.event === "status" ? event.status : null, by: titleOf(directory, device.office, event.by) }));
  return [...written, ...handed, ...events].sort((one, other) => (one.at < other.at ? -1 : Number(one.at > other.at))).map((entry) => ({ ...entry, open: heads.has(entry.ctx) }));
}
