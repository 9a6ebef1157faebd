/** Unlocking: a device key file, or a device of the demonstration, and its passphrase. */
import { useEffect, useId, useState } from "preact/hooks";
import type { Language } from "../../words/locales";
import type { Words } from "../../words/words";
import { LanguagePicker } from "../languagePicker";
import { Note, Screen, Select, useDoing } from "../ui";

interface UnlockProps {
  readonly words: Words;
  readonly choose: (language: Language) => void;
  readonly unlock: (file: unknown, passphrase: string) => Promise<void>;
  /** The desk locked itself. */
  readonly wasLocked: boolean;
}

interface DemoDevice {
  readonly device: string;
  readonly label: string;
}

export function UnlockScreen({ words, choose, unlock, wasLocked }: UnlockProps) {
  const { t } = words;
  const demo = useDemonstration();
  const [picked, setPicked] = useState("");
  const [file, setFile] = useState<File | null>(null);
  const [passphrase, setPassphrase] = useState("");
  const { busy, trouble, run } = useDoing(t);
  const chosen = file === null ? demo.find(({ device }) => device === picked) : undefined;

  const submit = (event: Event) => {
    event.preventDefault();
    void run(async () => {
      await unlock(chosen ?? (file === null ? null : await contentOf(file)), passphrase);
    });
  };
  return (
    <Screen name="unlock" title={t("Open your desk")} above={<LanguagePicker words={words} choose={choose} />}>
      <form class="card" onSubmit={submit} aria-busy={busy}>
        {wasLocked && <Note>{t("The desk locked itself because nobody was there. Nothing readable was kept.")}</Note>}
        {demo.length > 0 && (
          <>
            <Note kind="warn">{t("This is a demonstration: everybody can get these keys, so nothing here is confidential. Never write real cases into it.")}</Note>
            <Select
              label={t("Device of the demonstration")}
              value={picked}
              options={[{ value: "", label: t("Choose a device") }, ...demo.map(({ device, label }) => ({ value: device, label }))]}
              onPick={(device) => { setPicked(device); setFile(null); }}
            />
          </>
        )}
        <FileField label={demo.length > 0 ? t("Or your device key file") : t("Your device key file")} onPick={setFile} />
        <PassphraseField label={t("Passphrase")} value={passphrase} onInput={setPassphrase} />
        <button type="submit" class="button main" disabled={busy || (chosen === undefined && file === null)}>
          {t("Unlock")}
        </button>
        <div role="status" aria-live="polite">
          {busy && <p>{t("Unlocking. This takes a few seconds on purpose: it makes guessing dear.")}</p>}
        </div>
        {trouble !== null && <Note kind="alert">{trouble}</Note>}
        <p class="hint">{t("Reports are opened on this computer only. The server cannot read them. Nothing readable is stored; after ten minutes without you the desk locks itself.")}</p>
      </form>
    </Screen>
  );
}

function FileField({ label, onPick }: { readonly label: string; readonly onPick: (file: File | null) => void }) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input id={id} type="file" accept="application/json,.json" onChange={(event) => { onPick(event.currentTarget.files?.[0] ?? null); }} />
    </div>
  );
}

function PassphraseField({ label, value, onInput }: { readonly label: string; readonly value: string; readonly onInput: (value: string) => void }) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input id={id} type="password" autocomplete="off" spellcheck={false} dir="auto" value={value} onInput={(event) => { onInput(event.currentTarget.value); }} />
    </div>
  );
}

/** What stands in the file; anything but JSON is refused as no device key file. */
async function contentOf(file: File): Promise<unknown> {
  try {
    return JSON.parse(await file.text());
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** "Focal point A — Office" by its office, so that the devices of an office stand together. */
function officeFirst({ label }: DemoDevice): string {
  return label.split(" — ").reverse().join(" ");
}

/** The devices of the demonstration; none when this server is not one. */
function useDemonstration(): readonly DemoDevice[] {
  const [devices, setDevices] = useState<readonly DemoDevice[]>([]);
  useEffect(() => {
    void fetch("/demo/devices.json", { credentials: "omit" })
      .then(async (response) => (response.ok ? ((await response.json()) as { devices?: readonly DemoDevice[] }) : {}))
      .then(({ devices: found = [] }) => { setDevices([...found].sort((one, other) => officeFirst(one).localeCompare(officeFirst(other)))); })
      // Without a demonstration there is only the file to choose.
      .catch(() => { setDevices([]); });
  }, []);
  return devices;
}
