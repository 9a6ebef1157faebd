/** How the keys are locked on this computer: a passkey that can keep keys, or a passphrase. */
import { useState } from "preact/hooks";
import type { Words } from "../../words/words";
import type { Lock } from "../calls/joining";
import { Note, useDoing } from "../ui";
import { PassphraseField } from "./fields";
import { newPasskey, passkeysPossible } from "./passkey";
import { type Strength, strengthOf } from "./strength";

interface LockChoiceProps {
  readonly words: Words;
  /** Whose keys: for the passkey's entry in the person's own list. */
  readonly device: string;
  readonly label: string;
  readonly choose: (lock: Lock) => Promise<void>;
}

export function LockChoice({ words, device, label, choose }: LockChoiceProps) {
  const { t } = words;
  const [passkey, setPasskey] = useState(false);
  const [passphrase, setPassphrase] = useState("");
  const [again, setAgain] = useState("");
  const { busy, trouble, run } = useDoing(t);
  const strength = strengthOf(passphrase);
  const ready = passkey || (strength !== "short" && again === passphrase);

  const submit = (event: Event) => {
    event.preventDefault();
    void run(async () => { await choose(passkey ? await newPasskey(device, label) : { passphrase }); });
  };
  return (
    <form class="card" onSubmit={submit} aria-busy={busy}>
      <fieldset class="lock-ways">
        <legend>{t("How do you want to open your desk?")}</legend>
        <Way name={t("With a passphrase")} about={t("A few words that only you know.")} chosen={!passkey} choose={() => { setPasskey(false); }} />
        {passkeysPossible() && (
          <Way name={t("With a passkey")} about={t("The fingerprint, face or PIN of this computer, or a security key. Not every one can do it; you will see.")} chosen={passkey} choose={() => { setPasskey(true); }} />
        )}
      </fieldset>
      {!passkey && (
        <>
          <PassphraseField label={t("New passphrase")} value={passphrase} fresh hint={t("Four words or more that do not belong together are easy to keep and hard to guess. At least 14 characters.")} onInput={setPassphrase} />
          <p class={`strength ${strength}`} role="status" aria-live="polite">{passphrase === "" ? "" : strengthText(strength, t)}</p>
          <PassphraseField label={t("The same passphrase again")} value={again} fresh onInput={setAgain} />
          {again !== "" && again !== passphrase && <p class="hint">{t("The two are not the same yet.")}</p>}
          <p class="hint">{t("Nobody can reset it. If you forget it, your recovery sheet helps.")}</p>
        </>
      )}
      <button type="submit" class="button main" disabled={busy || !ready}>{passkey ? t("Make the passkey and go on") : t("Go on")}</button>
      <div role="status" aria-live="polite">{busy && <p>{t("Locking your keys. This takes a few seconds on purpose.")}</p>}</div>
      {trouble !== null && <Note kind="alert">{trouble}</Note>}
    </form>
  );
}

interface WayProps {
  readonly name: string;
  readonly about: string;
  readonly chosen: boolean;
  readonly choose: () => void;
}

function Way({ name, about, chosen, choose }: WayProps) {
  return (
    <label class="lock-way">
      <input type="radio" name="way" checked={chosen} onChange={choose} />
      <span>
        <strong>{name}</strong>
        <span class="hint">{about}</span>
      </span>
    </label>
  );
}

function strengthText(strength: Strength, t: Words["t"]): string {
  if (strength === "short") return t("Too easy to guess: please make it longer.");
  return strength === "fine" ? t("Good. One more word makes it better still.") : t("Strong.");
}
