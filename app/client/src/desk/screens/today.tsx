/** The first screen: what is overdue, due today, new, coming, and what waits for the reporter. Urgent first. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { DueRow, Part, PartName, Today } from "../calls/day";
import type { Clock } from "../case/clocks";
import { clockTask, clockTime } from "../clockWords";
import { type DeskContext, type TabId, useDesk } from "../context";
import { dayName, subject, urgency } from "../labels";
import { WaitingElsewhere } from "../notices/waiting";
import { KeysEnding } from "../people/keysEnding";
import { Screen } from "../ui";
import "../today.css";

const TILES: readonly PartName[] = ["overdue", "due", "fresh", "waiting"];
const SHOWN: readonly PartName[] = ["overdue", "due", "fresh", "soon", "waiting"];

export function TodayScreen() {
  const { t, calls, edition } = useDesk();
  const [today, setToday] = useState<Today | null>(null);
  useEffect(() => { void calls.today().then(setToday); }, [calls, edition]);
  return (
    <Screen name="today" title={t("Today")}>
      {today === null || (edition === 0 && today.open === 0) ? <p class="lead">{t("One moment.")}</p> : <Day today={today} />}
    </Screen>
  );
}

function Day({ today }: { readonly today: Today }) {
  const { t, tn, locale } = useDesk();
  const { overdue, due } = today.parts;
  const late = overdue.count > 0 ? tn("{count} thing is late.", "{count} things are late.", overdue.count) : t("Nothing is late.");
  const now = due.count > 0 ? tn("{count} is due today.", "{count} are due today.", due.count) : t("Nothing is due today.");
  const date = new Intl.DateTimeFormat(locale.tag, { dateStyle: "full", timeZone: "UTC" }).format(Date.parse(today.day));
  return (
    <>
      <p class="lead"><bdi>{date}</bdi> · <bdi>{late} {now}</bdi></p>
      <WaitingElsewhere />
      <KeysEnding />
      <Tiles today={today} />
      {SHOWN.every((name) => today.parts[name].count === 0) && <Nothing open={today.open} />}
      {SHOWN.map((name) => <DuePart key={name} name={name} part={today.parts[name]} />)}
    </>
  );
}

function Tiles({ today }: { readonly today: Today }) {
  const { t } = useDesk();
  const names: Readonly<Record<string, string>> = { overdue: t("Late"), due: t("Due today"), fresh: t("New"), waiting: t("Waiting for the reporter") };
  const jump = (name: PartName) => {
    const heading = document.getElementById(`part-${name}`);
    heading?.focus({ preventScroll: true });
    heading?.scrollIntoView({ block: "start" });
  };
  return (
    <ul class="tiles">
      {TILES.map((name) => (
        <li key={name}>
          <button type="button" class={`tile ${name}${today.parts[name].count === 0 ? " none" : ""}`} disabled={today.parts[name].count === 0} onClick={() => { jump(name); }}>
            <strong>{today.parts[name].count}</strong>
            <span>{names[name]}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function Nothing({ open }: { readonly open: number }) {
  const { t, tn } = useDesk();
  return (
    <div class="all-done">
      <p>{t("There is nothing to do today.")}</p>
      <p>{open === 0 ? t("No case is open.") : tn("{count} case is open. It stands under “Cases”.", "{count} cases are open. They stand under “Cases”.", open)}</p>
    </div>
  );
}

function DuePart({ name, part }: { readonly name: PartName; readonly part: Part }) {
  const { t, tn } = useDesk();
  const heading = useRef<HTMLHeadingElement>(null);
  if (part.count === 0) return null;
  const titles: Readonly<Record<PartName, string>> = { overdue: t("Late"), due: t("Due today"), fresh: t("New"), soon: t("In the next seven days"), waiting: t("Waiting for the reporter") };
  const more = part.count - part.rows.length;
  return (
    <section class={`due-part ${name}`} aria-labelledby={`part-${name}`}>
      <h2 id={`part-${name}`} ref={heading} tabIndex={-1}>
        {titles[name]} <span class="count">{part.count}</span>
      </h2>
      <ul class="due-list">
        {part.rows.map((row) => <DueItem key={row.thread} row={row} part={name} />)}
      </ul>
      {more > 0 && <p class="hint">{tn("{count} more stands under “Cases”.", "{count} more stand under “Cases”.", more)}</p>}
    </section>
  );
}

function DueItem({ row, part }: { readonly row: DueRow; readonly part: PartName }) {
  const desk = useDesk();
  const { t, locale, go } = desk;
  const first = row.clocks[0];
  const tab = part === "fresh" || first === undefined ? "story" : tabOf(first);
  return (
    <li class={row.unread ? "unread" : ""}>
      <div>
        {row.unread && part !== "fresh" && <span class="badge new">{t("New")}</span>}
        {row.urgent.length > 0 && <span class="badge urgent">{t("Urgent")}</span>}
        <button type="button" class="opener" onClick={() => { go({ name: "case", thread: row.thread, tab }); }}>
          {subject(row.categories, row.kind, t, locale)}
        </button>
        <bdi class="number">{row.thread.slice(0, 8)}</bdi>
      </div>
      <p class="due-what">{whatIsDue(row, part, desk)}</p>
      <p class="due-when">
        <When row={row} part={part} />
        <bdi>{row.assigned === null ? t("Nobody has it yet") : row.assigned.own ? t("You have it") : row.assigned.title}</bdi> · <bdi>{t("received {day}", { day: dayName(row.received, locale) })}</bdi>
      </p>
    </li>
  );
}

function When({ row: { clocks, awaited }, part }: { readonly row: DueRow; readonly part: PartName }) {
  const { t, tn, locale } = useDesk();
  if (part === "waiting" && awaited !== null) return <strong>{t("since {day}", { day: dayName(awaited, locale) })} </strong>;
  return clocks[0] === undefined ? null : <strong>{clockTime(clocks[0], { t, tn })} </strong>;
}

/** All that is late or due, or the next thing; of an urgent case also why it is. */
function whatIsDue({ clocks, urgent }: DueRow, part: PartName, { words: { t } }: DeskContext): string {
  if (part === "waiting") return t("You asked them something.");
  const pressing = clocks.filter(({ left, paused }) => !paused && left <= 0);
  const tasks = (pressing.length > 0 ? pressing : clocks.slice(0, 1)).map((clock) => clockTask(clock, t));
  const why = urgent.length > 0 ? [urgency(urgent, t)] : [];
  return [...tasks, ...why].join(" · ");
}

/** Where it is done. */
function tabOf({ name }: Clock): TabId {
  if (name === "reminder") return "help";
  return name === "benchmark" ? "triage" : "story";
}
