/** What stands between keys and the desk: the lead compares six words and approves, the root holders publish. */
import type { ComponentChildren } from "preact";
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { Pins } from "../../sealing/directory";
import type { Memory } from "../../speakup/delivery/trust";
import type { LanguageFacts } from "../../words/locales";
import type { Words } from "../../words/words";
import type { JoinProgress } from "../calls/joining";
import type { KeyRecord } from "../keys/record";
import { dropDevice, keepDevice } from "../keys/store";
import { dayName } from "../labels";
import { Button, Note, useDoing } from "../ui";
import { useJoining } from "./remote";

export interface Trusting {
  readonly pins: Pins | null;
  readonly remembered: Memory;
}

interface WaitingProps extends Trusting {
  readonly words: Words;
  readonly locale: LanguageFacts;
  readonly record: KeyRecord;
  /** The record as it is now: it was sent, or waits no more. Null: it was dropped. */
  readonly changed: (record: KeyRecord | null) => void;
}

const LOOK_MS = 15_000;

export function WaitingPanel({ words, locale, record, pins, remembered, changed }: WaitingProps) {
  const { t } = words;
  const calls = useJoining();
  const [progress, setProgress] = useState<JoinProgress | null>(null);
  const { busy, trouble, run } = useDoing(t);
  const latest = useRef(record);
  latest.current = record;
  const look = useCallback(async () => {
    const sent = await sentRecord(latest.current, calls());
    if (sent !== latest.current) changed(sent);
    const now = await calls().joinProgress(sent, pins, remembered.read());
    setProgress(now);
    if (now === "listed") changed(await listedRecord(sent));
  }, [record.device]);
  useEffect(() => {
    void run(look);
    // Looked for quietly meanwhile: an error that comes and goes would only alarm.
    const timer = setInterval(() => { look().catch(() => undefined); }, LOOK_MS);
    return () => { clearInterval(timer); };
  }, [look]);

  const { waiting } = record;
  if (waiting === undefined) return null;
  const approved = progress === "approved";
  return (
    <div class="waiting">
      <ol class="join-steps">
        <Step done title={t("Your keys are made")} about={t("They are locked on this computer.")} />
        <Step done={approved} title={t("The lead of your office approves")} about={t("Tell them these six words, by voice or in person. If they see others, somebody is in between. In a new office the root holders do this.")}>
          <p class="six" lang="en" dir="ltr">{waiting.words.join(" ")}</p>
        </Step>
        <Step done={false} title={t("The root holders publish it")} about={t("They add you to the signed directory. Until then nothing is sealed to you or assigned to you.")} />
      </ol>
      {progress === "gone" && <Note kind="warn">{t("The server has no such invitation any more; it was withdrawn or it is older than 30 days. Please ask for a new one.")}</Note>}
      {trouble !== null && <Note kind="alert">{trouble}</Note>}
      <div class="acts">
        <Button kind="main" disabled={busy} onPress={() => { void run(look); }}>{t("Look again")}</Button>
        <Button onPress={() => { void dropDevice(record.device).then(() => { changed(null); }); }}>{t("Give up and delete these keys")}</Button>
      </div>
      <p class="hint">{t("You can close this page. The invitation counts until {day}.", { day: dayName(waiting.until, locale) })}</p>
    </div>
  );
}

interface StepProps {
  readonly done: boolean;
  readonly title: string;
  readonly about: string;
  readonly children?: ComponentChildren;
}

function Step({ done, title, about, children }: StepProps) {
  return (
    <li class={done ? "done" : ""}>
      <h3>{title}</h3>
      <p>{about}</p>
      {children}
    </li>
  );
}

/** Send the request if the server does not have it yet; the record without it. */
async function sentRecord(record: KeyRecord, calls: ReturnType<ReturnType<typeof useJoining>>): Promise<KeyRecord> {
  if (!record.waiting?.request) return record;
  await calls.sendRequest(record);
  const sent = { ...record, waiting: { ...record.waiting, request: null } };
  await keepDevice(sent);
  return sent;
}

/** The record of a device that is in the directory: it waits no more. */
async function listedRecord(record: KeyRecord): Promise<KeyRecord> {
  const listed = { ...record };
  delete listed.waiting;
  await keepDevice(listed);
  return listed;
}
