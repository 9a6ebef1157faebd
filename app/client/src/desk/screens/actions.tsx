/** What an officer says about a case: acknowledge, answer, standard words, a note for colleagues. */
import { useState } from "preact/hooks";
import type { Status } from "../../payloads";
import { statusOf } from "../../speakup/names";
import { statusMeaning } from "../../speakup/statuses";
import { templateText } from "../../speakup/templates";
import { type LanguageFacts, LANGUAGES } from "../../words/locales";
import type { Words } from "../../words/words";
import { useDesk } from "../context";
import { languageName, statusName } from "../labels";
import { bytesOf, MOST_TEXT_BYTES, pieces, REPLY_ROOM } from "../lengths";
import { Button, Note, Select, TextArea, Tick, useDoing } from "../ui";
import type { CaseView } from "../view";
import { Outcome, useAnswerTold, useReportersWords } from "./outcome";
import { StandardAnswer } from "./standard";

/** No status is told with an answer. */
const AS_IT_IS = "";

export function Actions({ found }: { readonly found: CaseView }) {
  const { t } = useDesk();
  if (!found.answerable) {
    return (
      <aside class="actions" aria-label={t("What you can do")}>
        <Note>{found.kind === "handover" ? t("The reporter has not written to your office, so there is no key to answer to.") : t("No report of this case could be opened, so there is no key to answer to.")}</Note>
        <WriteNote found={found} />
      </aside>
    );
  }
  return (
    <aside class="actions" aria-label={t("What you can do")}>
      {found.acknowledged === null && <Acknowledge found={found} />}
      <Answer found={found} />
      <StandardAnswer found={found} />
      <WriteNote found={found} />
    </aside>
  );
}

/** Where a narrow screen jumps to. */
export const ACKNOWLEDGE = "acknowledge";

function Acknowledge({ found }: { readonly found: CaseView }) {
  const { t, calls, changed, locale } = useDesk();
  const doing = useDoing(t);
  const reporters = useReportersWords(found.lang);
  const facts = LANGUAGES[reporters?.language ?? "en"];
  return (
    <section class="panel" aria-label={t("Acknowledge")}>
      <h2 id={ACKNOWLEDGE} tabIndex={-1}>{t("Acknowledge")}</h2>
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
  const [asks, setAsks] = useState(false);
  const told = useAnswerTold(found);
  const doing = useDoing(t);
  const reporters = useReportersWords(found.lang);
  const facts = LANGUAGES[reporters?.language ?? "en"];
  const used = bytesOf(text);
  const send = async () => {
    const done = await doing.run(() => calls.answer(found.thread, text, status === AS_IT_IS ? null : status, asks));
    changed();
    if (!done) return;
    told.sent();
    setText("");
    setStatus(AS_IT_IS);
    setAsks(false);
  };
  return (
    <section class="panel" aria-label={t("Answer the reporter")}>
      <h2>{t("Answer the reporter")}</h2>
      {found.consent.contact === "no" && <Note kind="warn">{t("They do not wish to be written to here. They see an answer only if they look for it with their receipt.")}</Note>}
      {reporters !== null && facts.tag !== locale.tag && <p class="hint">{t("The reporter reads {language}. Your own words go as you write them; standard answers go in {language}.", { language: languageName(facts.tag, locale) })}</p>}
      <TextArea
        label={t("Your answer")}
        rows={6}
        value={text}
        onInput={(value) => { setText(value); told.forget(); }}
        hint={
          <>
            {used > REPLY_ROOM && <>{tn("It goes in {count} message.", "It goes in {count} messages, which the reporter sees as one.", pieces(text).length)} {room(used, t, locale)}</>}
          </>
        }
      />
      <Select
        label={t("Status that the reporter is told")}
        value={status}
        options={[{ value: AS_IT_IS, label: t("No change") }, ...statusOptions(found, t)]}
        onPick={(value) => { setStatus(value as Status | ""); }}
      />
      {status !== AS_IT_IS && reporters !== null && <blockquote class="words" lang={facts.tag} dir={facts.direction}>{statusOf(status, reporters.t)}{"\n"}{statusMeaning(status, reporters.t)}</blockquote>}
      <Tick label={t("This asks something: the case waits for the reporter.")} checked={asks} onPick={setAsks} />
      {used > MOST_TEXT_BYTES && <Note kind="alert">{t("This text is too long.")}</Note>}
      <Button kind="main" disabled={doing.busy || text.trim() === "" || used > MOST_TEXT_BYTES} onPress={() => { void send(); }}>{t("Send answer")}</Button>
      <Outcome doing={doing} done={told.text} kept />
      <p class="hint">{t("Whether an answer was read cannot be known: the reporter fetches it without showing who they are.")}</p>
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
      <TextArea label={t("Your note")} rows={3} value={text} onInput={setText} hint={room(used, t, locale)} />
      <Button disabled={doing.busy || text.trim() === "" || used > MOST_TEXT_BYTES} onPress={() => { void write(); }}>{t("Save note")}</Button>
      <Outcome doing={doing} kept />
      <p class="hint">{t("The focal points of your office read it. The reporter never does.")}</p>
    </section>
  );
}

/** How much of what can be said at once is used, when it is worth knowing. */
function room(used: number, t: Words["t"], { tag }: LanguageFacts): string {
  if (used < MOST_TEXT_BYTES / 2) return "";
  const part = new Intl.NumberFormat(tag, { style: "percent" }).format(used / MOST_TEXT_BYTES);
  return t("{part} of the room for a text is used.", { part });
}

function statusOptions(found: CaseView, t: Words["t"]): { readonly value: string; readonly label: string }[] {
  return found.choices.filter((status) => status !== "closed").map((status) => ({ value: status, label: statusName(status, t) }));
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
