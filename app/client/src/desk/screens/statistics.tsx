/** Counting cases by what was coded, how what came in adds up, and files of both. Nothing is ticked by itself. */
import { useEffect, useMemo, useState } from "preact/hooks";
import "../account/account.css";
import { Exports } from "../account/exports";
import { countedName, durationName, endingName, keyName, unitName } from "../account/words";
import type { GoneView, Question, StatisticsView } from "../calls/account";
import { type Cell, ENDINGS, KEYS, type Unit, UNITS } from "../case/statistics";
import { useDesk } from "../context";
import { Button, Note, Screen, Select, TextField } from "../ui";

const NONE = "";

export function StatisticsScreen() {
  const { t, tn, calls, edition, go } = useDesk();
  const [asked, ask] = useState<Question>({ from: "", until: "", keys: ["kind"], unit: "reports" });
  const [view, setView] = useState<StatisticsView | null>(null);
  useEffect(() => { void calls.statistics(asked).then(setView); }, [calls, asked, edition]);
  return (
    <Screen name="statistics" title={t("Statistics")}>
      <Button kind="quiet" onPress={() => { go({ name: "annual" }); }}>{t("Annual package")}</Button>
      <Form asked={asked} ask={ask} />
      {view !== null && (
        <>
          <Uncounted gone={view.gone} />
          {view.coded < view.cases && <Note>{tn("{count} case has no kind of allegation in its statistical record yet. It counts as “not stated”.", "{count} cases have no kind of allegation in their statistical record yet. They count as “not stated”.", view.cases - view.coded)}</Note>}
          <Counts asked={asked} view={view} />
          <Reconciled view={view} />
          <Durations view={view} />
          <Exports asked={asked} view={view} />
        </>
      )}
    </Screen>
  );
}

function Uncounted({ gone: { destroyed, left, unread } }: { readonly gone: GoneView }) {
  const { tn } = useDesk();
  return (
    <>
      {destroyed > 0 && <Note>{tn("{count} case was destroyed. It is not counted here.", "{count} cases were destroyed. They are not counted here.", destroyed)}</Note>}
      {left > 0 && <Note>{tn("You stepped back from {count} case. It is not counted here; your colleagues count it.", "You stepped back from {count} cases. They are not counted here; your colleagues count them.", left)}</Note>}
      {unread > 0 && <Note>{tn("Of {count} case nothing can be read here yet. It is not counted.", "Of {count} cases nothing can be read here yet. They are not counted.", unread)}</Note>}
    </>
  );
}

function Form({ asked, ask }: { readonly asked: Question; readonly ask: (question: Question) => void }) {
  const { t } = useDesk();
  const [first, second] = asked.keys;
  const keys = Object.keys(KEYS).map((value) => ({ value, label: keyName(value, t) }));
  const pick = (one: string, other: string) => { ask({ ...asked, keys: [one, ...(other === NONE || other === one ? [] : [other])] }); };
  return (
    <section class="panel question" aria-label={t("What to count")}>
      <TextField label={t("Received from")} type="date" value={asked.from} onInput={(from) => { ask({ ...asked, from }); }} />
      <TextField label={t("Received until")} type="date" value={asked.until} onInput={(until) => { ask({ ...asked, until }); }} />
      <Select label={t("Count")} value={asked.unit} options={UNITS.map((value) => ({ value, label: unitName(value, t) }))} onPick={(unit) => { ask({ ...asked, unit: unit as Unit }); }} />
      <Select label={t("By")} value={first ?? NONE} options={keys} onPick={(value) => { pick(value, second ?? NONE); }} />
      <Select label={t("And by")} value={second ?? NONE} options={[{ value: NONE, label: t("Nothing else") }, ...keys]} onPick={(value) => { pick(first ?? "kind", value); }} />
    </section>
  );
}

function Counts({ asked, view }: { readonly asked: Question; readonly view: StatisticsView }) {
  const { t, tn } = useDesk();
  const unstated = view.cells.reduce((all, cell) => all + cell.unstated, 0);
  return (
    <section class="panel" aria-label={t("Numbers")}>
      <h2>{t("Numbers")}</h2>
      <p class="hint">{t("For your office only. Numbers below five can tell who somebody is: do not pass this table on. Use the files for outside below.")}</p>
      {view.cells.length === 0 ? <p class="empty">{t("There is nothing here.")}</p> : asked.keys.length === 2 ? <Crossed asked={asked} view={view} /> : <Simple asked={asked} view={view} />}
      {unstated > 0 && <p class="hint">{tn("In {count} case the number is not stated.", "In {count} cases the number is not stated.", unstated)}</p>}
      <p class="hint">{t("More reports may mean more trust, not more misconduct.")}</p>
    </section>
  );
}

function Simple({ asked: { keys: [key = "kind"], unit }, view }: { readonly asked: Question; readonly view: StatisticsView }) {
  const { t, self, locale } = useDesk();
  const most = Math.max(1, ...view.cells.map(({ number }) => number));
  return (
    <div class="scrolling" role="group" aria-label={t("Numbers")} tabIndex={0}>
      <table class="numbers">
        <thead><tr><th scope="col">{keyName(key, t)}</th><th scope="col">{unitName(unit, t)}</th></tr></thead>
        <tbody>
          {view.cells.map(({ values: [value = ""], number }) => (
            <tr key={value}>
              <th scope="row"><bdi>{countedName(key, value, self.entities, locale, t)}</bdi></th>
              <td><meter min={0} max={most} value={number} aria-hidden="true" />{number}</td>
            </tr>
          ))}
        </tbody>
        <tfoot><tr><th scope="row">{t("All")}</th><td>{view.total}</td></tr></tfoot>
      </table>
    </div>
  );
}

function Crossed({ asked: { keys: [row = "kind", column = "status"] }, view }: { readonly asked: Question; readonly view: StatisticsView }) {
  const { t, self, locale } = useDesk();
  const [rows, columns] = useMemo(() => [0, 1].map((at) => [...new Set(view.cells.map(({ values }) => values[at] ?? ""))].sort()), [view]);
  const number = (one: string, other: string) => view.cells.find(({ values }: Cell) => values[0] === one && values[1] === other)?.number ?? 0;
  const name = (key: string, value: string) => countedName(key, value, self.entities, locale, t);
  return (
    <div class="scrolling" role="region" aria-label={t("Numbers")} tabIndex={0}>
      <table class="numbers">
        <thead>
          <tr>
            <th scope="col">{keyName(row, t)}</th>
            {columns?.map((value) => <th key={value} scope="col"><bdi>{name(column, value)}</bdi></th>)}
          </tr>
        </thead>
        <tbody>
          {rows?.map((value) => (
            <tr key={value}>
              <th scope="row"><bdi>{name(row, value)}</bdi></th>
              {columns?.map((other) => <td key={other}>{number(value, other)}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Reconciled({ view }: { readonly view: StatisticsView }) {
  const { t, self, locale } = useDesk();
  const rows = Object.entries(view.reconciled);
  if (rows.length === 0) return null;
  return (
    <section class="panel" aria-label={t("Does it add up?")}>
      <h2>{t("Does it add up?")}</h2>
      <p class="hint">{t("Received = reported onward + transferred + found not to be sexual exploitation or abuse + pending. The desk only counts what is recorded. Whether all credible allegations were reported, a person certifies.")}</p>
      <div class="scrolling" role="region" aria-label={t("Does it add up?")} tabIndex={0}>
        <table class="numbers">
          <thead>
            <tr>
              <th scope="col">{t("Kind of allegation")}</th>
              <th scope="col">{t("Received")}</th>
              {ENDINGS.map((ending) => <th key={ending} scope="col">{endingName(ending, t)}</th>)}
            </tr>
          </thead>
          <tbody>
            {rows.map(([kind, { received, endings, addsUp }]) => (
              <tr key={kind} data-adds-up={addsUp ? "yes" : "no"}>
                <th scope="row">{countedName("kind", kind, self.entities, locale, t)}</th>
                <td>{received}</td>
                {ENDINGS.map((ending) => <td key={ending}>{endings[ending]}</td>)}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.some(([, { addsUp }]) => !addsUp) && <Note kind="warn">{t("Some cases were closed, and the record does not say that they were reported onward, transferred, or found to be something else. Say why in your report, or complete their records.")}</Note>}
    </section>
  );
}

function Durations({ view }: { readonly view: StatisticsView }) {
  const { t, locale } = useDesk();
  const rows = Object.entries(view.durations);
  if (rows.length === 0) return null;
  const days = (number: number) => new Intl.NumberFormat(locale.tag, { maximumFractionDigits: 1 }).format(number);
  return (
    <section class="panel" aria-label={t("How long it took")}>
      <h2>{t("How long it took")}</h2>
      <div class="scrolling" role="group" aria-label={t("How long it took")} tabIndex={0}>
        <table class="numbers">
          <thead><tr><th scope="col">{t("What")}</th><th scope="col">{t("Cases")}</th><th scope="col">{t("Days on average")}</th><th scope="col">{t("Median, days")}</th></tr></thead>
          <tbody>
            {rows.map(([name, { cases, average, middle }]) => (
              <tr key={name}><th scope="row">{durationName(name, t)}</th><td>{cases}</td><td>{days(average)}</td><td>{days(middle)}</td></tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
