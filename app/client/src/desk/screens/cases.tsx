/** The list of cases: search as you type, filters, what is urgent first, then what has waited longest. */
import { useEffect, useMemo, useState } from "preact/hooks";
import type { ListedRow } from "../calls/day";
import type { Found, Wanted } from "../calls/store";
import { clockTask, clockTime } from "../clockWords";
import { useDesk } from "../context";
import { countryName, dayName, languageName, statusName, subject, urgency, waitingName } from "../labels";
import { Button, Screen } from "../ui";
import type { Filter, Row } from "../view";
import { Find } from "./find";
import { useFound } from "./found";
import { NothingFound } from "./nothingFound";
import { NotOpened } from "./notOpened";

export function CasesScreen() {
  const { t, memory } = useDesk();
  const [wanted, want] = useState(memory.wanted);
  const found = useFound(wanted);
  // A letter that finds the same rows draws none of them anew.
  const table = useMemo(() => found && <Table rows={found.rows} />, [found?.rows]);
  const change = (fields: Partial<Wanted>) => { want({ ...wanted, page: 0, ...fields }); };
  return (
    <Screen name="cases" title={t("Cases")}>
      <Find wanted={wanted} found={found} change={change} />
      {found !== null && (
        <>
          <Filters found={found} chosen={wanted.filter} choose={(filter) => { change({ filter }); }} />
          <NotOpened count={found.unopened} />
          {found.rows.length === 0 ? <NothingFound wanted={wanted} counts={found.counts} want={want} /> : table}
          {found.pages > 1 && <Pager found={found} turn={(page) => { change({ page }); }} />}
        </>
      )}
    </Screen>
  );
}

/** Longer than between two letters of a quick writer. */
const PAUSE_MS = 250;

interface FiltersProps {
  readonly found: Found;
  readonly chosen: Filter;
  readonly choose: (filter: Filter) => void;
}

function Filters({ found, chosen, choose }: FiltersProps) {
  const { t } = useDesk();
  const names: Record<Filter, string> = { open: t("Open"), new: t("New"), closed: t("Closed"), all: t("All") };
  return (
    <div class="filters" role="group" aria-label={t("Which cases")}>
      {Object.entries(names).map(([filter, name]) => (
        <Button key={filter} pressed={filter === chosen} onPress={() => { choose(filter as Filter); }}>
          {name} <span class="count">{found.counts[filter as Filter]}</span>
        </Button>
      ))}
    </div>
  );
}

function Table({ rows }: { readonly rows: readonly Row[] }) {
  const { t } = useDesk();
  const listed = useListed(rows);
  return (
    <table class="cases-table">
      <caption class="unseen">{t("Cases, urgent ones first, then those that came first")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("About")}</th>
          <th scope="col">{t("Received")}</th>
          <th scope="col">{t("Status")}</th>
          <th scope="col">{t("Next to write")}</th>
          <th scope="col">{t("What is due")}</th>
          <th scope="col">{t("Who has it")}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => <CaseRow key={row.thread} row={row} listed={listed.get(row.thread)} />)}
      </tbody>
    </table>
  );
}

/** What is due in the cases of this page, and more to know them by; it comes a moment later. */
function useListed(rows: readonly Row[]): ReadonlyMap<string, ListedRow> {
  const { calls, edition } = useDesk();
  const [listed, setListed] = useState<ReadonlyMap<string, ListedRow>>(new Map());
  useEffect(() => {
    let newest = true;
    const ask = () => { void calls.rows(rows.map(({ thread }) => thread)).then((found) => { if (newest) setListed(new Map(found.map((one) => [one.thread, one]))); }); };
    // Who is typing waits for the words alone; the rest of a row comes when they pause.
    const timer = setTimeout(ask, listed.size === 0 ? 0 : PAUSE_MS);
    return () => {
      newest = false;
      clearTimeout(timer);
    };
  }, [calls, rows, edition]);
  return listed;
}

/** In which language, where, whether help is wanted, and how many files. */
function Known({ listed: { lang, country, help, files } }: { readonly listed: ListedRow }) {
  const { t, tn, locale } = useDesk();
  const facts = [lang && languageName(lang, locale), country && countryName(country, locale), help ? t("help asked") : "", files > 0 ? tn("{count} file", "{count} files", files) : ""].filter((fact) => fact !== "");
  return facts.length === 0 ? null : <span class="why">{facts.join(" · ")}</span>;
}

function Duties({ listed }: { readonly listed: ListedRow | undefined }) {
  const { t, tn } = useDesk();
  const clock = listed?.clocks[0];
  const assigned = listed?.assigned ?? null;
  const nobody = listed === undefined ? "–" : t("Nobody yet");
  return (
    <>
      <td data-label={t("What is due")}>{clock === undefined ? "–" : <>{clockTask(clock, t)} · {clockTime(clock, { t, tn })}</>}</td>
      <td data-label={t("Who has it")}><bdi>{assigned === null ? nobody : assigned.own ? t("You") : assigned.title || t("A device that is no longer listed")}</bdi></td>
    </>
  );
}

function CaseRow({ row, listed }: { readonly row: Row; readonly listed: ListedRow | undefined }) {
  const { t, locale, go } = useDesk();
  return (
    <tr class={row.unread ? "unread" : ""}>
      <th scope="row">
        {row.unread && <span class="badge new">{t("New")}</span>}
        <button type="button" class="opener" onClick={() => { go({ name: "case", thread: row.thread }); }}>
          {subject(row.categories, row.kind, t, locale)}
        </button>
        <bdi class="number">{row.thread.slice(0, 8)}</bdi>
        {row.urgent.length > 0 && (
          <span class="why">
            <span class="badge urgent">{t("Urgent")}</span>
            {urgency(row.urgent, t)}
          </span>
        )}
        {listed !== undefined && <Known listed={listed} />}
      </th>
      <td class="day" data-label={t("Received")}>{dayName(row.received, locale)}</td>
      <td data-label={t("Status")}>{row.kind === "left" ? "–" : statusName(row.status, t)}</td>
      <td data-label={t("Next to write")}>{waitingName(row.waiting, t)}</td>
      <Duties listed={row.kind === "left" ? undefined : listed} />
    </tr>
  );
}

function Pager({ found, turn }: { readonly found: Found; readonly turn: (page: number) => void }) {
  const { t } = useDesk();
  return (
    <nav class="pager" aria-label={t("Pages")}>
      <Button disabled={found.page === 0} onPress={() => { turn(found.page - 1); }}>{t("Previous page")}</Button>
      <span>{t("Page {page} of {pages}", { page: found.page + 1, pages: found.pages })}</span>
      <Button disabled={found.page + 1 >= found.pages} onPress={() => { turn(found.page + 1); }}>{t("Next page")}</Button>
    </nav>
  );
}
