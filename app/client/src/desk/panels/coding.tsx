/** The statistical record of a case: chosen from lists, no names, no words of one's own. */
import { useEffect, useState } from "preact/hooks";
import "../account/account.css";
import { fieldName, sections, valueName } from "../account/fieldWords";
import { doubtText } from "../account/words";
import type { CodingView } from "../calls/account";
import { type CodingRecord, FIELDS, isValid } from "../case/coding";
import type { Answer } from "../case/fields";
import { useDesk } from "../context";
import { countryName } from "../labels";
import { Outcome } from "../screens/outcome";
import { Button, Note, Select, TextField, Tick, useDoing } from "../ui";
import type { CaseView } from "../view";
import { COUNTRIES } from "../account/countries";

export function CodingPanel({ found }: { readonly found: CaseView }) {
  const { t, calls, edition } = useDesk();
  const [view, setView] = useState<CodingView | null>(null);
  useEffect(() => { void calls.coding(found.thread).then(setView); }, [calls, found.thread, edition]);
  if (view === null) return null;
  const filled = Object.keys(view.record).filter((name) => name !== "case_ref").length;
  return (
    <section class="panel wide" aria-label={t("Statistical record")}>
      <h2>{t("Statistical record")}</h2>
      <p class="hint">{t("Fill this in after reading. It is counted and may be exported, so it holds no names and no story.")}</p>
      {view.daysOpen !== null && <p>{view.late ? t("The investigation has taken {days} days, more than the benchmark.", { days: view.daysOpen }) : t("The investigation has taken {days} days.", { days: view.daysOpen })}</p>}
      {view.doubts.map((doubt) => <Note key={doubt} kind="warn">{doubtText(doubt, t)}</Note>)}
      <Form found={found} view={view} filled={filled} />
    </section>
  );
}

function Form({ found, view, filled }: { readonly found: CaseView; readonly view: CodingView; readonly filled: number }) {
  const { t, tn, calls, changed } = useDesk();
  const [changes, setChanges] = useState<CodingRecord>({});
  const doing = useDoing(t);
  const value = (name: string): Answer => changes[name] ?? view.record[name] ?? "";
  const put = (name: string, now: Answer) => { setChanges((before) => ({ ...before, [name]: now })); };
  const news = Object.entries(sayings(found, view)).filter(([name]) => value(name) === "");
  const wrong = Object.entries(changes).filter(([name, now]) => now !== "" && !isValid(name, now)).map(([name]) => name);
  const save = async () => {
    const done = await doing.run(() => calls.code(found.thread, changes));
    changed();
    if (done) setChanges({});
  };
  return (
    <details open={filled > 0}>
      <summary>{filled === 0 ? t("Fill it in") : tn("{count} field is filled in", "{count} fields are filled in", filled)}</summary>
      <div class="fields coding">
        {news.length > 0 && <p><Button onPress={() => { setChanges((before) => ({ ...before, ...Object.fromEntries(news) })); }}>{t("Take over what the report says")}</Button> <span class="hint">{t("The day, the country, and whether a child is involved. Check them before you save.")}</span></p>}
        {sections(t).map(({ title, fields }) => (
          <fieldset key={title}>
            <legend>{title}</legend>
            <div class="coding-fields">
              {fields.filter((name) => isAsked(name, value)).map((name) => <Field key={name} name={name} value={value(name)} view={view} wrong={wrong.includes(name)} put={(now) => { put(name, now); }} />)}
            </div>
          </fieldset>
        ))}
        <Button kind="main" disabled={doing.busy || Object.keys(changes).length === 0 || wrong.length > 0} onPress={() => { void save(); }}>{t("Save the record")}</Button>
        <Outcome doing={doing} />
      </div>
    </details>
  );
}

/** What the report says by itself, in the words of the record. */
function sayings(found: CaseView, view: CodingView): CodingRecord {
  const said = new Map(found.reports.flatMap(({ answers }) => answers));
  const all = { date_received: view.received ?? "", country: said.get("country") ?? "", child_involved: said.get("child_involved") ?? "" };
  return Object.fromEntries(Object.entries(all).filter(([name, now]) => now !== "" && isValid(name, now)));
}

/** Fields that make sense only beside a certain other value. */
const ONLY_WITH: Readonly<Record<string, readonly [field: string, values: readonly string[]]>> = {
  allegation_subtype: ["allegation_type", ["sexual_exploitation", "sexual_abuse", "both"]],
  inquiry_kind: ["allegation_type", ["inquiry"]],
  nationality_uniformed: ["personnel_category", ["military", "police", "other_government_provided"]],
  date_criminal_referral: ["criminal_referral", ["state_of_nationality", "host_state", "partner_state"]],
  date_member_state_notified: ["member_state_notified", ["yes"]],
  date_clearcheck: ["clearcheck_submitted", ["yes"]],
};

/** Whether the field is asked for; one that is filled in always is. */
function isAsked(name: string, value: (name: string) => Answer): boolean {
  const rule = ONLY_WITH[name];
  if (rule === undefined || value(name) !== "") return true;
  const [field, values] = rule;
  const now = value(field);
  return typeof now === "string" && values.includes(now);
}

interface FieldProps {
  readonly name: string;
  readonly value: Answer;
  readonly view: CodingView;
  readonly wrong: boolean;
  readonly put: (value: Answer) => void;
}

function Field({ name, value, view, wrong, put }: FieldProps) {
  const { t, locale } = useDesk();
  const field = FIELDS[name];
  const label = fieldName(name, t);
  if (field === undefined) return null;
  if (field.form === "many") {
    const chosen = typeof value === "string" ? [] : value;
    return (
      <fieldset class="kinds">
        <legend>{label}</legend>
        {field.values.map((each) => <Tick key={each} label={valueName(name, each, t)} checked={chosen.includes(each)} onPick={(on) => { put(field.values.filter((one) => (one === each ? on : chosen.includes(one)))); }} />)}
      </fieldset>
    );
  }
  const now = typeof value === "string" ? value : "";
  const listed = {
    one: field.values.map((each) => ({ value: each, label: valueName(name, each, t) })),
    country: COUNTRIES.map((code) => ({ value: code, label: countryName(code, locale) })).sort((a, b) => a.label.localeCompare(b.label, locale.tag)),
    entity: view.entities.map(({ id, name: entity }) => ({ value: id, label: entity })),
  };
  if (field.form === "one" || field.form === "country" || field.form === "entity") {
    return <Select label={label} value={now} options={[{ value: "", label: t("Not stated") }, ...listed[field.form]]} onPick={put} />;
  }
  return <TypedField label={label} form={field.form} now={now} wrong={wrong} put={put} />;
}

/** Forms in which it can also be said that nobody knows. */
const MAY_BE_UNKNOWN: readonly string[] = ["count", "period"];
const UNKNOWN = "unknown";

interface TypedProps {
  readonly label: string;
  readonly form: string;
  readonly now: string;
  readonly wrong: boolean;
  readonly put: (value: string) => void;
}

function TypedField({ label, form, now, wrong, put }: TypedProps) {
  const { t } = useDesk();
  const open = MAY_BE_UNKNOWN.includes(form);
  const hint = wrong ? t("This does not fit: {form}", { form: formHint(form, t) }) : undefined;
  return (
    <div class="typed">
      <TextField label={label} type={form === "day" ? "date" : "text"} value={open && now === UNKNOWN ? "" : now} onInput={(typed) => { put(typed.trim()); }} hint={hint} />
      {open && <Tick label={t("Not known")} checked={now === UNKNOWN} onPick={(on) => { put(on ? UNKNOWN : ""); }} />}
    </div>
  );
}

function formHint(form: string, t: ReturnType<typeof useDesk>["t"]): string {
  const hints: Readonly<Record<string, string>> = {
    count: t("a number up to 9999"),
    period: t("such as 2026, 2026-03 or 2024/2026"),
    code: t("capital letters and digits, such as NBO-1"),
    day: t("a day that exists"),
  };
  return hints[form] ?? "";
}
