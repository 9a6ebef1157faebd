/** What the offices wrote, and a message back. What cannot be read is shown as such. */
import { useState } from "preact/hooks";
import type { Found, Search } from "../answers/replies";
import { officeById, sealKeys } from "../../directory/parse";
import type { Directory } from "../../directory/types";
import type { Acknowledgement } from "../../payloads";
import { useApp } from "../context";
import type { Trusted } from "../delivery/trust";
import { dayOf, nameOf, statusOf } from "../names";
import { templateText } from "../templates";
import { troubleText } from "../trouble";
import { Back, Button, Field, Live, Note, Pick, Screen } from "../ui";

interface Props {
  readonly trusted: Trusted;
  readonly search: Search;
  readonly busy: boolean;
  readonly trouble: string | null;
  readonly more: () => void;
}

export function AnswersScreen({ trusted, search, busy, trouble, more }: Props) {
  const { t, go } = useApp();
  const [writing, setWriting] = useState(false);
  const readable = search.found.filter(({ state }) => state !== "waiting");
  const waiting = search.found.length - readable.length;
  if (writing) return <WriteScreen trusted={trusted} found={search.found} back={() => { setWriting(false); }} />;
  const actions = (
    <>
      <Back onPress={() => { go("home"); }} />
      <Button kind="main" onPress={() => { setWriting(true); }}>
        {t("Write to the office")}
      </Button>
    </>
  );
  return (
    <Screen name="answers" title={readable.length > 0 ? t("Answers") : t("Nothing to read yet")} turn={`${readable.length}`} actions={actions}>
      {search.found.length === 0 && <p class="lead">{t("No answer yet, or a mistyped code. Please compare it with your note, and look again in some days.")}</p>}
      <ol class="answers">
        {readable.map((found) => (
          <li key={`${found.office}${found.j}`} data-answer={found.state}>
            <Answer found={found} directory={trusted.directory} />
          </li>
        ))}
      </ol>
      <Live>
        {waiting > 0 && <p>{t("There is more to read. To stay unnoticed the app takes it in small steps.")}</p>}
        {busy && <p>{t("Looking for answers… This takes a few seconds.")}</p>}
      </Live>
      {trouble !== null && <Note kind="alert">{trouble}</Note>}
      <Button disabled={busy} onPress={more}>
        {t("Look for more")}
      </Button>
    </Screen>
  );
}

function Answer({ found, directory }: { readonly found: Found; readonly directory: Directory }) {
  const { t, locale } = useApp();
  const office = officeById(directory, found.office);
  const next = found.state === "read" && found.reply.next_office !== undefined ? officeById(directory, found.reply.next_office) : undefined;
  return (
    <article class="answer">
      <h2>{office === undefined ? t("An office that is no longer listed") : nameOf(office, locale)}</h2>
      {found.state === "expired" && <p>{t("This answer has expired and was erased.")}</p>}
      {found.state === "unreadable" && <Note kind="alert">{t("Something lies here that is not a genuine answer of this office. It is not shown.")}</Note>}
      {found.state === "read" && (
        <>
          {found.proof !== null && <Proof proof={found.proof} />}
          {found.reply.status !== undefined && <p class="status">{t("Where it stands: {status}", { status: statusOf(found.reply.status, t) })}</p>}
          {found.reply.text !== undefined && <p class="reply-text" dir="auto">{found.reply.text}</p>}
          {found.reply.template !== undefined && <p class="reply-text">{templateText(found.reply.template, found.reply.values, t)}</p>}
          {next !== undefined && <p>{t("From now on this office reads what you write: {office}", { office: nameOf(next, locale) })}</p>}
        </>
      )}
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

interface WriteProps {
  readonly trusted: Trusted;
  readonly found: readonly Found[];
  readonly back: () => void;
}

function WriteScreen({ trusted, found, back }: WriteProps) {
  const { t, session, locale, standing } = useApp();
  const offices = writable(trusted.directory, found);
  const [office, setOffice] = useState<string | null>(offices.length === 1 ? (offices[0] ?? null) : null);
  const [text, setText] = useState("");
  const [state, setState] = useState<"writing" | "sealing" | "kept" | { trouble: string }>("writing");
  const send = async (id: string) => {
    const to = officeById(trusted.directory, id);
    const devices = to === undefined ? [] : sealKeys(to, new Date()).map(({ device, key }) => ({ id: device, key }));
    const sealed = await session.workshop().seal([{ office: id, devices, draft: draftFor(id, found, text) }], { directory: trusted.seen, lang: locale.tag });
    await session.courier.take(sealed.map(({ envelope }) => ({ office: id, envelope, directory: trusted.seen.version })));
    setText("");
    setState("kept");
  };
  const press = () => {
    if (office === null) return;
    setState("sealing");
    send(office).catch((error: unknown) => { setState({ trouble: troubleText(error, t) }); });
  };
  const ready = office !== null && text.trim() !== "" && state !== "sealing";
  const actions = (
    <>
      <Back onPress={back} />
      <Button kind="main" disabled={!ready} onPress={press}>
        {t("Send")}
      </Button>
    </>
  );
  return (
    <Screen name="write" title={t("Write to the office")} actions={actions}>
      <Live>
        {state === "sealing" && <p>{t("One moment…")}</p>}
        {state === "kept" && (standing.waiting === 0 ? <p data-sent="true">{t("It is sent.")}</p> : <p>{t("It is sealed and on its way.")}</p>)}
        {typeof state === "object" && <p class="trouble">{state.trouble}</p>}
      </Live>
      {offices.length > 1 && <Pick kind="radio" legend={t("Which office?")} options={offices.map((id) => ({ value: id, label: officeName(trusted.directory, id, locale) }))} chosen={office === null ? [] : [office]} onPick={setOffice} />}
      <Field label={t("Your message")} rows={6} value={text} onInput={(value) => { setText(value); if (state === "kept") setState("writing"); }} />
    </Screen>
  );
}

/** Offices that answered, or that took over; when none did yet, all that can be written to. */
function writable(directory: Directory, found: readonly Found[]): string[] {
  const moved = new Map(found.flatMap((one) => (one.state === "read" && one.reply.next_office !== undefined ? [[one.office, one.reply.next_office] as const] : [])));
  const answered = [...new Set(found.map(({ office }) => moved.get(office) ?? office))];
  const open = (id: string) => {
    const office = officeById(directory, id);
    return office !== undefined && sealKeys(office, new Date()).length > 0;
  };
  return (answered.length > 0 ? answered : directory.offices.map(({ id }) => id)).filter(open);
}

/** An office that took over knows no reply key of ours yet: it gets a report, not a message. */
function draftFor(office: string, found: readonly Found[], text: string) {
  const tookOver = found.some((one) => one.state === "read" && one.reply.next_office === office) && !found.some((one) => one.office === office);
  if (!tookOver) return { kind: "message", text } as const;
  return { kind: "report", answers: {}, words: text, consent: { contact: "yes", identity: "none" }, urgent: false } as const;
}

function officeName(directory: Directory, id: string, locale: Parameters<typeof nameOf>[1]): string {
  const office = officeById(directory, id);
  return office === undefined ? id : nameOf(office, locale);
}
