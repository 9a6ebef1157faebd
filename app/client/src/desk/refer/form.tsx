/** Passing a case on: to whom, what may go by what the reporter allows, and what stays behind. */
import { useEffect, useState } from "preact/hooks";
import { nameIn } from "../../directory/parse";
import type { CopiesView } from "../calls/copies";
import type { OfficeOption, Preview, ReferChoice, ReferView } from "../calls/refer";
import { useDesk } from "../context";
import { Outcome } from "../screens/outcome";
import { Button, Note, Select, TextArea, TextField, Tick, useDoing } from "../ui";
import { AUDIENCES, type Audience } from "./audience";
import { BodyView, Withheld } from "./bodyView";
import { choiceOf, EMPTY_DRAFT, officesFor, type ReferDraft, type Task, TASKS } from "./draft";
import { download, readable } from "./files";
import { Missed } from "./missed";
import { audienceName } from "./words";

interface FormProps {
  readonly thread: string;
  readonly known: ReferView;
  /** Who has it besides; null until that is known. */
  readonly copies: CopiesView | null;
}

type Put = (part: Partial<ReferDraft>) => void;

export function ReferForm({ thread, known, copies }: FormProps) {
  const { t, changed } = useDesk();
  const [draft, setDraft] = useState(EMPTY_DRAFT);
  const [done, setDone] = useState("");
  const [preview, choice] = usePreview(thread, known, draft);
  const doing = useDoing(t);
  const send = usePassing(thread);
  const put: Put = (part) => {
    setDraft((before) => ({ ...before, ...part }));
    setDone("");
  };
  const pass = async () => {
    if (choice === null) return;
    let said = "";
    const sent = await doing.run(async () => { said = await send(draft.task, choice); });
    changed();
    if (!sent) return;
    setDraft(EMPTY_DRAFT);
    setDone(said);
  };
  const ready = choice !== null && preview !== null && preview.fault === null;
  return (
    <section class="panel wide refer-form" aria-label={t("Pass the case on")}>
      <h2>{t("Pass the case on")}</h2>
      <div class="fields">
        <Receiver draft={draft} known={known} copies={copies} put={put} />
        {choice !== null && preview !== null && <Allowed draft={draft} known={known} preview={preview} files={choice.files} put={put} />}
        <TextArea label={t("Note to the receiver")} rows={3} value={draft.note} onInput={(note) => { put({ note }); }} hint={t("It goes with the rest. Leave out who the reporter is.")} />
        <TextField label={t("Their reference, if you have one")} value={draft.reference} onInput={(reference) => { put({ reference }); }} />
        {preview?.body != null && <WhatGoes preview={preview} />}
        {preview?.level === "whole" && !preview.named && <Tick label={t("I have read every text, and nothing that goes tells who the reporter is")} checked={draft.checked} onPick={(checked) => { put({ checked }); }} />}
        {TASKS[draft.task].way === "outside" && <Note kind="warn">{t("The file is readable by anyone who gets it. Hand it over on an encrypted disk or by another safe way, and delete it afterwards.")}</Note>}
        <Button kind="main" disabled={doing.busy || !ready} onPress={() => { void pass(); }}>{verb(draft.task, t)}</Button>
        <Outcome doing={doing} done={done} kept />
      </div>
    </section>
  );
}

type T = ReturnType<typeof useDesk>["t"];

function verb(task: Task, t: T): string {
  if (task === "archive") return t("Make the sealed file");
  return task === "outside" ? t("Make the readable file") : t("Seal and pass on");
}

/** What is still needed, and what would go; asked again whenever the draft changes. */
function usePreview(thread: string, known: ReferView, draft: ReferDraft): [Preview | null, ReferChoice | null] {
  const { calls } = useDesk();
  const [preview, setPreview] = useState<Preview | null>(null);
  const choice = choiceOf(draft, known, preview?.named === true);
  const asked = choice === null ? "" : JSON.stringify(choice);
  useEffect(() => {
    let wanted = true;
    if (asked === "") setPreview(null);
    else void calls.previewReferral(thread, JSON.parse(asked) as ReferChoice).then((found) => { if (wanted) setPreview(found); });
    return () => { wanted = false; };
  }, [calls, thread, asked]);
  return [preview, choice];
}

/** Do it; what to tell the officer. */
function usePassing(thread: string): (task: Task, choice: ReferChoice) => Promise<string> {
  const { t, calls } = useDesk();
  return async (task, choice) => {
    const { way } = TASKS[task];
    if (way === "archive") {
      download(await calls.archive(thread, choice), `speakup-${thread.slice(0, 8)}.sealed`, "application/octet-stream");
      return t("The sealed file is made. Only the office that you chose can open it, at its desk or in its terminal.");
    }
    if (way === "outside") {
      download(readable(await calls.packOutside(thread, choice)), `speakup-${thread.slice(0, 8)}.json`, "application/json");
      return t("The file is made, and it is written down who got it.");
    }
    const result = await calls.refer(thread, choice);
    return result === "waiting" ? t("It is sealed and waits on this computer. It goes out by itself when there is a connection.") : t("It is passed on, sealed. It is written down in the case.");
  };
}

interface ReceiverProps extends Omit<FormProps, "thread"> {
  readonly draft: ReferDraft;
  readonly put: Put;
}

function Receiver({ draft, known, copies, put }: ReceiverProps) {
  const { t } = useDesk();
  const label = useOfficeLabel(copies);
  const tasks: readonly { readonly value: Task; readonly label: string }[] = [
    { value: "referral", label: t("Refer it to an office that must act, such as OIOS or the Ethics Office") },
    { value: "transfer", label: t("Transfer it: it reached the wrong office") },
    { value: "assistance", label: t("Ask an office to arrange help, without the story") },
    { value: "archive", label: t("Make a sealed file for an office") },
    { value: "outside", label: t("Make a readable file for somebody outside of the directory") },
  ];
  const offices = officesFor(draft.task, known.offices).filter(({ receives }) => receives);
  const options = offices.map((office) => ({ value: office.id, label: label(office) }));
  const again = offices.find(({ id }) => id === draft.office && standingAt(copies, id) !== null);
  return (
    <>
      <Select label={t("What do you want to do?")} value={draft.task} options={tasks} onPick={(task) => { put({ ...EMPTY_DRAFT, task: task as Task, note: draft.note }); }} />
      {draft.task === "outside" ? (
        <>
          <TextField label={t("To whom")} value={draft.to} onInput={(to) => { put({ to, files: null, checked: false }); }} hint={t("An office or body, not a name.")} />
          <Select label={t("What they do")} value={draft.audience} options={AUDIENCES.map((value) => ({ value, label: audienceName(value, t) }))} onPick={(value) => { put({ audience: value as Audience, files: null, checked: false }); }} />
        </>
      ) : (
        <Select label={t("To which office")} value={draft.office} options={[{ value: "", label: t("Choose an office") }, ...options]} onPick={(office) => { put({ office, files: null, checked: false }); }} />
      )}
      {/* On a narrow screen the list cuts the end of a name off. */}
      {draft.task !== "outside" && again !== undefined && <Note kind="warn">{label(again)}<br />{t("Ask them before you pass it on once more.")}</Note>}
      {draft.task === "transfer" && <p class="hint">{known.answerable ? t("The reporter is told to write to that office from now on. Their receipt stays the same.") : t("Nobody can tell the reporter: no report of theirs is here that can be answered.")}</p>}
    </>
  );
}

/** The name of an office; that it has the case already is said, so that nobody passes it on twice by mistake. */
function useOfficeLabel(copies: CopiesView | null): (office: OfficeOption) => string {
  const { t, locale } = useDesk();
  return (option) => {
    const office = nameIn(option, locale.tag);
    const standing = standingAt(copies, option.id);
    if (standing !== null) return standing === "has" ? t("{office} (has it already)", { office }) : t("{office} (should have it already)", { office });
    return option.standsIn ? t("{office} (stands in for yours)", { office }) : office;
  };
}

/** Whether an office has the case by what was passed on, or should have it by the rules. */
function standingAt(copies: CopiesView | null, office: string): "has" | "should" | null {
  if (copies === null) return null;
  if (copies.has.includes(office)) return "has";
  return copies.should.some(({ id }) => id === office) ? "should" : null;
}

interface AllowedProps {
  readonly draft: ReferDraft;
  readonly known: ReferView;
  readonly preview: Preview;
  readonly files: readonly number[];
  readonly put: Put;
}

/** What the reporter allows the receiver to know, and what the officer has to do about it. */
function Allowed({ draft, known, preview, files, put }: AllowedProps) {
  const { t } = useDesk();
  if (preview.level === "existence") return <Note>{t("A head of office learns that there is a case and of which kind, and nothing more.")}</Note>;
  const toldApart = preview.level === "needs" ? t("Only what help is needed goes, without what happened.") : "";
  return (
    <>
      <Note kind={preview.named ? "good" : "warn"}>
        {preview.named ? t("The reporter allows those who work there to learn who they are.") : t("The reporter does not allow those who work there to learn who they are. The desk leaves out what may tell it.")} {toldApart}
      </Note>
      {preview.level === "whole" && (
        <>
          {known.files.length > 0 && (
            <fieldset class="ticks">
              <legend>{t("Files that go with it")}</legend>
              {!preview.named && <p class="hint">{t("A voice, a face, a place or the name of a file can tell who somebody is.")}</p>}
              {known.files.map((file) => (
                <Tick key={file.number} label={<bdi>{file.known ? `${file.number}. ${file.name}` : t("A file that cannot be understood")}</bdi>} checked={files.includes(file.number)} disabled={!file.known} onPick={(on) => { put({ files: on ? [...files, file.number] : files.filter((one) => one !== file.number) }); }} />
              ))}
            </fieldset>
          )}
          {!preview.named && files.length > 0 && <TextArea label={t("Why these files can go without telling who the reporter is")} rows={2} value={draft.reason} onInput={(reason) => { put({ reason }); }} />}
          <TextArea label={t("Words to take out, one on each line")} rows={2} value={draft.passages} onInput={(passages) => { put({ passages, checked: false }); }} hint={t("Names, places, jobs: they are taken out of every text, whether in capitals or not. They need two letters at least.")} />
          <Missed passages={preview.missed} />
        </>
      )}
    </>
  );
}

function WhatGoes({ preview }: { readonly preview: Preview }) {
  const { t } = useDesk();
  if (preview.body === null) return null;
  return (
    <>
      {preview.body.withheld.length > 0 ? <Withheld names={preview.body.withheld} /> : <p class="hint">{t("There was nothing to leave out by rule. Free text goes as it is: read it.")}</p>}
      {/* Who may not tell who the reporter is has to read it: it stands open. */}
      <details open={!preview.named && preview.level === "whole"}>
        <summary>{t("Read exactly what goes")}</summary>
        <BodyView body={preview.body} reader={false} />
      </details>
    </>
  );
}
