/** An officer's day: what is due in all cases, and what the office knows of one besides its texts. */
import { officeById, sealKeys } from "../../../directory/parse";
import { BadInput } from "../../../sealing/errors";
import { tracks } from "../../case/assistance";
import { clockFacts, closingReason } from "../../case/clockFacts";
import { awaitedSince, type Clock, clocks } from "../../case/clocks";
import { isClosure } from "../../case/closing";
import { standing } from "../../case/consent";
import type { Answer } from "../../case/fields";
import { linksOf } from "../../case/links";
import { beyond } from "../../case/needToKnow";
import { latest } from "../../case/registers";
import { compare } from "../../case/texts";
import { assignedTo, type Case, languageOfCase, named, nextAt, nextJ, secondAfter, textsOf } from "../../fold";
import type { Casework, Colleague, DayCalls, DueRow, LinkView, ListedRow, Named, Part, PartName, Today, ToldView } from "../../calls/day";
import type { Row } from "../../view";
import { titleOf } from "../authorship";
import { filesOf } from "../files";
import { countryOf } from "../listing";
import { replyOf } from "../outgoing";
import { caseIn, type Entered, type Room } from "../room";

/** As many of a part as the first screen shows. */
const MOST_ROWS = 20;
/** What is due within so many days is shown as coming. */
const SOON_DAYS = 7;
/** A closing is told to the reporter by this template. */
const CLOSED_TEMPLATE = "closed";
const MOST_CANDIDATES = 8;

export function dayCalls(room: Room): DayCalls {
  const day = new Day(room);
  return {
    today: () => Promise.resolve(day.today()),
    rows: (threads) => Promise.resolve(day.listed(threads)),
    casework: (thread) => Promise.resolve(day.casework(thread)),
    candidates: (...given) => Promise.resolve(day.candidates(...given)),
    closeCase: (...given) => day.close(...given),
  };
}

interface Reckoned {
  readonly clocks: readonly Clock[];
  readonly awaited: string | null;
}

class Day {
  /** A listed row is the same object until something comes for its case; what is made of it holds for a day and a directory. */
  #rows = new WeakMap<Row, DueRow>();
  #rowsOf = "";

  constructor(readonly room: Room) {}

  today(): Today {
    const entered = this.room.entered();
    const day = this.#day();
    const kept = `${day} ${String(entered.directories.newest().directory.version)}`;
    if (kept !== this.#rowsOf) [this.#rows, this.#rowsOf] = [new WeakMap<Row, DueRow>(), kept];
    const rows = entered.ledger.cases().map((found) => this.#row(found, entered));
    const standing = rows.map((row) => ({ row, part: partName(row) }));
    const parts = Object.fromEntries(PARTS.map(([name]) => [name, partOf(standing.filter(({ row, part }) => part === name || (name === "waiting" && row.awaited !== null)).map(({ row }) => row))]));
    return { day, parts: parts as Today["parts"], open: rows.filter(({ status }) => status !== "closed").length };
  }

  listed(threads: readonly string[]): readonly ListedRow[] {
    const entered = this.room.entered();
    return threads.flatMap((thread) => {
      const found = entered.ledger.case(thread);
      if (found === undefined) return [];
      const facts = { lang: languageOfCase(found), country: countryOf(found), help: found.assistance.length > 0, files: [...filesOf(found).values()].flat().length };
      return [{ ...this.#row(found, entered), ...facts }];
    });
  }

  casework(thread: string): Casework | null {
    const entered = this.room.entered();
    const found = entered.ledger.case(thread);
    if (found === undefined) return null;
    const { clocks: due, awaited } = this.#reckon(found, entered);
    const triage = Object.entries(latest(found.events, "triage")).map(([question, { value, by, at }]) => [question, { value, at, ...whose(entered, by) }] as const);
    return {
      ...{ clocks: due, awaited, reason: closingReason(found), triage: Object.fromEntries(triage) },
      assigned: colleagueOf(entered, assignedTo(found)),
      colleagues: this.#colleagues(entered),
      links: this.#links(found, entered),
      told: named(found, "need_to_know").map((done) => toldView(done, found, entered)),
    };
  }

  candidates(thread: string, number: string): readonly Named[] {
    const entered = this.room.entered();
    const found = caseIn(entered, thread);
    const linked = new Set([thread, ...linksOf(found, entered.ledger.cases()).map((link) => link.thread)]);
    const others = entered.ledger.cases().filter((other) => !linked.has(other.thread));
    const wanted = number.trim().toLowerCase();
    const fitting = wanted === "" ? alike(found, others) : others.filter((other) => other.thread.startsWith(wanted));
    return fitting.slice(0, MOST_CANDIDATES).map((other) => namedOf(other, entered));
  }

  close(thread: string, reason: string, tell: boolean): Promise<void> {
    return this.room.inTurn(async (entered) => {
      if (!isClosure(reason)) throw new BadInput("reason", "is none of the table");
      const found = caseIn(entered, thread);
      const outgoing = this.room.outgoing(entered);
      const at = nextAt(found, outgoing.now);
      const closed = (when: string) => outgoing.event(found, "status", { status: "closed", reason }, when);
      await entered.outbox.send(`close ${thread} ${reason} ${String(tell)}`, () => {
        if (!tell) return { replies: [], tags: null, events: () => [closed(at)] };
        const replies = outgoing.reply(found, "", { template: CLOSED_TEMPLATE, values: { reason }, status: "closed" });
        const replied = (j: number | null) => outgoing.event(found, "replied", { reason: CLOSED_TEMPLATE, ...(j === null ? {} : { j }) }, at);
        return { replies, tags: { key: replyOf(found).tag, from: nextJ(found) }, events: (j) => [replied(j), closed(secondAfter(at))] };
      });
      await entered.sync();
    });
  }

  #row(found: Case, entered: Entered): DueRow {
    const row = entered.listing.row(found);
    const known = this.#rows.get(row);
    if (known !== undefined) return known;
    const made = { ...namedRow(row), unread: row.unread, ...this.#reckon(found, entered), assigned: colleagueOf(entered, assignedTo(found)) };
    this.#rows.set(row, made);
    return made;
  }

  #reckon(found: Case, entered: Entered): Reckoned {
    const helped = tracks(found).flatMap(({ step, reminders }) => reminders.map((due) => ({ name: step === "none" ? "offer" : "help", due })));
    const facts = clockFacts(found, helped);
    const { policy } = entered.directories.newest().directory;
    return { clocks: clocks(facts, policy, this.#day()), awaited: awaitedSince(facts, policy, this.#day()) };
  }

  #links(found: Case, entered: Entered): LinkView[] {
    return linksOf(found, entered.ledger.cases()).flatMap(({ thread, relation, said, by, at }) => {
      const other = entered.ledger.case(thread);
      return other === undefined ? [] : [{ ...namedOf(other, entered), relation, said, at, by: whose(entered, by).by }];
    });
  }

  /** A member for each; of their devices the first that others can seal to. */
  #colleagues(entered: Entered): Colleague[] {
    const office = officeById(entered.directories.newest().directory, entered.device.office);
    const ready = office === undefined ? [] : sealKeys(office, new Date(this.room.around.now()));
    return (office?.members ?? []).flatMap(({ devices, title }) => {
      const device = devices.find(({ id }) => ready.some((key) => key.device === id));
      const own = devices.some(({ id }) => id === entered.device.device);
      return device === undefined ? [] : [{ device: own ? entered.device.device : device.id, title: title ?? "", own }];
    });
  }

  #day(): string {
    return new Date(this.room.around.now()).toISOString().slice(0, 10);
  }
}

/** A case stands in the first part that it fits; waiting may be another one's too. */
const PARTS: readonly (readonly [PartName, (row: DueRow) => boolean])[] = [
  ["overdue", ({ clocks: [first] }) => first !== undefined && !first.paused && first.left < 0],
  ["due", ({ clocks: [first] }) => first !== undefined && !first.paused && first.left === 0],
  ["fresh", ({ unread, status }) => unread && status !== "closed"],
  ["soon", ({ clocks: [first] }) => first !== undefined && !first.paused && first.left <= SOON_DAYS],
  ["waiting", ({ awaited }) => awaited !== null],
];

function partName(row: DueRow): PartName | null {
  return PARTS.find(([, holds]) => holds(row))?.[0] ?? null;
}

function partOf(rows: readonly DueRow[]): Part {
  return { count: rows.length, rows: [...rows].sort(byNeed).slice(0, MOST_ROWS) };
}

/** Urgent first, then what is most pressing, then the oldest. */
function byNeed(one: DueRow, other: DueRow): number {
  const weight = ({ urgent, clocks: [first] }: DueRow) => [urgent.length > 0 ? 0 : 1, first?.left ?? Number.MAX_SAFE_INTEGER] as const;
  const [its, others] = [weight(one), weight(other)];
  return its[0] - others[0] || its[1] - others[1] || compare([one.received ?? "9", one.thread], [other.received ?? "9", other.thread]);
}

function namedRow({ thread, received, categories, kind, urgent, status }: Named): Named {
  return { thread, received, categories, kind, urgent, status };
}

function namedOf(found: Case, { listing }: Entered): Named {
  return namedRow(listing.row(found));
}

/** Whose device it is, and whether that is the reader. */
function whose({ directories, device }: Entered, by: string): { readonly by: string; readonly own: boolean } {
  return { by: titleOf(directories.newest().directory, device.office, by), own: by === device.device };
}

function colleagueOf(entered: Entered, device: string | null): Colleague | null {
  if (device === null) return null;
  const office = officeById(entered.directories.newest().directory, entered.device.office);
  const member = office?.members.find(({ devices }) => devices.some(({ id }) => id === device));
  return { device, title: member?.title ?? "", own: member?.devices.some(({ id }) => id === entered.device.device) ?? false };
}

function toldView({ ctx, event: { data, by, at, text } }: ReturnType<typeof named>[number], found: Case, entered: Entered): ToldView {
  const said = (name: string) => plain(data[name]);
  const identity = said("identity") === "yes";
  const allows = standing(textsOf(found)).identity;
  return {
    ...{ ctx, why: text, identity, who: said("who"), role: said("role"), what: said("what"), day: said("day") || at.slice(0, 10) },
    by: whose(entered, by).by,
    beyond: beyond(said("role"), said("what"), identity, allows),
  };
}

function plain(value: Answer | undefined): string {
  return typeof value === "string" ? value : (value?.join(", ") ?? "");
}

const FACTS = ["category", "entity", "country"] as const;

/** Cases that share most of what routing looks at, the most alike first. Nothing of what anybody wrote is compared. */
function alike(found: Case, others: readonly Case[]): Case[] {
  const own = factsOf(found);
  return others
    .map((other) => ({ other, shared: FACTS.filter((_, place) => own[place] !== "" && own[place] === factsOf(other)[place]).length }))
    .filter(({ shared }) => shared >= FACTS.length - 1)
    .sort((one, other) => other.shared - one.shared)
    .map(({ other }) => other);
}

function factsOf({ reports }: Case): string[] {
  return FACTS.map((name) => reports.map(({ payload }) => plain(payload.answers[name])).find((value) => value !== "") ?? "");
}
