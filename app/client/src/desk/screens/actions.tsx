/** What an officer can do with a case: acknowledge, answer, change the status, write a note. */
import { useState } from "preact/hooks";
import type { Status } from "../../payloads";
import { templateText } from "../../speakup/templates";
import { type LanguageFacts, LANGUAGES } from "../../words/locales";
import type { Words } from "../../words/words";
import { useDesk } from "../context";
import { closingReasons, languageName, statusName } from "../labels";
import { bytesOf, MOST_TEXT_BYTES, pieces, REPLY_ROOM } from "../lengths";
import { Button, Note, Select, TextArea, useDoing } from "../ui";
import type { CaseView } from "../view";
import { Outcome, useReportersWords } from "./outcome";
import { StandardAnswer } from "./standard";

/** No status is told with an answer. */
const AS_IT_IS = "";

export function Actions({ found }: { readonly found: CaseView }) {
  const { t } = useDesk();
  if (!found.answerable) return <aside class="actions"><Note>{t("No report of this case could be opened, so there is no key to answer to.")}</Note></aside>;
  return (
    <aside class="actions" aria-label={t("What you can do")}>
      {found.acknowledged === null && <Acknowledge found={found} />}
      <Answer found={found} />
      <StandardAnswer found={found} />
      <ChangeStatus found={found} />
      <WriteNote found={found} />
    </aside>
  );
}

function Acknowledge({ found }: { readonly found: CaseView }) {
  const { t, calls, changed, locale } = useDesk();
  const doing = useDoing(t);
  const reporters = useReportersWords(found.lang);
  const facts = LANGUAGES[reporters?.language ?? "en"];
  return (
    <section class="panel" aria-label={t("Acknowledge")}>
      <h2>{t("Acknowledge")}</h2>
      <p>{t("The reporter gets this text in {language}, and a signed proof that your office opened the report today:", { language: languageName(facts.tag, locale) })}</p>
      <blockquote class="words" lang={facts.tag} dir={facts.direction}>{reporters === null ? "…" : templateText("read", {}, reporters.t)}</blockquote>
      <Button kind="main" disabled={doing.busy} onPress={() => { void doing.run(() => calls.acknowledge(found.thread)).then(changed); }}>
        {t("Acknowledge")}
      </Button>
      <Outcome doing={doing} />
    </section>
  );
}

function Answer({ found }: { readonly found: CaseView }) {
  const { t, tn, calls, changed, locale } = useDesk();
  const [text, setText] = useDraft(found.thread, "answer");
  const [status, setStatus] = useState<Status | "">(AS_IT_IS);
  const [sent, setSent] = useState(false);
  const doing = useDoing(t);
  const used = bytesOf(text);
  const send = async () => {
    const done = await doing.run(() => calls.answer(found.thread, text, status === AS_IT_IS ? null : status));
    changed();
    setSent(done);
    if (!done) return;
    setText("");
    setStatus(AS_IT_IS);
  };
  return (
    <section class="panel" aria-label={t("Answer the reporter")}>
      <h2>{t("Answer the reporter")}</h2>
      {found.consent.contact === "no" && <Note kind="warn">{t("They do not wish to be written to here. They see an answer only if they look for it with their receipt.")}</Note>}
      <TextArea
        label={t("Your answer")}
        rows={6}
        value={text}
        onInput={(value) => { setText(value); setSent(false); }}
        hint={
          <>
            {t("{used} of {room} bytes", bytes(used, used > REPLY_ROOM ? MOST_TEXT_BYTES : REPLY_ROOM, locale))}
            {used > REPLY_ROOM && <> · {tn("It goes in {count} message.", "It goes in {count} messages, which the reporter sees as one.", pieces(text).length)}</>}
          </>
        }
      />
      <Select
        label={t("Status that the reporter is told")}
        value={status}
        options={[{ value: AS_IT_IS, label: t("No change") }, ...statusOptions(found, t)]}
        onPick={(value) => { setStatus(value as Status | ""); }}
      />
      {used > MOST_TEXT_BYTES && <Note kind="alert">{t("This text is too long.")}</Note>}
      <Button kind="main" disabled={doing.busy || text.trim() === "" || used > MOST_TEXT_BYTES} onPress={() => { void send(); }}>{t("Send answer")}</Button>
      <Outcome doing={doing} done={sent ? t("Your answer was sent.") : ""} kept />
      <p class="hint">{t("Whether an answer was read cannot be known: the reporter fetches it without showing who they are.")}</p>
    </section>
  );
}

function ChangeStatus({ found }: { readonly found: CaseView }) {
  const { t, calls, changed } = useDesk();
  const [picked, setPicked] = useState<string>("");
  const [reason, setReason] = useState("");
  const doing = useDoing(t);
  const status = found.choices.find((choice) => choice === picked);
  const change = async () => {
    if (status === undefined) return;
    const done = await doing.run(() => calls.changeStatus(found.thread, status, status === "closed" ? reason : ""));
    changed();
    if (done) setPicked("");
  };
  if (found.choices.length === 0) return <section class="panel" aria-label={t("Change the status")}><h2>{t("Change the status")}</h2><p>{t("The status can be changed once the report is acknowledged.")}</p></section>;
  return (
    <section class="panel" aria-label={t("Change the status")}>
      <h2>{t("Change the status")}</h2>
      <Select label={t("New status")} value={status ?? ""} options={[{ value: "", label: t("Choose a status") }, ...statusOptions(found, t)]} onPick={setPicked} />
      {status === "closed" && <Select label={t("Reason for closing")} value={reason} options={[{ value: "", label: t("Choose a reason") }, ...closingReasons(t)]} onPick={setReason} />}
      <Button disabled={doing.busy || status === undefined || (status === "closed" && reason === "")} onPress={() => { void change(); }}>{t("Change status")}</Button>
      <Outcome doing={doing} />
      <p class="hint">{t("Your colleagues see it. The reporter does not, unless you tell them with an answer.")}</p>
    </section>
  );
}

function WriteNote({ found }: { readonly found: CaseView }) {
  const { t, calls, changed, locale } = useDesk();
  const [text, setText] = useDraft(found.thread, "note");
  const doing = useDoing(t);
  const used = bytesOf(text);
  const write = async () => {
    const done = await doing.run(() => calls.note(found.thread, text));
    changed();
    if (done) setText("");
  };
  return (
    <section class="panel" aria-label={t("Note for colleagues")}>
      <h2>{t("Note for colleagues")}</h2>
      <TextArea label={t("Your note")} rows={3} value={text} onInput={setText} hint={t("{used} of {room} bytes", bytes(used, MOST_TEXT_BYTES, locale))} />
      <Button disabled={doing.busy || text.trim() === "" || used > MOST_TEXT_BYTES} onPress={() => { void write(); }}>{t("Save note")}</Button>
      <Outcome doing={doing} kept />
      <p class="hint">{t("The focal points of your office read it. The reporter never does.")}</p>
    </section>
  );
}

function bytes(used: number, room: number, { tag }: LanguageFacts): { used: string; room: string } {
  const numbers = new Intl.NumberFormat(tag);
  return { used: numbers.format(used), room: numbers.format(room) };
}


function statusOptions(found: CaseView, t: Words["t"]): { readonly value: string; readonly label: string }[] {
  return found.choices.map((status) => ({ value: status, label: statusName(status, t) }));
}

/** A text that was begun stays when the officer looks at another case, until the desk is locked. */
function useDraft(thread: string, form: string): [string, (text: string) => void] {
  const { memory } = useDesk();
  const name = `${form} ${thread}`;
  const [text, setText] = useState(memory.drafts.get(name) ?? "");
  const keep = (next: string) => {
    memory.drafts.set(name, next);
    setText(next);
  };
  return [text, keep];
}
