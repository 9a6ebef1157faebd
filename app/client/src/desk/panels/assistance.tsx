/** Help for each request of a case: where it stands, what was done, and the next step. Never what happened. */
import { useState } from "preact/hooks";
import { useAsked } from "../asked";
import type { HelpView, StepView, TrackView } from "../calls/help";
import { type Kind, KINDS, OWN, type Step } from "../case/assistance";
import { useDesk } from "../context";
import { kindName, stepName } from "../help/words";
import "../help/help.css";
import { countryName, dayName, helpName, listed } from "../labels";
import { Outcome } from "../screens/outcome";
import { Button, Note, Select, TextArea, TextField, Tick, useDoing } from "../ui";
import type { CaseView } from "../view";

export function AssistancePanel({ found }: { readonly found: CaseView }) {
  const help = useHelp(found.thread);
  if (help === null) return null;
  const own = help.tracks.some(({ request }) => request === OWN);
  return (
    <>
      {help.tracks.map((track) => <Track key={track.request} thread={found.thread} track={track} help={help} />)}
      {!own && <OfferPanel thread={found.thread} help={help} asked={help.tracks.length > 0} />}
    </>
  );
}

/** Null until it is known. */
export function useHelp(thread: string): HelpView | null {
  return useAsked(thread, (calls) => calls.help(thread));
}

interface TrackProps {
  readonly thread: string;
  readonly track: TrackView;
  readonly help: HelpView;
}

function Track({ thread, track, help }: TrackProps) {
  const { t, locale } = useDesk();
  const title = track.request === OWN ? t("Help that your office offered") : t("Help that was asked for");
  const due = track.ask !== null && track.ask <= help.today;
  return (
    <section class="panel track" aria-label={title} data-step={track.step}>
      <h2>{title}</h2>
      {track.wanted.length > 0 && (
        <p>
          {listed(track.wanted.map((wanted) => helpName(wanted, t)), locale)}
          {track.country !== null && <> · {countryName(track.country, locale)}</>}
        </p>
      )}
      <p class="stands"><strong>{stepName(track.step, t)}</strong> · {t("since {day}", { day: dayName(track.since, locale) })}</p>
      <p>{[...track.kinds.map((kind) => kindName(kind, t)), track.provider].filter((part) => part !== "").join(" · ")}</p>
      {due && <Note kind="warn">{track.step === "none" ? t("Somebody asked for help and has had no offer yet.") : t("Ask now how it stands, in a way that is safe for them.")}</Note>}
      {!due && track.ask !== null && <p class="hint">{track.step === "none" ? t("Offer it by {day}.", { day: dayName(track.ask, locale) }) : t("Ask how it stands on {day}.", { day: dayName(track.ask, locale) })}</p>}
      <ol class="steps">
        {track.taken.map((step) => <li key={step.ctx}><OneStep step={step} /></li>)}
      </ol>
      <Record thread={thread} request={track.request} next={track.next} help={help} kinds={track.kinds} />
    </section>
  );
}

function OneStep({ step }: { readonly step: StepView }) {
  const { t, locale } = useDesk();
  const by = step.own ? t("You") : step.by === "" ? t("A device that is no longer listed") : step.by;
  return (
    <>
      <p><strong>{stepName(step.step, t)}</strong> · {dayName(step.day, locale)} · {by}</p>
      {step.provider !== "" && <p dir="auto">{step.provider}</p>}
      {step.remark !== "" && <p class="origin" dir="auto">{step.remark}</p>}
      {!step.counted && <p class="origin">{t("It did not count: it cannot follow what was recorded before.")}</p>}
    </>
  );
}

function OfferPanel({ thread, help, asked }: { readonly thread: string; readonly help: HelpView; readonly asked: boolean }) {
  const { t } = useDesk();
  return (
    <section class="panel" aria-label={t("Offer help")}>
      <h2>{t("Offer help")}</h2>
      <p class="hint">{asked ? t("Your office can offer more than was asked for.") : t("Nobody has asked your office for help in this case. You can still offer it. It does not depend on a report, and not on what comes of it.")}</p>
      <Record thread={thread} request={OWN} next={["offered", "accepted", "referred", "received", "declined"]} help={help} kinds={[]} />
    </section>
  );
}

interface RecordProps {
  readonly thread: string;
  readonly request: string;
  readonly next: readonly Step[];
  readonly help: HelpView;
  readonly kinds: readonly Kind[];
}

/** Write down the next step. */
function Record({ thread, request, next, help, kinds: before }: RecordProps) {
  const { t, calls, changed } = useDesk();
  const [step, setStep] = useState("");
  const [kinds, setKinds] = useState<readonly Kind[]>(before);
  const [provider, setProvider] = useState("");
  const [day, setDay] = useState(help.today);
  const [remark, setRemark] = useState("");
  const doing = useDoing(t);
  const write = async () => {
    const data = { request, step, kinds, day, ...(provider.trim() === "" ? {} : { provider: provider.trim() }) };
    const done = await doing.run(() => calls.record(thread, "assistance", { text: remark.trim(), data }));
    changed();
    if (!done) return;
    setStep("");
    setProvider("");
    setRemark("");
  };
  return (
    <details>
      <summary>{t("Write down a step")}</summary>
      <div class="fields">
        <Select label={t("What was done")} value={step} options={[{ value: "", label: t("Choose a step") }, ...next.map((value) => ({ value, label: stepName(value, t) }))]} onPick={setStep} />
        <fieldset class="kinds">
          <legend>{t("Kind of help")}</legend>
          {KINDS.map((kind) => <Tick key={kind} label={kindName(kind, t)} checked={kinds.includes(kind)} onPick={(on) => { setKinds(KINDS.filter((one) => (one === kind ? on : kinds.includes(one)))); }} />)}
        </fieldset>
        {step === "referred" && <Note>{t("Tell those who help only what help is needed and a safe way and time to reach the person. Do not tell them what happened, and ask the person first.")}</Note>}
        <TextField label={t("Who helps")} value={provider} onInput={setProvider} hint={t("A place or service, not a person. Some stand under “Places that help”.")} />
        <TextField label={t("Day")} type="date" value={day} onInput={setDay} />
        <TextArea label={t("Remark")} rows={2} value={remark} onInput={setRemark} hint={t("Nothing of what happened.")} />
        <Button disabled={doing.busy || step === "" || day === ""} onPress={() => { void write(); }}>{t("Write it down")}</Button>
        <Outcome doing={doing} />
      </div>
    </details>
  );
}
