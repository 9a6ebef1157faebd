/** Files of the statistics: for outside, and for the entity's own headquarters. */
import { useState } from "preact/hooks";
import type { ExportForm, ExportKind, Question, StatisticsView } from "../calls/account";
import { useDesk } from "../context";
import { Button, Note, Tick, useDoing } from "../ui";
import { countedName, keyName } from "./words";

const TYPES: Readonly<Record<ExportForm, string>> = { csv: "text/csv;charset=utf-8", json: "application/json" };

export function Exports({ asked, view }: { readonly asked: Question; readonly view: StatisticsView }) {
  const { t, calls } = useDesk();
  const [sure, setSure] = useState(false);
  const doing = useDoing(t);
  const save = (kind: ExportKind, form: ExportForm) => {
    void doing.run(async () => { download(await calls.exportStatistics(asked, kind, form), `speakup-${kind}.${form}`, TYPES[form]); });
  };
  return (
    <section class="panel" aria-label={t("Files")}>
      <h2>{t("Files")}</h2>
      <h3>{t("For outside: sums")}</h3>
      <Preview asked={asked} view={view} />
      <div class="decide">
        <Button disabled={doing.busy} onPress={() => { save("sums", "csv"); }}>{t("Save sums as CSV")}</Button>
        <Button disabled={doing.busy} onPress={() => { save("sums", "json"); }}>{t("Save sums as JSON")}</Button>
      </div>
      <h3>{t("For your own headquarters: a line a case")}</h3>
      <p class="hint">{t("Every field of the statistical records, under a random reference. No names and no story, but a single line can still tell who is meant. Send it sealed, and only to those who count.")}</p>
      <Tick label={t("I know who gets it, and they need a line a case.")} checked={sure} onPick={setSure} />
      <div class="decide">
        <Button disabled={doing.busy || !sure} onPress={() => { save("records", "csv"); }}>{t("Save records as CSV")}</Button>
        <Button disabled={doing.busy || !sure} onPress={() => { save("records", "json"); }}>{t("Save records as JSON")}</Button>
      </div>
      {doing.trouble !== null && <Note kind="alert">{doing.trouble}</Note>}
    </section>
  );
}

/** What a reader outside would see. */
function Preview({ asked: { keys }, view }: { readonly asked: Question; readonly view: StatisticsView }) {
  const { t, self, locale } = useDesk();
  const [key = "kind"] = keys;
  if (view.outside === null) return <p>{t("With two keys, each is counted by itself: crossed numbers would tell small ones.")}</p>;
  const { cells, total } = view.outside;
  return (
    <>
      <p class="hint">{t("Numbers below five are hidden, and with them those from which they could be worked out.")}</p>
      <table class="numbers outside">
        <thead><tr><th scope="col">{keyName(key, t)}</th><th scope="col">{t("How many")}</th></tr></thead>
        <tbody>
          {cells.map(({ value, number }) => (
            <tr key={value}><th scope="row"><bdi>{countedName(key, value, self.entities, locale, t)}</bdi></th><td>{number ?? t("hidden")}</td></tr>
          ))}
        </tbody>
        <tfoot><tr><th scope="row">{t("All")}</th><td>{total ?? t("hidden")}</td></tr></tfoot>
      </table>
    </>
  );
}

function download(text: string, name: string, type: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
