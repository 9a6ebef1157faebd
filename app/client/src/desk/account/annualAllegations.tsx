/** What came in within a period and what came of it, differences first; for the office's own eyes, small numbers too. */
import { type Counted, DIFFERENCES, INQUIRY, SEPARATE } from "../case/annualCount";
import { ENDINGS } from "../case/statistics";
import { useDesk } from "../context";
import { dayName } from "../labels";
import { Note } from "../ui";
import { certifies, kindsInOrder } from "./annualFiles";
import { differenceName, kindName, nilText, rowName } from "./annualWords";

export function AllegationsPanel({ counted, asAt }: { readonly counted: Counted; readonly asAt: string }) {
  const { t, locale } = useDesk();
  const found = DIFFERENCES.filter((name) => counted.differences[name] !== 0);
  return (
    <section class="panel" aria-label={t("(a) Allegations")}>
      <h2>{t("(a) Allegations")}</h2>
      <p class="hint">{t("For your office only. Numbers below five can tell who somebody is: do not pass this table on. Use the files for outside below.")}</p>
      {found.length > 0 && (
        <Note kind="warn">
          <p>{t("What a person has to explain")}:</p>
          <ul>{found.map((name) => <li key={name} data-difference={name}>{differenceName(name, t)}: {counted.differences[name]}</li>)}</ul>
        </Note>
      )}
      {SEPARATE.map((kind) => <p key={kind} data-nil={counted.nil[kind]}>{nilText(counted.nil[kind], kind, t)}</p>)}
      <Reconciled counted={counted} />
      {(counted.all[INQUIRY] ?? 0) > 0 && <p>{rowName(INQUIRY, t)}: {counted.all[INQUIRY]}</p>}
      <p>{rowName("ongoing", t)} {dayName(asAt === "" ? counted.on : asAt, locale)}: {Object.entries(counted.ongoing).map(([kind, number]) => `${kindName(kind, t)} ${number ?? ""}`).join(" · ")}</p>
      <p><strong>{certifies(t)}</strong></p>
      <p aria-hidden="true" class="signs-here" />
    </section>
  );
}

/** Received = reported onward + transferred + not that + pending + closed without it + destroyed. */
function Reconciled({ counted: { kinds, differences } }: { readonly counted: Counted }) {
  const { t } = useDesk();
  const destroyed = differences.destroyed ?? 0;
  const names = kindsInOrder(kinds);
  const sum = (name: string) => names.reduce((all, kind) => all + (kinds[kind]?.[name] ?? 0), 0);
  return (
    <div class="scrolling" role="region" aria-label={t("Does it add up?")} tabIndex={0}>
      <table class="numbers">
        <thead>
          <tr>
            <th scope="col">{t("Kind of allegation")}</th>
            <th scope="col">{t("Received")}</th>
            {ENDINGS.map((ending) => <th key={ending} scope="col">{rowName(ending, t)}</th>)}
            <th scope="col">{t("Destroyed")}</th>
          </tr>
        </thead>
        <tbody>
          {names.map((kind) => (
            <tr key={kind} data-kind={kind} data-adds-up={kinds[kind]?.unexplained === 0 ? "yes" : "no"}>
              <th scope="row">{kindName(kind, t)}</th>
              <td>{kinds[kind]?.received}</td>
              {ENDINGS.map((ending) => <td key={ending}>{kinds[kind]?.[ending]}</td>)}
              <td>0</td>
            </tr>
          ))}
          {destroyed > 0 && (
            <tr data-kind="destroyed">
              <th scope="row">{differenceName("destroyed", t)}</th>
              <td>{destroyed}</td>
              {ENDINGS.map((ending) => <td key={ending}>0</td>)}
              <td>{destroyed}</td>
            </tr>
          )}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t("All")}</th>
            <td>{sum("received") + destroyed}</td>
            {ENDINGS.map((ending) => <td key={ending}>{sum(ending)}</td>)}
            <td>{destroyed}</td>
          </tr>
        </tfoot>
      </table>
    </div>
  );
}
