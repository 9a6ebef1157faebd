/** The door: a device of this computer, a key file, or a device of the demonstration; with passphrase or passkey. */
import { useEffect, useState } from "preact/hooks";
import { type Language, LANGUAGES } from "../../words/locales";
import type { Words } from "../../words/words";
import { type Trusting, WaitingPanel } from "../join/waiting";
import { lockMinutes } from "../keys/autoLock";
import { FileField, PassphraseField } from "../keys/fields";
import { passkeyOutput } from "../keys/passkey";
import type { KeyRecord } from "../keys/record";
import { keptDevices, officeFirst } from "../keys/store";
import { LanguagePicker } from "../languagePicker";
import { Button, Note, Screen, Select, useDoing } from "../ui";
import "../join/join.css";

/** The secret is a passphrase, or what a passkey gave. */
export type Unlock = (file: unknown, secret: string | Uint8Array) => Promise<void>;

interface UnlockProps extends Trusting {
  readonly words: Words;
  readonly choose: (language: Language) => void;
  readonly unlock: Unlock;
  /** The desk locked itself. */
  readonly wasLocked: boolean;
  /** The device of this computer that is chosen at first. */
  readonly first: string | null;
  readonly recover: () => void;
}

interface DemoDevice {
  readonly device: string;
  readonly label: string;
}

/** What is chosen at the door besides a device of this computer. */
const OTHER = "other";

export function UnlockScreen({ words, choose, unlock, wasLocked, first, recover, ...trusting }: UnlockProps) {
  const { t, tn } = words;
  const [kept, setKept] = useKept();
  const [picked, pick] = useState<string | null>(first);
  if (kept === null) return <Screen name="unlock" title={t("Open your desk")}><p>{t("One moment.")}</p></Screen>;
  const chosen = picked === OTHER ? undefined : (kept.find(({ device }) => device === picked) ?? kept[0]);
  const changed = (record: KeyRecord | null) => {
    setKept(kept.flatMap((one) => (one.device === chosen?.device ? (record ?? []) : one)));
    if (record !== null) pick(record.device);
  };
  return (
    <Screen name="unlock" title={t("Open your desk")} above={<LanguagePicker words={words} choose={choose} />}>
      <div class="card">
        {wasLocked && <Note>{t("The desk locked itself because nobody was there. Nothing readable was kept.")}</Note>}
        {kept.length > 0 && <KeptDevices words={words} kept={kept} chosen={chosen?.device ?? OTHER} pick={pick} />}
        {chosen === undefined ? (
          <OtherDevice words={words} unlock={unlock} />
        ) : chosen.waiting === undefined ? (
          <KeptDevice key={chosen.device} words={words} record={chosen} unlock={unlock} />
        ) : (
          <WaitingPanel key={chosen.device} words={words} locale={LANGUAGES[words.language]} record={chosen} changed={changed} {...trusting} />
        )}
        <Button kind="quiet" onPress={recover}>{t("Use a recovery sheet")}</Button>
        <p class="hint">
          {t("Reports are opened on this computer only. The server cannot read them. Nothing readable is stored.")}{" "}
          {tn("After {count} minute without you the desk locks itself.", "After {count} minutes without you the desk locks itself.", lockMinutes())}
        </p>
      </div>
    </Screen>
  );
}

interface KeptDevicesProps {
  readonly words: Words;
  readonly kept: readonly KeyRecord[];
  readonly chosen: string;
  readonly pick: (device: string) => void;
}

/** The devices of this computer: an officer may hold several offices. */
function KeptDevices({ words: { t }, kept, chosen, pick }: KeptDevicesProps) {
  const options = kept.map(({ device, label, waiting }) => ({ value: device, label: waiting === undefined ? label : t("{device} (waits to be let in)", { device: label }) }));
  return <Select label={t("Your office")} value={chosen} options={[...options, { value: OTHER, label: t("Another device") }]} onPick={pick} />;
}

interface KeptDeviceProps {
  readonly words: Words;
  readonly record: KeyRecord;
  readonly unlock: Unlock;
}

/** Open a device of this computer. */
function KeptDevice({ words, record, unlock }: KeptDeviceProps) {
  const { t } = words;
  const { busy, trouble, run } = useDoing(t);
  const [passphrase, setPassphrase] = useState("");
  const { passkey, file } = record;
  const submit = (event: Event) => {
    event.preventDefault();
    void run(async () => {
      if (passkey === undefined) await unlock(file, passphrase);
      else await unlock({ ...record, ...passkey }, await passkeyOutput(passkey));
    });
  };
  return (
    <form class="door" onSubmit={submit} aria-busy={busy}>
      {passkey === undefined && <PassphraseField label={t("Passphrase")} value={passphrase} onInput={setPassphrase} />}
      <button type="submit" class="button main" disabled={busy}>{passkey === undefined ? t("Unlock") : t("Unlock with your passkey")}</button>
      <Opening words={words} busy={busy} trouble={trouble} />
    </form>
  );
}

/** Open a device key file, or a device of the demonstration. */
function OtherDevice({ words, unlock }: Pick<KeptDeviceProps, "words" | "unlock">) {
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
    <form class="door" onSubmit={submit} aria-busy={busy}>
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
      <button type="submit" class="button main" disabled={busy || (chosen === undefined && file === null)}>{t("Unlock")}</button>
      <Opening words={words} busy={busy} trouble={trouble} />
      <p class="hint">{t("New here? Open the invitation link that the lead of your office gave you, in this browser.")}</p>
    </form>
  );
}

function Opening({ words: { t }, busy, trouble }: { readonly words: Words; readonly busy: boolean; readonly trouble: string | null }) {
  return (
    <>
      <div role="status" aria-live="polite">
        {busy && <p>{t("Unlocking. This takes a few seconds on purpose: it makes guessing dear.")}</p>}
      </div>
      {trouble !== null && <Note kind="alert">{trouble}</Note>}
    </>
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

/** The devices of this browser; null until they are read. */
function useKept(): [readonly KeyRecord[] | null, (kept: readonly KeyRecord[]) => void] {
  const [kept, setKept] = useState<readonly KeyRecord[] | null>(null);
  useEffect(() => { void keptDevices().then(setKept); }, []);
  return [kept, setKept];
}

/** The devices of the demonstration; none when this server is not one. */
function useDemonstration(): readonly DemoDevice[] {
  const [devices, setDevices] = useState<readonly DemoDevice[]>([]);
  useEffect(() => {
    void fetch("/demo/devices.json", { credentials: "omit" })
      .then(async (response) => (response.ok ? ((await response.json()) as { devices?: readonly DemoDevice[] }) : {}))
      .then(({ devices: found = [] }) => { setDevices([...found].sort((one, other) => officeFirst(one.label).localeCompare(officeFirst(other.label)))); })
      // Without a demonstration there is only the file to choose.
      .catch(() => { setDevices([]); });
  }, []);
  return devices;
}
