/** Destroying a closed case: one member proposes, another one confirms; what proof stays. */
import { useEffect, useState } from "preact/hooks";
import { Refused } from "../../api/reporter";
import { BadInput } from "../../sealing/errors";
import "../account/account.css";
import { reasonName } from "../account/words";
import type { DisposalsView, DisposalView } from "../calls/account";
import { isReason, OPEN_DAYS, type Reason, REASONS } from "../case/disposal";
import { useDesk } from "../context";
import { momentName } from "../labels";
import { Outcome } from "../screens/outcome";
import { troubleText } from "../trouble";
import { Button, Note, Select, TextField, Tick, useDoing } from "../ui";
import type { CaseView } from "../view";

export function DisposalPanel({ found }: { readonly found: CaseView }) {
  const { t, calls, edition } = useDesk();
  const [view, setView] = useState<DisposalsView | null>(null);
  const [trouble, setTrouble] = useState("");
  useEffect(() => {
    calls.disposals(found.thread).then(
      (known) => { setView(known); setTrouble(""); },
      (error: unknown) => { setTrouble(troubleText(error, t)); },
    );
  }, [calls, found.thread, edition, t]);
  const waiting = view?.disposals.find(({ state }) => state === "waits" || state === "unwritten");
  return (
    <section class="panel wide" aria-label={t("Destroy the case")}>
      <h2>{t("Destroy the case")}</h2>
      <p class="hint">{t("It takes two members of your office. The reports, answers, notes and files are deleted on the server and on every desk, files within a month. What stays is a record of who destroyed how much, when and why, and a fingerprint: it proves what was destroyed and tells nothing of it. Nobody can bring the case back.")}</p>
      {trouble !== "" && <Note kind="warn">{trouble}</Note>}
      {view?.disposals.map((one) => <One key={one.id} thread={found.thread} disposal={one} />)}
      {view !== null && waiting === undefined && (view.may ? <Propose thread={found.thread} view={view} /> : <p>{t("A case can be destroyed only after it was closed.")}</p>)}
    </section>
  );
}

function One({ thread, disposal }: { readonly thread: string; readonly disposal: DisposalView }) {
  const { t, tn, locale } = useDesk();
  const somebody = (title: string | null) => title || t("A device that is no longer listed");
  const names: Readonly<Record<DisposalView["state"], string>> = {
    waits: t("Waits for a second member of the office"),
    lapsed: t("Nobody confirmed it in time. Nothing was destroyed."),
    refused: t("Refused or taken back. Nothing was destroyed."),
    closed: t("It is closed to everybody now. The server destroys it within a minute."),
    done: t("Destroyed"),
    unwritten: t("Confirmed, but not written down yet"),
    disbelieved: t("The server did not destroy it: one of the two signatures does not count any more. Tell who runs the server."),
    unshown: t("Your office's own record says that two members had it destroyed. The server no longer shows its record of it. Ask who runs the server why."),
  };
  return (
    <div class="disposal" data-state={disposal.state}>
      <p><strong>{names[disposal.state]}</strong></p>
      <p>{reasonName(disposal.reason, t)}{disposal.reference !== "" && <> · <bdi>{disposal.reference}</bdi></>}</p>
      <p>{tn("{count} sealed entry", "{count} sealed entries", disposal.count)} · <code dir="ltr">{disposal.digest.slice(0, 16)}</code></p>
      <p class="origin">{t("Proposed by {colleague} on {moment}", { colleague: somebody(disposal.proposedBy), moment: momentName(disposal.proposedAt, locale) })}</p>
      {disposal.endedAt !== null && ["closed", "done", "disbelieved", "unshown"].includes(disposal.state) && <p class="origin">{t("Confirmed by {colleague} on {moment}", { colleague: somebody(disposal.endedBy), moment: momentName(disposal.endedAt, locale) })}</p>}
      {disposal.endedAt !== null && disposal.state === "refused" && <p class="origin">{t("Ended by {colleague} on {moment}", { colleague: somebody(disposal.endedBy), moment: momentName(disposal.endedAt, locale) })}</p>}
      {(disposal.state === "waits" || disposal.state === "unwritten") && <Decide thread={thread} disposal={disposal} />}
    </div>
  );
}

function Decide({ thread, disposal }: { readonly thread: string; readonly disposal: DisposalView }) {
  const { t, calls, changed } = useDesk();
  const [sure, setSure] = useState(false);
  const [own, setOwn] = useState(false);
  const doing = useDoing(t);
  const confirm = async () => {
    setOwn(false);
    await doing.run(async () => {
      try {
        await calls.confirmDisposal(thread, disposal.id);
      } catch (error) {
        if (!(error instanceof Refused && error.status === 400)) throw error;
        setOwn(true);
      }
    });
    changed();
  };
  const refuse = async () => {
    await doing.run(() => calls.refuseDisposal(thread, disposal.id));
    changed();
  };
  const back = <Button disabled={doing.busy} onPress={() => { void refuse(); }}>{disposal.mine ? t("Take it back") : t("Refuse")}</Button>;
  if (disposal.state === "waits" && disposal.mine) {
    return (
      <>
        <p>{t("Another member of your office has to look at the case and confirm it within {days} days.", { days: OPEN_DAYS })}</p>
        {back}
        <Outcome doing={doing} />
      </>
    );
  }
  return (
    <>
      {disposal.changed && <Note kind="warn">{t("Something came to this case after it was proposed. Refuse it, look at what came, and propose it again if it still holds.")}</Note>}
      <Tick label={t("I have looked at this case. It may be destroyed for this reason, and nobody still needs it.")} checked={sure} onPick={setSure} />
      <div class="decide">
        <Button kind="main" disabled={doing.busy || !sure || disposal.changed} onPress={() => { void confirm(); }}>{t("Destroy it for good")}</Button>
        {disposal.state === "waits" && back}
      </div>
      {own && <Note kind="alert">{t("The same member proposed it. Another member of your office has to confirm it.")}</Note>}
      <Outcome doing={doing} />
    </>
  );
}

function Propose({ thread, view }: { readonly thread: string; readonly view: DisposalsView }) {
  const { t, tn, calls, changed } = useDesk();
  const [reason, setReason] = useState("");
  const [reference, setReference] = useState("");
  const [unsent, setUnsent] = useState(false);
  const doing = useDoing(t);
  const needed = isReason(reason) && REASONS[reason];
  const propose = async () => {
    setUnsent(false);
    const done = await doing.run(async () => {
      try {
        await calls.proposeDisposal(thread, reason, reference.trim());
      } catch (error) {
        if (!(error instanceof BadInput && error.field === "outbox")) throw error;
        setUnsent(true);
      }
    });
    changed();
    if (done) setReason("");
  };
  const reasons = (Object.keys(REASONS) as Reason[]).map((value) => ({ value, label: reasonName(value, t) }));
  return (
    <details>
      <summary>{t("Propose to destroy it")}</summary>
      <div class="fields">
        <p>{tn("{count} sealed entry would go.", "{count} sealed entries would go.", view.count)} {view.files > 0 && tn("Its {count} file would go within a month.", "Its {count} files would go within a month.", view.files)}</p>
        <Select label={t("Why it may be destroyed")} value={reason} options={[{ value: "", label: t("Choose a reason") }, ...reasons]} onPick={setReason} />
        <TextField label={needed ? t("What allows it: a decision, a schedule, a record") : t("What allows it, if there is something to name")} value={reference} onInput={setReference} hint={t("This stays in your office's record. No names, nothing of what happened.")} />
        <Button disabled={doing.busy || reason === "" || (needed && reference.trim() === "")} onPress={() => { void propose(); }}>{t("Propose it")}</Button>
        {unsent && <Note kind="warn">{t("Something of this case waits to be sent. Send it first.")}</Note>}
        <Outcome doing={doing} />
      </div>
    </details>
  );
}
