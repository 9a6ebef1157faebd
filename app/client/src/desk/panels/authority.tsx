/** Steps towards national authorities: written down by hand. The desk tells no State anything. */
import { useState } from "preact/hooks";
import type { AuthorityView } from "../calls/refer";
import { useDesk } from "../context";
import { dayName, momentName } from "../labels";
import { useReferral } from "../refer/useReferral";
import { authoritySteps, authorityWhats, labelOf } from "../refer/words";
import { Outcome } from "../screens/outcome";
import { Words } from "../screens/report";
import { Button, Note, Select, TextArea, TextField, useDoing } from "../ui";
import type { CaseView } from "../view";

export function AuthorityPanel({ found }: { readonly found: CaseView }) {
  const { t } = useDesk();
  const known = useReferral(found.thread);
  if (known?.recused != null) return null;
  const steps = known?.authority ?? [];
  return (
    <section class="panel" aria-label={t("National authorities")}>
      <h2>{t("National authorities")}</h2>
      <Note>{t("This desk tells nothing to the police or to any other national authority. Here you write down what was decided and done elsewhere, by those who may do it.")}</Note>
      {steps.length === 0 ? <p class="empty">{t("Nothing is written down yet.")}</p> : <ol class="story">{steps.map((step) => <StepItem key={step.ctx} step={step} />)}</ol>}
      <AddStep thread={found.thread} />
    </section>
  );
}

function StepItem({ step }: { readonly step: AuthorityView }) {
  const { t, locale } = useDesk();
  return (
    <li>
      <h3>{labelOf(authorityWhats(t), step.what)}: {labelOf(authoritySteps(t), step.step)}</h3>
      <p class="origin">
        {dayName(step.day === "" ? null : step.day, locale)}
        {step.reference !== "" && <> · {t("Reference: {reference}", { reference: step.reference })}</>}
      </p>
      {step.text !== "" && <Words text={step.text} />}
      <p class="hint">{t("Written down by {who}, {moment}", { who: step.by === "" ? t("A device that is no longer listed") : step.by, moment: momentName(step.at, locale) })}</p>
    </li>
  );
}

const EMPTY = { what: "national_authority", step: "", day: "", reference: "", text: "" };

function AddStep({ thread }: { readonly thread: string }) {
  const { t, calls, changed } = useDesk();
  const [form, setForm] = useState(EMPTY);
  const doing = useDoing(t);
  const { what, step, day, reference, text } = form;
  const put = (part: Partial<typeof EMPTY>) => { setForm((before) => ({ ...before, ...part })); };
  const save = async () => {
    const done = await doing.run(async () => { await calls.record(thread, "authority", { data: { what, step, day, reference }, ...(text === "" ? {} : { text }) }); });
    changed();
    if (done) setForm(EMPTY);
  };
  return (
    <details>
      <summary>{t("Write down a step")}</summary>
      <div class="fields">
        <Select label={t("Towards whom")} value={what} options={authorityWhats(t)} onPick={(value) => { put({ what: value }); }} />
        <Select label={t("What was done")} value={step} options={[{ value: "", label: t("Choose a step") }, ...authoritySteps(t)]} onPick={(value) => { put({ step: value }); }} />
        <TextField label={t("On which day")} type="date" value={day} onInput={(value) => { put({ day: value }); }} />
        <TextField label={t("Reference")} value={reference} onInput={(value) => { put({ reference: value }); }} />
        <TextArea label={t("Remark")} rows={2} value={text} onInput={(value) => { put({ text: value }); }} hint={t("Leave out who the reporter is.")} />
        <Button disabled={doing.busy || step === "" || day === ""} onPress={() => { void save(); }}>{t("Save the step")}</Button>
        <Outcome doing={doing} kept />
      </div>
    </details>
  );
}
