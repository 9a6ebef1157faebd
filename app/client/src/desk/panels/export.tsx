/** The case file as pages to print, made in the browser: for the office itself, or for somebody who may know less. */
import { useEffect, useState } from "preact/hooks";
import { CaseFile } from "../account/caseFile";
import "../account/account.css";
import "../account/print.css";
import type { CaseFileChoice, CaseFileView } from "../calls/account";
import type { ToldRole, ToldWhat } from "../case/needToKnow";
import { useDesk } from "../context";
import { type Audience, mayLearn } from "../refer/audience";
import { Missed } from "../refer/missed";
import { Outcome } from "../screens/outcome";
import { Button, Note, Select, TextArea, TextField, Tick, useDoing } from "../ui";
import type { CaseView } from "../view";

type Reader = CaseFileChoice["audience"];
const WHOLE: readonly Reader[] = ["investigators", "others"];
/** As whom the register of who was told knows a reader, and what they learn. */
const TOLD: Readonly<Record<Exclude<Reader, "own">, readonly [ToldRole, ToldWhat]>> = {
  investigators: ["oios", "allegation"],
  helpers: ["assistance", "needs"],
  head: ["head_of_entity", "existence"],
  others: ["other", "allegation"],
};

export function ExportPanel({ found }: { readonly found: CaseView }) {
  const { t } = useDesk();
  const [choice, setChoice] = useState<CaseFileChoice>({ audience: "own", passages: [], checked: false });
  const [who, setWho] = useState("");
  const [why, setWhy] = useState("");
  const [asked, ask] = useState(false);
  const file = useCaseFile(found, choice, asked);
  const names: Readonly<Record<Reader, string>> = {
    own: t("Your own office: everything"),
    investigators: t("Those who investigate"),
    helpers: t("Those who help: only what help is needed"),
    head: t("Head of the entity: only that there is a case"),
    others: t("Somebody else"),
  };
  const options = Object.entries(names).map(([value, label]) => ({ value, label }));
  const change = (changes: Partial<CaseFileChoice>) => { setChoice((before) => ({ ...before, ...changes })); };
  const own = choice.audience === "own";
  // Whole texts, for somebody who may not learn who the reporter is.
  const blanking = WHOLE.includes(choice.audience) && (!mayLearn(found.consent.identity, choice.audience as Audience) || file?.named === false);
  return (
    <section class="panel wide" aria-label={t("Case file")}>
      <h2>{t("Case file")}</h2>
      <p class="hint">{t("Pages to print, or to save as a PDF with your browser. They are made on this computer and go nowhere by themselves. A paper or a PDF is not sealed: whoever has it can read it.")}</p>
      <div class="fields">
        <Select label={t("For whom")} value={choice.audience} options={options} onPick={(value) => { change({ audience: value as Reader, checked: false }); }} />
        {!own && (
          <>
            <TextField label={t("Who, by title")} value={who} onInput={setWho} hint={t("A title is enough, such as “Investigator, Nairobi”.")} />
            <TextArea label={t("Why they need to know")} rows={2} value={why} onInput={setWhy} />
          </>
        )}
        {blanking && <Blanking choice={choice} change={change} />}
        <Button disabled={!own && who.trim() === ""} onPress={() => { ask(true); }}>{t("Show the pages")}</Button>
      </div>
      {file !== null && file.fault === null && (own || who.trim() !== "") && (
        <>
          <Missed passages={file.missed} />
          <Print found={found} file={file} choice={choice} who={who.trim()} why={why.trim()} />
          <CaseFile found={found} file={file} own={own} reader={own ? names.own : `${who.trim()} (${names[choice.audience]})`} />
        </>
      )}
    </section>
  );
}

function useCaseFile(found: CaseView, choice: CaseFileChoice, asked: boolean): CaseFileView | null {
  const { calls, edition } = useDesk();
  const [made, setMade] = useState<{ readonly choice: CaseFileChoice; readonly file: CaseFileView | null } | null>(null);
  useEffect(() => {
    let wanted = true;
    if (asked) void calls.caseFile(found.thread, choice).then((file) => { if (wanted) setMade({ choice, file }); });
    return () => { wanted = false; };
  }, [calls, found.thread, choice, asked, edition]);
  // What was made for another choice may say too much for this one.
  return made?.choice === choice ? made.file : null;
}

interface BlankingProps {
  readonly choice: CaseFileChoice;
  readonly change: (changes: Partial<CaseFileChoice>) => void;
}

/** The reporter does not allow this reader to know who they are. */
function Blanking({ choice, change }: BlankingProps) {
  const { t } = useDesk();
  const [passages, setPassages] = useState(choice.passages.join("\n"));
  const lines = (text: string) => text.split("\n").map((line) => line.trim()).filter((line) => line !== "");
  return (
    <>
      <Note kind="warn">{t("This reader may not learn who the reporter is. Read every text, and write down all words that would tell it: they are taken out.")}</Note>
      <TextArea label={t("Words to take out, a line each")} rows={3} value={passages} onInput={(text) => { setPassages(text); change({ passages: lines(text) }); }} />
      <Tick label={t("I have read every text. What is left does not tell who the reporter is.")} checked={choice.checked} onPick={(checked) => { change({ checked }); }} />
    </>
  );
}

/** Write down that it leaves the desk, then print. */
function Print({ found, file: { tells }, choice: { audience }, who, why }: { readonly found: CaseView; readonly file: CaseFileView; readonly choice: CaseFileChoice; readonly who: string; readonly why: string }) {
  const { t, calls, changed } = useDesk();
  const doing = useDoing(t);
  const print = async () => {
    const done = await doing.run(async () => {
      if (audience === "own") return calls.note(found.thread, t("The case file was printed or saved as a PDF."));
      const [role, what] = TOLD[audience];
      const day = new Date().toISOString().slice(0, 10);
      return calls.record(found.thread, "need_to_know", { text: why, data: { who, role, what, identity: tells ? "yes" : "no", day } });
    });
    changed();
    if (done) window.print();
  };
  return (
    <div class="print-now">
      <Button kind="main" disabled={doing.busy} onPress={() => { void print(); }}>{t("Print or save as PDF")}</Button>
      <p class="hint">{t("Your office's record says that it was printed.")}</p>
      <Outcome doing={doing} />
    </div>
  );
}
