/** Searching and filtering the cases that this device has opened. What is typed stays on this computer. */
import type { Found, Wanted } from "../calls/store";
import { useDesk } from "../context";
import { categoryName, channelName, languageName, statusName, waitingName } from "../labels";
import { Button, Select, TextField, Tick } from "../ui";

interface FindProps {
  readonly wanted: Wanted;
  readonly found: Found | null;
  readonly change: (fields: Partial<Wanted>) => void;
}

const NONE: Partial<Wanted> = { status: null, category: null, urgent: false, mine: false, waiting: null, from: null, until: null, channel: null, lang: null };

export function Find({ wanted, found, change }: FindProps) {
  const { t, tn } = useDesk();
  const used = Object.entries(NONE).filter(([name, none]) => wanted[name as keyof Wanted] !== none).length;
  return (
    <search class="find">
      <TextField label={t("Search in your cases")} type="search" value={wanted.words} onInput={(words) => { change({ words }); }} />
      <details class="more" open={used > 0}>
        <summary>{used === 0 ? t("Filters") : tn("{count} filter is set", "{count} filters are set", used)}</summary>
        {found !== null && <Choices wanted={wanted} found={found} change={change} />}
        {used > 0 && <Button kind="quiet" onPress={() => { change(NONE); }}>{t("Clear the filters")}</Button>}
      </details>
      <p class="unseen" role="status">{found !== null && wanted.words !== "" && tn("{count} case fits.", "{count} cases fit.", found.all)}</p>
    </search>
  );
}

function Choices({ wanted, found: { occurring }, change }: FindProps & { readonly found: Found }) {
  const { t, locale } = useDesk();
  const any = { value: "", label: t("Any") };
  const options = (values: readonly string[], label: (value: string) => string) => [any, ...values.map((value) => ({ value, label: label(value) }))];
  const status = (value: string) => { change({ status: occurring.statuses.find((known) => known === value) ?? null }); };
  const waits = ["office", "reporter", "nobody"] as const;
  return (
    <div class="filter-fields">
      <Select label={t("Kind")} value={wanted.category ?? ""} options={options(occurring.categories, (value) => categoryName(value, t))} onPick={(value) => { change({ category: value || null }); }} />
      <Select label={t("Status")} value={wanted.status ?? ""} options={options(occurring.statuses, (value) => statusName(value, t))} onPick={status} />
      <Select label={t("Next to write")} value={wanted.waiting ?? ""} options={options(waits, (value) => waitingName(value, t))} onPick={(value) => { change({ waiting: waits.find((known) => known === value) ?? null }); }} />
      <Select label={t("Came by")} value={wanted.channel ?? ""} options={options(occurring.channels, (value) => channelName(value, t))} onPick={(value) => { change({ channel: value || null }); }} />
      <Select label={t("Language of the reporter")} value={wanted.lang ?? ""} options={options(occurring.langs, (value) => languageName(value, locale))} onPick={(value) => { change({ lang: value || null }); }} />
      <TextField label={t("Received from")} type="date" value={wanted.from ?? ""} onInput={(value) => { change({ from: value || null }); }} />
      <TextField label={t("Received until")} type="date" value={wanted.until ?? ""} onInput={(value) => { change({ until: value || null }); }} />
      <div class="filter-ticks">
        <Tick label={t("Urgent ones only")} checked={wanted.urgent} onPick={(urgent) => { change({ urgent }); }} />
        <Tick label={t("Mine only")} checked={wanted.mine} onPick={(mine) => { change({ mine }); }} />
      </div>
    </div>
  );
}
