/** A voice note: recorded here, masked if wished, heard before it is kept. Nothing of it is stored. */
import { useEffect, useRef, useState } from "preact/hooks";
import { useApp } from "../context";
import { Button, Live, Note } from "../ui";
import { voiceNote } from "./collect";
import type { Refusal } from "./judge";
import type { Kept } from "./kept";
import { Listen } from "./keptList";
import { masked } from "./mask";
import { Panel } from "./panel";
import { MOST_SECONDS, NoRecording, record, type Recorded, type Recording } from "./recorder";
import { refusalText } from "./refusals";

interface Props {
  readonly kept: readonly Kept[];
  readonly keep: (note: Kept) => void;
  readonly close: () => void;
}

type State =
  | { readonly is: "ready" }
  | { readonly is: "asking" }
  | { readonly is: "recording"; readonly recording: Recording }
  | { readonly is: "masking"; readonly own: Recorded }
  | { readonly is: "heard"; readonly own: Recorded; readonly masked: Recorded | null };

export function VoiceNote({ kept, keep, close }: Props) {
  const { t } = useApp();
  const [state, setState] = useState<State>({ is: "ready" });
  const [trouble, setTrouble] = useState<Refusal | null>(null);
  const running = useRef<Recording | null>(null);
  // Whoever leaves while recording must not leave the microphone on.
  useEffect(() => () => { running.current?.stop(); }, []);

  const fail = (why: Refusal, next: State = { is: "ready" }) => { setTrouble(why); setState(next); };
  const begin = async () => {
    setTrouble(null);
    setState({ is: "asking" });
    try {
      running.current = await record();
      setState({ is: "recording", recording: running.current });
      setState({ is: "heard", own: await running.current.done, masked: null });
    } catch (error) {
      if (!(error instanceof NoRecording)) throw error;
      fail(error.why);
    }
  };
  const mask = async (own: Recorded) => {
    setState({ is: "masking", own });
    const done = await masked(own.bytes).catch(() => null);
    if (done === null) fail("recording-failed", { is: "heard", own, masked: null });
    else setState({ is: "heard", own, masked: { bytes: done, type: "audio/wav" } });
  };
  const keepIt = ({ bytes, type }: Recorded) => {
    const note = voiceNote(bytes, type, kept);
    if (note === null) setTrouble("too-large-together");
    else keep(note);
  };
  return (
    <Panel name="voice" state={state.is} title={t("Record a voice note")}>
      {trouble !== null && <Note kind="alert"><p data-refused={trouble}>{refusalText(trouble, t)}</p></Note>}
      {state.is === "ready" && <Before begin={() => { void begin(); }} close={close} />}
      <Live>
        {state.is === "asking" && <p>{t("Your browser now asks whether this page may use the microphone.")}</p>}
        {state.is === "masking" && <p>{t("The voice is being changed on this phone. This can take a minute.")}</p>}
      </Live>
      {state.is === "recording" && <Running stop={() => { state.recording.stop(); }} />}
      {state.is === "heard" && <Heard own={state.own} masked={state.masked} mask={() => { void mask(state.own); }} keep={keepIt} again={() => { setState({ is: "ready" }); }} close={close} />}
    </Panel>
  );
}

function Before({ begin, close }: { readonly begin: () => void; readonly close: () => void }) {
  const { t, tn } = useApp();
  return (
    <>
      <p>{t("Speak where nobody hears you. Say only what you want the office to hear. Please do not record other people secretly.")}</p>
      <p class="hint">{tn("At most {count} minute.", "At most {count} minutes.", MOST_SECONDS / 60)}</p>
      <Button kind="main" onPress={begin}>{t("Start recording")}</Button>
      <Button kind="quiet" onPress={close}>{t("No voice note")}</Button>
    </>
  );
}

function Running({ stop }: { readonly stop: () => void }) {
  const { t, locale } = useApp();
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const ticking = setInterval(() => { setSeconds((before) => before + 1); }, 1_000);
    return () => { clearInterval(ticking); };
  }, []);
  const two = new Intl.NumberFormat(locale.tag, { minimumIntegerDigits: 2 });
  return (
    <>
      <p class="recording"><span class="dot" aria-hidden="true" /> {t("Recording")} <span class="clock" role="timer">{two.format(Math.floor(seconds / 60))}:{two.format(seconds % 60)}</span></p>
      <Button kind="main" onPress={stop}>{t("Stop recording")}</Button>
    </>
  );
}

interface HeardProps {
  readonly own: Recorded;
  readonly masked: Recorded | null;
  readonly mask: () => void;
  readonly keep: (one: Recorded) => void;
  readonly again: () => void;
  readonly close: () => void;
}

function Heard({ own, masked: changed, mask, keep, again, close }: HeardProps) {
  const { t } = useApp();
  const shown = changed ?? own;
  return (
    <>
      <p>{changed === null ? t("Listen to it before you keep it. This is your own voice.") : t("Listen to it before you keep it. This is the changed voice; your own is erased when you keep this one.")}</p>
      <Listen kept={{ content: shown.bytes, type: shown.type }} />
      {changed === null && <Button onPress={mask}>{t("Change my voice")}</Button>}
      {changed !== null && <Note><p>{t("This makes it harder to know your voice. It is not perfect: the words you use, your accent and your pace stay, and experts or people close to you may still recognise you. If that would be dangerous, write instead.")}</p></Note>}
      <Button kind="main" onPress={() => { keep(shown); }}>{changed === null ? t("Keep it with my own voice") : t("Keep the changed voice")}</Button>
      <Button onPress={again}>{t("Record again")}</Button>
      <Button kind="quiet" onPress={close}>{t("Erase it and go back")}</Button>
    </>
  );
}
