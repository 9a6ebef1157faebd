/** What one office wrote, in its order, and where it stands. What cannot be read is shown as such. */
import { type Blank, type Letter, statusTold, type Thread } from "../../answers/letters";
import { expected } from "../../answers/times";
import { officeById } from "../../../directory/parse";
import { useApp } from "../../context";
import type { Trusted } from "../../delivery/trust";
import { dayOf, nameOf, statusOf } from "../../names";
import { statusMeaning } from "../../statuses";
import { CHECK_IN, templateText } from "../../templates";
import { receives } from "../../answers/writing";
import { Button, Note } from "../../ui";
import type { Doing } from "./doing";
import { Proof } from "./proof";

interface Props {
  readonly thread: Thread;
  readonly trusted: Trusted;
  readonly start: (doing: Doing) => void;
}

export function ThreadView({ thread, trusted, start }: Props) {
  const { t, locale } = useApp();
  const office = officeById(trusted.directory, thread.office);
  return (
    <section class="thread" data-thread={thread.office}>
      <h2>{office === undefined ? t("An office that is no longer listed") : nameOf(office, locale)}</h2>
      <Standing thread={thread} start={start} />
      <ol class="answers">
        {thread.letters.map((letter) => (
          <li key={letter.j} data-answer={letter.state}>
            {letter.state === "read" ? <LetterView letter={letter} office={thread.office} trusted={trusted} start={start} /> : <BlankView blank={letter} />}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** The status told last, what it means, and when to hear again. */
function Standing({ thread, start }: Pick<Props, "thread" | "start">) {
  const { t, locale } = useApp();
  const status = statusTold(thread);
  const { by, overdue } = expected(thread, new Date().toISOString().slice(0, 10));
  return (
    <div class="standing">
      {status !== null && (
        <p class="status" data-status={status}>
          <strong>{t("Where it stands: {status}", { status: statusOf(status, t) })}</strong> {statusMeaning(status, t)}
        </p>
      )}
      {by !== null && !overdue && <p class="hint">{t("You should hear from this office again by {day}. It is not certain.", { day: dayOf(by, locale) })}</p>}
      {overdue && (
        <Note kind="alert">
          <p>{t("Nothing more was heard from this office by {day}. You can write to it, or to another office.", { day: dayOf(by ?? "", locale) })}</p>
          <Button onPress={() => { start({ form: "unheard", office: thread.office }); }}>{t("Write to another office")}</Button>
        </Note>
      )}
    </div>
  );
}

function BlankView({ blank }: { readonly blank: Blank }) {
  const { t } = useApp();
  if (blank.state === "expired") return <p>{t("This answer has expired and was erased.")}</p>;
  return <Note kind="alert">{t("Something lies here that is not a genuine answer of this office. It is not shown.")}</Note>;
}

interface LetterProps {
  readonly letter: Letter;
  readonly office: string;
  readonly trusted: Trusted;
  readonly start: Props["start"];
}

function LetterView({ letter, office, trusted, start }: LetterProps) {
  const { t } = useApp();
  return (
    <article class="answer">
      {letter.proof !== null && <Proof proof={letter.proof} letter={letter} organisation={trusted.directory.organisation.id} />}
      {letter.text !== "" && <p class="reply-text" dir="auto">{letter.text}</p>}
      {letter.template !== null && <p class="reply-text">{templateText(letter.template, letter.values, t)}</p>}
      {letter.missing.length > 0 && <p class="hint">{t("A part of this answer is not here: it has not come, or it has expired.")}</p>}
      {letter.template === CHECK_IN && <CheckIn office={office} start={start} />}
      {letter.next !== null && <Next id={letter.next} giver={office} trusted={trusted} start={start} />}
    </article>
  );
}

/** The office asks whether somebody is punished for speaking up; nobody has to answer. */
function CheckIn({ office, start }: Pick<LetterProps, "office" | "start">) {
  const { t } = useApp();
  return (
    <div class="stack" data-check-in="true">
      <Button onPress={() => { start({ form: "treated" }); }}>{t("Yes, or I am afraid of it")}</Button>
      <Button onPress={() => { start({ form: "write", office, text: t("No, I have not been treated badly.") }); }}>{t("No")}</Button>
    </div>
  );
}

interface NextProps extends Pick<LetterProps, "trusted" | "start"> {
  readonly id: string;
  /** The office that told of it; it can be written to all the same. */
  readonly giver: string;
}

/** Another office has it now; it cannot answer before it has a letter from the person. */
function Next({ id, giver, trusted: { directory }, start }: NextProps) {
  const { t, locale } = useApp();
  const office = officeById(directory, id);
  const now = new Date();
  const back = receives(directory, giver, now) && <Button kind="quiet" onPress={() => { start({ form: "write", office: giver }); }}>{t("Stay with the office that told you")}</Button>;
  if (office !== undefined && !receives(directory, id, now)) {
    return (
      <Note>
        <p>{t("Another office has taken it over, but nobody can write to it now: {office}. Please write to the office that told you.", { office: nameOf(office, locale) })}</p>
        {back}
      </Note>
    );
  }
  if (office === undefined) return <p>{t("Another office has taken it over, but it is not in the list. Please write to the office that told you.")}</p>;
  return (
    <Note>
      <p>{t("From now on this office reads what you write: {office}", { office: nameOf(office, locale) })}</p>
      <Button onPress={() => { start({ form: "write", office: id }); }}>{t("Write to it")}</Button>
      {back}
    </Note>
  );
}
