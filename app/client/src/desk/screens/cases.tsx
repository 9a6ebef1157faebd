/** The list of cases: what is urgent first, then what has waited longest. A page at a time. */
import { useEffect, useState } from "preact/hooks";
import { useDesk } from "../context";
import { dayName, statusName, subject, urgency, waitingName } from "../labels";
import { Button, Note, Screen } from "../ui";
import type { Filter, List, Row } from "../view";

export function CasesScreen() {
  const { t, calls, memory, edition, go } = useDesk();
  const [list, setList] = useState<List | null>(null);
  const [asked, ask] = useState({ filter: memory.filter, page: memory.page });
  useEffect(() => {
    memory.filter = asked.filter;
    memory.page = asked.page;
    void calls.list(asked.filter, asked.page).then(setList);
  }, [calls, memory, asked, edition]);

  return (
    <Screen name="cases" title={t("Cases")}>
      {list !== null && (
        <>
          <Filters list={list} chosen={asked.filter} choose={(filter) => { ask({ filter, page: 0 }); }} />
          {list.unopened > 0 && (
            <Note kind="warn">
              <Unopened count={list.unopened} /> <Button kind="quiet" onPress={() => { go({ name: "unopened" }); }}>{t("Show them")}</Button>
            </Note>
          )}
          {list.rows.length === 0 ? <p class="empty">{edition === 0 ? t("One moment.") : t("There is nothing here.")}</p> : <Table rows={list.rows} />}
          {list.pages > 1 && <Pager list={list} turn={(page) => { ask({ ...asked, page }); }} />}
        </>
      )}
    </Screen>
  );
}

function Unopened({ count }: { readonly count: number }) {
  const { tn } = useDesk();
  return <>{tn("{count} envelope could not be opened.", "{count} envelopes could not be opened.", count)}</>;
}

interface FiltersProps {
  readonly list: List;
  readonly chosen: Filter;
  readonly choose: (filter: Filter) => void;
}

function Filters({ list, chosen, choose }: FiltersProps) {
  const { t } = useDesk();
  const names: Record<Filter, string> = { open: t("Open"), new: t("New"), closed: t("Closed"), all: t("All") };
  return (
    <div class="filters" role="group" aria-label={t("Which cases")}>
      {Object.entries(names).map(([filter, name]) => (
        <Button key={filter} pressed={filter === chosen} onPress={() => { choose(filter as Filter); }}>
          {name} <span class="count">{list.counts[filter as Filter]}</span>
        </Button>
      ))}
    </div>
  );
}

function Table({ rows }: { readonly rows: readonly Row[] }) {
  const { t } = useDesk();
  return (
    <table class="cases-table">
      <caption class="unseen">{t("Cases, urgent ones first, then those that came first")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("About")}</th>
          <th scope="col">{t("Received")}</th>
          <th scope="col">{t("Status")}</th>
          <th scope="col">{t("Next to write")}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => <CaseRow key={row.thread} row={row} />)}
      </tbody>
    </table>
  );
}

function CaseRow({ row }: { readonly row: Row }) {
  const { t, locale, go } = useDesk();
  return (
    <tr class={row.unread ? "unread" : ""}>
      <th scope="row">
        {row.unread && <span class="badge new">{t("New")}</span>}
        <button type="button" class="opener" onClick={() => { go({ name: "case", thread: row.thread }); }}>
          {subject(row.categories, row.kind, t)}
        </button>
        <bdi class="number">{row.thread.slice(0, 8)}</bdi>
        {row.urgent.length > 0 && (
          <span class="why">
            <span class="badge urgent">{t("Urgent")}</span>
            {urgency(row.urgent, t)}
          </span>
        )}
      </th>
      <td data-label={t("Received")}>{dayName(row.received, locale)}</td>
      <td data-label={t("Status")}>{statusName(row.status, t)}</td>
      <td data-label={t("Next to write")}>{waitingName(row.waiting, t)}</td>
    </tr>
  );
}

function Pager({ list, turn }: { readonly list: List; readonly turn: (page: number) => void }) {
  const { t } = useDesk();
  return (
    <nav class="pager" aria-label={t("Pages")}>
      <Button disabled={list.page === 0} onPress={() => { turn(list.page - 1); }}>{t("Previous page")}</Button>
      <span>{t("Page {page} of {pages}", { page: list.page + 1, pages: list.pages })}</span>
      <Button disabled={list.page + 1 >= list.pages} onPress={() => { turn(list.page + 1); }}>{t("Next page")}</Button>
    </nav>
  );
}
