/** What an office settled about a case, for its own pages: the triage checklist, and who outside was told. */
import type { Casework } from "../calls/day";
import { TRIAGE } from "../case/triage";
import { useDesk } from "../context";
import { dayName } from "../labels";
import { Register } from "../panels/needToKnow";
import { triageQuestion, triageValue } from "../triageWords";

export function Registers({ casework }: { readonly casework: Casework }) {
  const { t } = useDesk();
  const { told } = casework;
  return (
    <>
      <Triaged casework={casework} />
      {told.length > 0 && <section><h3>{t("Who was told")}</h3><Register told={told} /></section>}
    </>
  );
}

function Triaged({ casework: { triage } }: { readonly casework: Casework }) {
  const { t, self, locale } = useDesk();
  const name = (question: string, value: string) => (question === "entity" ? (self.entities[value] ?? triageValue(question, value, t)) : triageValue(question, value, t));
  const rows = TRIAGE.flatMap(({ id }) => {
    const said = triage[id];
    return said === undefined ? [] : [{ id, values: [said.value].flat(), by: said.by, at: said.at }];
  });
  if (rows.length === 0) return null;
  return (
    <section>
      <h3>{t("Triage checklist")}</h3>
      <dl class="facts">
        {rows.map(({ id, values, by, at }) => (
          <div key={id}>
            <dt>{triageQuestion(id, t)}</dt>
            {values.map((value) => <dd key={value}>{name(id, value)}</dd>)}
            <dd class="origin">{t("{colleague}, {day}", { colleague: by || t("A device that is no longer listed"), day: dayName(at.slice(0, 10), locale) })}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
