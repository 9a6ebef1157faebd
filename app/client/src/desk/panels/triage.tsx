/** The triage checklist: one question at a time in sight, what the reporter said about it, and what follows. */
import { useState } from "preact/hooks";
import { useCasework } from "../casework";
import type { Casework, SaidView } from "../calls/day";
import type { Answer } from "../case/fields";
import { type Consequence, follows, TRIAGE, type TriageQuestion, unanswered } from "../case/triage";
import { useDesk } from "../context";
import { answered, dayName, listed } from "../labels";
import { Outcome } from "../screens/outcome";
import { Way } from "../screens/way";
import { CONSEQUENCE_TABS, consequenceText, triageQuestion, triageValue } from "../triageWords";
import { Button, Note, Select, useDoing } from "../ui";
import type { CaseView } from "../view";

export function TriagePanel({ found }: { readonly found: CaseView }) {
  const { t } = useDesk();
  const casework = useCasework(found.thread);
  return (
    <section class="panel wide" aria-label={t("Triage checklist")}>
      <h2>{t("Triage checklist")}</h2>
      <p class="hint">{t("Your answers are saved at once and seen by your colleagues, never by the reporter. If two of you answer differently, the later answer counts.")}</p>
      {casework === null ? <p>{t("One moment.")}</p> : <Checklist found={found} casework={casework} />}
    </section>
  );
}

function Checklist({ found, casework }: { readonly found: CaseView; readonly casework: Casework }) {
  const { t, tn, calls, changed } = useDesk();
  const doing = useDoing(t);
  const say = (question: string, value: Answer) => {
    void doing.run(() => calls.record(found.thread, "triage", { data: { [question]: value } })).then(changed);
  };
  const open = unanswered(casework.triage).length;
  return (
    <>
      <ol class="checklist">
        {TRIAGE.map((question) => <Item key={question.id} found={found} question={question} said={casework.triage[question.id]} busy={doing.busy} say={say} />)}
      </ol>
      <Outcome doing={doing} />
      {open > 0 ? <p class="hint">{tn("{count} question is open.", "{count} questions are open.", open)}</p> : <Done found={found} />}
    </>
  );
}

/** All is answered: the case may be put to `triaged`. */
function Done({ found }: { readonly found: CaseView }) {
  const { t, calls, changed } = useDesk();
  const doing = useDoing(t);
  if (!found.choices.includes("triaged")) return <Note kind="good">{t("All questions are answered.")}</Note>;
  return (
    <Note kind="good">
      <p>{t("All questions are answered.")}</p>
      <Button kind="main" disabled={doing.busy} onPress={() => { void doing.run(() => calls.changeStatus(found.thread, "triaged", "")).then(changed); }}>{t("Mark the case as triaged")}</Button>
      <Outcome doing={doing} />
    </Note>
  );
}

interface ItemProps {
  readonly found: CaseView;
  readonly question: TriageQuestion;
  readonly said: SaidView | undefined;
  readonly busy: boolean;
  readonly say: (question: string, value: Answer) => void;
}

function Item({ found, question, said, busy, say }: ItemProps) {
  const { t, locale } = useDesk();
  const consequence = said === undefined ? null : follows(question.id, said.value);
  return (
    <li class={said === undefined ? "open" : "said"}>
      <fieldset>
        <legend>{triageQuestion(question.id, t)}</legend>
        <FromReporter found={found} question={question} />
        {question.kind === "one" && <One question={question} said={said} busy={busy} say={say} />}
        {question.kind === "many" && <Many question={question} said={said} busy={busy} say={say} />}
        {question.kind === "entity" && <Entity question={question} said={said} busy={busy} say={say} />}
      </fieldset>
      {said !== undefined && <p class="origin">{said.own ? t("You, {day}", { day: dayName(said.at.slice(0, 10), locale) }) : t("{colleague}, {day}", { colleague: said.by, day: dayName(said.at.slice(0, 10), locale) })}</p>}
      {consequence !== null && <Follows thread={found.thread} consequence={consequence} />}
    </li>
  );
}

/** What to do because of an answer, and the way to where it is done. */
function Follows({ thread, consequence }: { readonly thread: string; readonly consequence: Consequence }) {
  const { t } = useDesk();
  const tab = CONSEQUENCE_TABS[consequence];
  return <Note kind="warn">{consequenceText(consequence, t)} {tab !== null && <Way thread={thread} tab={tab} />}</Note>;
}

type ChoiceProps = Omit<ItemProps, "found">;

function One({ question, said, busy, say }: ChoiceProps) {
  const { t } = useDesk();
  return (
    <div class="choices">
      {question.values.map((value) => (
        <Button key={value} disabled={busy} pressed={said?.value === value} onPress={() => { if (said?.value !== value) say(question.id, value); }}>
          {triageValue(question.id, value, t)}
        </Button>
      ))}
    </div>
  );
}

function Many({ question, said, busy, say }: ChoiceProps) {
  const { t } = useDesk();
  const chosen: readonly string[] = typeof said?.value === "object" ? said.value : [];
  const toggle = (value: string) => { say(question.id, question.values.filter((one) => (one === value) !== chosen.includes(one))); };
  return (
    <div class="choices">
      {question.values.map((value) => (
        <Button key={value} disabled={busy} pressed={chosen.includes(value)} onPress={() => { toggle(value); }}>
          {triageValue(question.id, value, t)}
        </Button>
      ))}
    </div>
  );
}

const UNKNOWN = "unknown";

function Entity({ question, said, busy, say }: ChoiceProps) {
  const { t, self } = useDesk();
  const current = typeof said?.value === "string" ? said.value : "";
  const [picked, setPicked] = useState<string | null>(null);
  const options = [{ value: "", label: t("Choose an entity") }, ...Object.entries(self.entities).map(([value, label]) => ({ value, label })), { value: UNKNOWN, label: t("Not known") }];
  const pick = (value: string) => {
    setPicked(value);
    if (value !== "" && !busy) say(question.id, value);
  };
  return <Select label={t("Entity")} value={busy ? (picked ?? current) : current} options={options} onPick={pick} />;
}

/** What the reporter answered to the questions that bear on this one. */
function FromReporter({ found, question }: { readonly found: CaseView; readonly question: TriageQuestion }) {
  const { t, self, locale } = useDesk();
  const answers = found.reports.flatMap((report) => report.answers.filter(([id]) => question.from.includes(id)));
  const told = answered(answers, self.entities, locale, t);
  if (told.length === 0) return null;
  return (
    <div class="from">
      {told.map(({ id, question: asked, values }) => (
        <p key={id}>
          <span>{t("The reporter, asked “{question}”:", { question: asked })}</span> <bdi>{listed(values, locale)}</bdi>
        </p>
      ))}
    </div>
  );
}
