/** What somebody with another key wrote under the thread, and the choice to answer them instead. */
import { useState } from "preact/hooks";
import { CHOSEN } from "../case/claims";
import { useDesk } from "../context";
import { Button, Note, useDoing } from "../ui";
import type { ClaimView } from "../view";
import { Outcome } from "./outcome";
import { AssistanceBlock, ReportBlock } from "./report";
import { MessageItem } from "./story";

/** So many digits of a key are enough to tell it from another. */
const SHORT_KEY = 8;

interface ClaimProps {
  readonly thread: string;
  readonly claim: ClaimView;
}

export function ClaimSection({ thread, claim }: ClaimProps) {
  const { t } = useDesk();
  const { key, reports, assistance, messages } = claim;
  const title = t("Somebody with another key also claims to be this reporter.");
  return (
    <section class="panel claim" aria-label={title}>
      <h2>{title}</h2>
      <Note kind="warn">{t("One of them may be a stranger who knows the number of the case. Your answers do not go to this key, {key}. Read both before you choose.", { key: key.slice(0, SHORT_KEY) })}</Note>
      {reports.map((report, index) => <ReportBlock key={report.ctx} thread={thread} report={report} number={reports.length > 1 ? index + 1 : null} />)}
      {assistance.map((request) => <AssistanceBlock key={request.ctx} request={request} />)}
      {messages.map((message) => <MessageItem key={message.ctx} thread={thread} message={message} />)}
      <Choice thread={thread} claim={claim} />
    </section>
  );
}

/** Answering this one from now on: asked twice, as the other gets no answers then. */
function Choice({ thread, claim }: ClaimProps) {
  const { t, calls, changed } = useDesk();
  const [asking, ask] = useState(false);
  const doing = useDoing(t);
  const choose = () => { void doing.run(() => calls.record(thread, "triage", { data: { [CHOSEN]: claim.key } })).then(changed); };
  if (!asking) return <Button onPress={() => { ask(true); }}>{t("Answer this one")}</Button>;
  return (
    <>
      <p>{t("From now on your answers go to this key, and the other one gets none. What the other one wrote then stands here. You can choose again.")}</p>
      <Button kind="main" disabled={doing.busy} onPress={choose}>{t("Answer this one")}</Button>
      <Button kind="quiet" disabled={doing.busy} onPress={() => { ask(false); }}>{t("Not now")}</Button>
      <Outcome doing={doing} />
    </>
  );
}
