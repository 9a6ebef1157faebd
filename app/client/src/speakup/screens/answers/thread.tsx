/** What one office wrote, in its order. What cannot be read is shown as such. */
import type { Blank, Letter, Thread } from "../../answers/letters";
import { officeById } from "../../../directory/parse";
import type { Acknowledgement } from "../../../payloads";
import { useApp } from "../../context";
import type { Trusted } from "../../delivery/trust";
import { dayOf, nameOf, statusOf } from "../../names";
import { templateText } from "../../templates";
import { Button, Note } from "../../ui";

interface Props {
  readonly thread: Thread;
  readonly trusted: Trusted;
}

export function ThreadView({ thread, trusted }: Props) {
  const { t, locale } = useApp();
  const office = officeById(trusted.directory, thread.office);
  return (
    <section class="thread" data-thread={thread.office}>
      <h2>{office === undefined ? t("An office that is no longer listed") : nameOf(office, locale)}</h2>
      <ol class="answers">
        {thread.letters.map((letter) => (
          <li key={letter.j} data-answer={letter.state}>
            {letter.state === "read" ? <LetterView letter={letter} trusted={trusted} /> : <BlankView blank={letter} />}
          </li>
        ))}
      </ol>
    </section>
  );
}

function BlankView({ blank }: { readonly blank: Blank }) {
  const { t } = useApp();
  if (blank.state === "expired") return <p>{t("This answer has expired and was erased.")}</p>;
  return <Note kind="alert">{t("Something lies here that is not a genuine answer of this office. It is not shown.")}</Note>;
}

function LetterView({ letter, trusted }: { readonly letter: Letter; readonly trusted: Trusted }) {
  const { t, locale } = useApp();
  const next = letter.next === null ? undefined : officeById(trusted.directory, letter.next);
  return (
    <article class="answer">
      {letter.proof !== null && <Proof proof={letter.proof} />}
      {letter.status !== null && <p class="status">{t("Where it stands: {status}", { status: statusOf(letter.status, t) })}</p>}
      {letter.text !== "" && <p class="reply-text" dir="auto">{letter.text}</p>}
      {letter.template !== null && <p class="reply-text">{templateText(letter.template, letter.values, t)}</p>}
      {letter.missing.length > 0 && <p class="hint">{t("A part of this answer is not here: it has not come, or it has expired.")}</p>}
      {next !== undefined && <p>{t("From now on this office reads what you write: {office}", { office: nameOf(next, locale) })}</p>}
    </article>
  );
}

function Proof({ proof }: { readonly proof: Acknowledgement | "false" }) {
  const { t, locale } = useApp();
  if (proof === "false") return <Note kind="alert">{t("A confirmation came with it, but its signature is not genuine. Do not rely on it.")}</Note>;
  const save = () => {
    const url = URL.createObjectURL(new Blob([JSON.stringify(proof, null, 1)], { type: "application/json" }));
    const link = document.createElement("a");
    link.href = url;
    // A name that says nothing to who looks through the phone.
    link.download = "note.json";
    link.click();
    URL.revokeObjectURL(url);
  };
  return (
    <Note kind="good">
      <p data-proof="true">{t("The office confirmed on {day} that it opened your report. Its signature was checked and is genuine.", { day: dayOf(proof.day, locale) })}</p>
      <Button kind="quiet" onPress={save}>
        {t("Save this confirmation as a file")}
      </Button>
    </Note>
  );
}
