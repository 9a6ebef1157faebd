/** The case of a partner organization: what is to be done, written down item by item. */
import { useEffect, useState } from "preact/hooks";
import { useDesk } from "../context";
import { type Item, partnerItems } from "../refer/words";
import { useReferral } from "../refer/useReferral";
import { Outcome } from "../screens/outcome";
import { Button, Note, Select, TextArea, useDoing } from "../ui";
import type { CaseView } from "../view";

export function PartnerPanel({ found }: { readonly found: CaseView }) {
  const { t } = useDesk();
  const known = useReferral(found.thread);
  const partner = known?.partner ?? {};
  const isPartner = found.reports.some(({ answers }) => answers.some(([id, answer]) => id === "accused_affiliation" && answer === "partner"));
  const title = t("Case of a partner organization");
  if (known === null || known.recused !== null) return null;
  const items = partnerItems(t).map((item) => <PartnerItem key={item.id} thread={found.thread} item={item} value={partner[item.id] ?? ""} />);
  if (!isPartner && Object.keys(partner).length === 0) {
    return (
      <section class="panel" aria-label={title}>
        <details>
          <summary><h2>{title}</h2></summary>
          <div class="fields">{items}</div>
        </details>
      </section>
    );
  }
  return (
    <section class="panel" aria-label={title}>
      <h2>{title}</h2>
      {known.contracting.length > 0 && <Note>{t("By the directory this partner is engaged by: {entities}", { entities: known.contracting.join(", ") })}</Note>}
      <div class="fields">{items}</div>
    </section>
  );
}

function PartnerItem({ thread, item, value }: { readonly thread: string; readonly item: Item; readonly value: string }) {
  const { t, calls, changed } = useDesk();
  const doing = useDoing(t);
  const [typed, setTyped] = useState(value);
  useEffect(() => { setTyped(value); }, [value]);
  const set = async (next: string) => {
    await doing.run(async () => { await calls.record(thread, "partner", { data: { [item.id]: next } }); });
    changed();
  };
  if (item.options.length > 0) {
    return (
      <div>
        <Select label={item.question} value={value} options={[{ value: "", label: t("Not answered yet") }, ...item.options]} onPick={(next) => { void set(next); }} />
        {item.hint !== undefined && <p class="hint">{item.hint}</p>}
        <Outcome doing={doing} />
      </div>
    );
  }
  return (
    <div>
      <TextArea label={item.question} rows={2} value={typed} onInput={setTyped} hint={item.hint} />
      <Button disabled={doing.busy || typed === value} onPress={() => { void set(typed); }}>{t("Save")}</Button>
      <Outcome doing={doing} kept />
    </div>
  );
}
