/** How a case stands, above its tabs: status, who has it, what is due and what comes next, in plain words. */
import type { ComponentChildren } from "preact";
import { unanswered } from "../case/triage";
import type { Casework } from "../calls/day";
import { clockClass, clockReason, clockTask, clockTime } from "../clockWords";
import { type TabId, useDesk } from "../context";
import { useCasework } from "../casework";
import { closingReasons, dayName, languageName, statusName } from "../labels";
import { Button, useDoing } from "../ui";
import { ACKNOWLEDGE } from "./actions";
import { Outcome } from "./outcome";
import { Way } from "./way";
import type { CaseView } from "../view";
import { standsAs } from "../case/status";

interface StandingProps {
  readonly found: CaseView;
  /** The tab that is open. */
  readonly shown: TabId;
}

export function CaseStanding({ found, shown }: StandingProps) {
  const casework = useCasework(found.thread);
  return (
    <section class="standing">
      <Facts found={found} casework={casework} reads={shown === "story"} />
      {casework !== null && (
        <>
          <NextStep found={found} casework={casework} shown={shown} />
          <Clocks casework={casework} />
        </>
      )}
    </section>
  );
}

interface FactsProps {
  readonly found: CaseView;
  readonly casework: Casework | null;
  /** The report itself stands below. */
  readonly reads: boolean;
}

function Facts({ found, casework, reads }: FactsProps) {
  const { t, locale } = useDesk();
  const assigned = casework?.assigned ?? null;
  const free = reads && casework?.assigned === null && found.status !== "closed" && !found.gone;
  const reason = closingReasons(t).find(({ value }) => value === casework?.reason)?.label;
  return (
    <dl class="summary">
      <Fact name={t("Status")}><span class={`status ${found.status === "closed" ? "closed" : ""}`}>{statusName(found.status, t)}</span>{reason !== undefined && <span class="why">{reason}</span>}</Fact>
      <Fact name={t("Received")}>{dayName(found.received, locale)}</Fact>
      <Fact name={t("Who has it")}>
        {assigned === null ? t("Nobody yet") : assigned.own ? t("You") : assigned.title || t("A device that is no longer listed")}
        {free && <TakeIt thread={found.thread} casework={casework} />}
      </Fact>
      <Fact name={t("Language of the reporter")}>{found.lang === "" ? "–" : languageName(found.lang, locale)}</Fact>
      <Fact name={t("Case")}><code dir="ltr">{found.thread.slice(0, 8)}</code></Fact>
    </dl>
  );
}

/** Where a case is read it can be taken, without a way to the end of the checklist. */
function TakeIt({ thread, casework }: { readonly thread: string; readonly casework: Casework }) {
  const { t, calls, changed } = useDesk();
  const doing = useDoing(t);
  const own = casework.colleagues.find((colleague) => colleague.own);
  if (own === undefined) return null;
  return (
    <>
      {" "}
      <Button kind="quiet" disabled={doing.busy} onPress={() => { void doing.run(() => calls.record(thread, "assignment", { to: own.device })).then(changed); }}>{t("I take it")}</Button>
      <Outcome doing={doing} />
    </>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ComponentChildren }) {
  return <div><dt>{name}</dt><dd>{children}</dd></div>;
}

/** One sentence about what comes next, and the way there. */
function NextStep({ found, casework, shown }: StandingProps & { readonly casework: Casework }) {
  const { t, locale, go } = useDesk();
  const step = nextStep(found, casework);
  const texts: Readonly<Record<Step, string>> = {
    acknowledge: t("Next: read the report and acknowledge it."),
    triage: t("Next: go through the triage checklist."),
    finish_triage: t("Next: finish the triage checklist."),
    way: t("Next: decide which way the case goes."),
    answer: t("Next: the reporter wrote. Read it and answer."),
    wait: t("You asked the reporter something on {day}, and wait for an answer.", { day: dayName(casework.awaited, locale) }),
    go_on: t("The case goes its way. Nothing is to be done before the next date below."),
    gone: t("Another office has it now."),
    closed: t("This case is closed."),
    none: t("There is nobody to answer to in this case."),
  };
  const way = WAYS[step];
  return (
    <p class="next">
      {texts[step]} {way !== null && way !== shown && <button type="button" class="button quiet" onClick={() => { go({ name: "case", thread: found.thread, tab: way }); }}>{way === "triage" ? t("Go to triage") : t("Go to the report")}</button>}
      {step === "acknowledge" && shown === "story" && <button type="button" class="button quiet jump" onClick={() => { document.getElementById(ACKNOWLEDGE)?.focus(); }}>{t("Go to “Acknowledge”")}</button>}
      {step === "closed" && found.choices.length > 0 && shown !== "triage" && <Way thread={found.thread} tab="triage" name={t("Change the status")} />}
    </p>
  );
}

type Step = "acknowledge" | "triage" | "finish_triage" | "way" | "answer" | "wait" | "go_on" | "gone" | "closed" | "none";

const WAYS: Readonly<Record<Step, TabId | null>> = {
  acknowledge: "story",
  triage: "triage",
  finish_triage: "triage",
  way: "triage",
  answer: "story",
  wait: null,
  go_on: null,
  gone: null,
  closed: null,
  none: null,
};

function nextStep({ status: now, kind, answerable, acknowledged, waiting, gone }: CaseView, { triage, awaited }: Casework): Step {
  const status = standsAs(now, kind === "handover");
  if (status === "closed") return "closed";
  if (gone) return "gone";
  if (answerable && acknowledged === null) return "acknowledge";
  if (awaited !== null) return "wait";
  if (answerable && waiting === "office") return "answer";
  if (status === "acknowledged") return Object.keys(triage).length === 0 ? "triage" : unanswered(triage).length > 0 ? "finish_triage" : "way";
  return status === "triaged" || status === "reopened" ? "way" : answerable ? "go_on" : "none";
}

function Clocks({ casework: { clocks } }: { readonly casework: Casework }) {
  const { t, tn, locale } = useDesk();
  if (clocks.length === 0) return null;
  return (
    <ul class="clocks" aria-label={t("Dates of this case")}>
      {clocks.map((clock) => (
        <li key={`${clock.name} ${clock.due}`} class={`clock ${clockClass(clock)}`}>
          <span class="clock-task">{clockTask(clock, t)}</span>
          <strong>{clockTime(clock, { t, tn })}</strong>
          <span class="clock-day">{dayName(clock.due, locale)}</span>
          {clock.left <= 0 && !clock.paused && <span class="clock-why">{clockReason(clock, tn, t)}</span>}
        </li>
      ))}
    </ul>
  );
}
