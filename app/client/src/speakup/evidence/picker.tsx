/**
 * Photos, papers, a voice note: chosen, looked at, made safe, listed, taken away again.
 *
 * What is kept lives in the memory of whoever uses this. The first photo comes after one question, because some
 * pictures must not be sent at all (policy §4.3).
 */
import { useEffect, useRef, useState } from "preact/hooks";
import { useApp } from "../context";
import { Button, Live, Note } from "../ui";
import { collect } from "./collect";
import { DocumentNotice } from "./documentNotice";
import "./evidence.css";
import { FilePress } from "./filePress";
import type { Refusal } from "./judge";
import type { Kept } from "./kept";
import { KeptList } from "./keptList";
import { IntimateNotice, PhotoQuestion } from "./photoQuestion";
import { refusalText } from "./refusals";
import { VoiceNote } from "./voiceNote";

const PHOTOS = "image/*,.heic,.heif";
const DOCUMENTS = ".pdf,.doc,.docx,.odt,.rtf,.txt,.csv,.xls,.xlsx,.ods,.ppt,.pptx,.odp,.mp3,.m4a,.ogg,.opus,.wav,.amr";

export type PickerState = "free" | "looking" | "asking";

interface Props {
  readonly kept: readonly Kept[];
  readonly onChange: (kept: readonly Kept[]) => void;
  /** Told whether files are looked at, or something is asked, so that nobody goes on in the middle of it. */
  readonly onState?: (state: PickerState) => void;
}

interface Refused {
  readonly why: Refusal;
  readonly name: string;
}

export function EvidencePicker({ kept, onChange, onState }: Props) {
  const { t } = useApp();
  const [open, setOpen] = useState<"nothing" | "question" | "voice">("nothing");
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<readonly Refused[]>([]);
  const [documents, setDocuments] = useState<readonly Kept[]>([]);

  const add = async (files: readonly File[]) => {
    setBusy(true);
    setRefused([]);
    let now = kept;
    for (const file of files) {
      const found = await collect(file, now);
      if ("kept" in found) onChange((now = [...now, found.kept]));
      else if ("document" in found) setDocuments((before) => [...before, found.document]);
      else setRefused((before) => [...before, { why: found.refused, name: found.name }]);
    }
    setBusy(false);
  };
  const [document] = documents;
  const state = document !== undefined || open !== "nothing" ? "asking" : busy ? "looking" : "free";
  const list = useRef<HTMLDivElement>(null);
  const before = useRef<PickerState>("free");
  useEffect(() => {
    onState?.(state);
    if (before.current === "asking" && state !== "asking") list.current?.focus();
    before.current = state;
  }, [state]);
  if (document !== undefined) {
    const next = () => { setDocuments(documents.slice(1)); };
    return <DocumentNotice file={document} send={() => { onChange([...kept, document]); next(); }} leaveOut={next} />;
  }
  if (open === "voice") return <VoiceNote kept={kept} keep={(note) => { onChange([...kept, note]); setOpen("nothing"); }} close={() => { setOpen("nothing"); }} />;
  if (open === "question") {
    return <PhotoQuestion answer={(intimate) => { setOpen("nothing"); setAsked(!intimate); setRefused(intimate ? [{ why: "intimate", name: "" }] : []); }} close={() => { setOpen("nothing"); }} />;
  }
  return (
    <div class="evidence" ref={list} tabIndex={-1}>
      <KeptList kept={kept} remove={(id) => { onChange(kept.filter((one) => one.id !== id)); }} />
      <Live>{busy && <p>{t("One moment: the file is being looked at on this phone.")}</p>}</Live>
      {refused.map((one, at) => (
        <Note key={at} kind="alert">
          <p data-refused={one.why}>{one.name !== "" && <bdi class="file-name">{one.name}</bdi>} {refusalText(one.why, t)}</p>
        </Note>
      ))}
      {refused.some(({ why }) => why === "intimate") && <IntimateNotice />}
      {asked ? (
        <FilePress label={t("Add photos")} accept={PHOTOS} disabled={busy} chosen={(files) => { void add(files); }} />
      ) : (
        <Button disabled={busy} onPress={() => { setOpen("question"); }}>{t("Add photos")}</Button>
      )}
      <FilePress label={t("Add papers or recordings")} accept={DOCUMENTS} disabled={busy} chosen={(files) => { void add(files); }} />
      <Button disabled={busy} onPress={() => { setOpen("voice"); }}>{t("Record a voice note")}</Button>
    </div>
  );
}
