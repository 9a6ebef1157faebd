/** A phone for calls: its keys, and what is heard, to read. Nothing waits for anybody: silence is a key of its own. */
import { useId, useState } from "preact/hooks";
import type { Words } from "../words/words";
import type { Call } from "./call";
import { Keypad } from "./keypad";
import { Log } from "./parts";

interface CallPhoneProps {
  readonly words: Words;
  readonly call: Call;
}

const KEY = /^[0-9*#]$/;

export function CallPhone({ words, call }: CallPhoneProps) {
  const { t } = words;
  const { state, keys } = call;
  const [said, say] = useState("");
  const inCall = state.call !== null;
  const waits = inCall && !call.busy;
  const recording = waits && state.action.name === "Record";
  const finish = () => {
    call.speak(said);
    say("");
  };
  const press = (key: string) => { if (recording && key === "#") finish(); else call.press(key); };
  const typed = (event: KeyboardEvent) => {
    if (!waits || event.target instanceof HTMLTextAreaElement || !KEY.test(event.key)) return;
    event.preventDefault();
    press(event.key);
  };
  return (
    <div class="feature-phone" onKeyDown={typed}>
      <div class="lcd">
        <Log label={t("What is heard")} length={state.heard.length}>
          {state.heard.length === 0 && <p class="aside">{t("Press Call. What would be heard is written here.")}</p>}
          {state.heard.map(({ id, begins, lang, text }) => (
            <p key={id} class="heard" lang={lang} dir="auto" data-heard data-begins={begins ? "" : undefined}>{text}</p>
          ))}
          {call.busy && <p class="aside">{t("One moment …")}</p>}
          {call.lost && <p class="aside alert" role="alert">{t("The line is dead. Is the demonstration still running?")}</p>}
          {!inCall && state.heard.length > 0 && <p class="aside">{t("The call is over.")}</p>}
        </Log>
        <p class="keys-pressed" dir="ltr" data-keys>{keys}</p>
      </div>
      {inCall ? (
        <button type="button" class="button end" data-hang-up onClick={call.hangUp}>{t("Hang up")}</button>
      ) : (
        <button type="button" class="button main" data-dial onClick={call.dial}>{t("Call")}</button>
      )}
      {recording && <Voice words={words} said={said} say={say} finish={finish} />}
      <Keypad words={words} press={press} disabled={!waits}>
        {waits && state.action.name === "Gather" && (
          <button type="button" class="key wide" onClick={call.wait}>{t("Press nothing")}</button>
        )}
      </Keypad>
    </div>
  );
}

interface VoiceProps {
  readonly words: Words;
  readonly said: string;
  readonly say: (said: string) => void;
  readonly finish: () => void;
}

/** Where the line records: words instead of a voice. */
function Voice({ words: { t }, said, say, finish }: VoiceProps) {
  const id = useId();
  return (
    <form class="voice" onSubmit={(event) => { event.preventDefault(); finish(); }}>
      <label for={id}>{t("What you say")}</label>
      <textarea id={id} rows={3} dir="auto" maxLength={4000} spellcheck={false} value={said} aria-describedby={`${id}-hint`} onInput={(event) => { say(event.currentTarget.value); }} />
      <p class="hint" id={`${id}-hint`}>{t("No microphone is used: a small sound is sealed in the place of your voice, and these words are not kept.")}</p>
      <button type="submit" class="button main" data-said>{t("Finish, as with the hash key")}</button>
    </form>
  );
}
