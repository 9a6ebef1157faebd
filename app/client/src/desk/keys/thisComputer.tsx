/** What belongs to this computer: when the desk locks itself, other offices, and taking the keys away. */
import { useEffect, useState } from "preact/hooks";
import { useDesk } from "../context";
import { Button, Note, Select } from "../ui";
import { CHOICES, chooseLockMinutes, lockMinutes } from "./autoLock";
import type { KeyRecord } from "./record";
import { useSession } from "./session";
import { dropDevice, keptDevices } from "./store";

export function ThisComputer() {
  const { t, tn } = useDesk();
  const { device, lock } = useSession();
  const [kept, setKept] = useState<readonly KeyRecord[]>([]);
  const [minutes, setMinutes] = useState(lockMinutes());
  useEffect(() => { void keptDevices().then(setKept); }, []);
  const choices = [...new Set([...CHOICES, minutes])].sort((one, other) => one - other);
  const others = kept.filter((one) => one.device !== device);
  return (
    <section class="panel" aria-label={t("This computer")}>
      <h2>{t("This computer")}</h2>
      <Select
        label={t("Lock the desk when nobody is there for")}
        value={String(minutes)}
        options={choices.map((count) => ({ value: String(count), label: tn("{count} minute", "{count} minutes", count) }))}
        onPick={(value) => {
          chooseLockMinutes(Number(value));
          setMinutes(lockMinutes());
        }}
      />
      {others.length > 0 && (
        <>
          <h3>{t("Your other offices on this computer")}</h3>
          <p class="hint">{t("Only one is open at a time. This one is locked first.")}</p>
          <div class="acts">{others.map((one) => <Button key={one.device} onPress={() => { lock(one.device); }}>{t("Lock, and go to {office}", { office: one.label })}</Button>)}</div>
        </>
      )}
      {kept.some((one) => one.device === device) && <DropKeys device={device} lock={lock} />}
    </section>
  );
}

/** Take the keys away from this computer; asked twice. */
function DropKeys({ device, lock }: { readonly device: string; readonly lock: () => void }) {
  const { t } = useDesk();
  const [asked, setAsked] = useState(false);
  if (!asked) return <div class="acts"><Button onPress={() => { setAsked(true); }}>{t("Delete the keys from this computer")}</Button></div>;
  return (
    <Note kind="warn">
      <p>{t("After this, only your recovery sheet or another device of yours opens your desk, and what still waits to be sent from here is lost. Do this when you leave the office or give the computer away.")}</p>
      <div class="acts">
        <Button kind="main" onPress={() => { void dropDevice(device).then(() => { lock(); }); }}>{t("Delete them now")}</Button>
        <Button onPress={() => { setAsked(false); }}>{t("Keep them")}</Button>
      </div>
    </Note>
  );
}
