/** Keys that end: a quiet line on the first screen, later a loud one, and one button that renews those of this device. */
import { useCallback, useEffect, useState } from "preact/hooks";
import type { EndingView, RenewalView } from "../calls/renewing";
import { useDesk } from "../context";
import { dayName } from "../labels";
import { Button, Note, useDoing } from "../ui";
import { savePaper } from "./paper";
import "./people.css";

/** On the first screen. What has ended already is said above every screen. */
export function KeysEnding() {
  const { t, locale } = useDesk();
  const ending = useEnding();
  const [renewals] = useRenewals(ending.length > 0);
  const own = ending.find((one) => one.own);
  const colleagues = ending.filter((one) => !one.own && !renewals.has(one.device));
  return (
    <>
      {own !== undefined && own.ending !== "past" && (
        <Note kind={own.ending === "near" ? "warn" : "plain"}>
          <p>{own.ending === "near" ? <strong>{t("Your keys end on {day}.", { day: dayName(own.until, locale) })}</strong> : t("Your keys end on {day}.", { day: dayName(own.until, locale) })}</p>
          <RenewKeys device={own.device} />
        </Note>
      )}
      {colleagues.length > 0 && (
        <Note kind={colleagues.some((one) => one.ending !== "soon") ? "warn" : "plain"}>
          <p>{t("Keys of colleagues end soon, or have ended. Please ask them to renew them, or nothing more is sealed to their devices:")}</p>
          <ul class="plain">
            {colleagues.map(({ device, title, until }) => <li key={device}><bdi>{title}</bdi> · <bdi>{dayName(until, locale)}</bdi></li>)}
          </ul>
        </Note>
      )}
    </>
  );
}

/** Above every screen, when this device has no valid key. */
export function KeysEnded() {
  const { t } = useDesk();
  const own = useEnding().find((one) => one.own && one.ending === "past");
  if (own === undefined) return null;
  return (
    <Note kind="alert">
      <p>{t("The directory has no valid key of this device. Nothing new is sealed to it, and it cannot answer.")} {t("What came in the meantime opens when a colleague lets your device read it.")}</p>
      <RenewKeys device={own.device} />
    </Note>
  );
}

/** At the own device among the people: nothing while its keys are good for long. */
export function OwnKeys({ device }: { readonly device: string }) {
  return useEnding().some((one) => one.device === device && one.ending !== "past") ? <RenewKeys device={device} /> : null;
}

interface RenewKeysProps {
  readonly device: string;
}

/** Sign the next key, and say what comes next. */
function RenewKeys({ device }: RenewKeysProps) {
  const { t, calls } = useDesk();
  const [renewals, look] = useRenewals(true);
  const { busy, trouble, run } = useDoing(t);
  const renew = () => { void run(async () => {
    await calls.renew();
    await look();
  }); };
  const asked = renewals.get(device);
  if (asked !== undefined) {
    return (
      <div class="renewing">
        <p>{t("The next key is signed. It counts when the root holders have published it. Your passphrase or passkey and your recovery sheet stay the same.")}</p>
        <SaveRenewal renewal={asked} />
      </div>
    );
  }
  return (
    <div class="renewing">
      <div class="acts"><Button kind="main" disabled={busy} onPress={renew}>{t("Renew your keys")}</Button></div>
      <p class="hint">{t("Could somebody else have these keys? Then do not renew them: ask a colleague to report the device as lost, and ask for an invitation instead.")}</p>
      {trouble !== null && <Note kind="alert">{trouble}</Note>}
    </div>
  );
}

/** What a device asked for, as a file for whoever carries it. */
export function SaveRenewal({ renewal }: { readonly renewal: RenewalView }) {
  const { t } = useDesk();
  return <div class="acts"><Button onPress={() => { savePaper(renewal.paper, "renewal"); }}>{t("Save the renewal for the root holders")}</Button></div>;
}

const NONE: ReadonlyMap<string, RenewalView> = new Map();

/** What devices of the office have asked for, and the way to look again. Without an answer it is as if nobody had. */
function useRenewals(wanted: boolean): readonly [ReadonlyMap<string, RenewalView>, () => Promise<void>] {
  const { calls, edition } = useDesk();
  const [renewals, setRenewals] = useState(NONE);
  const look = useCallback(async () => { setRenewals(await calls.renewals()); }, [calls]);
  useEffect(() => { if (wanted) look().catch(() => undefined); }, [look, wanted, edition]);
  return [renewals, look];
}

/** The devices of the office whose keys end soon or have ended, by the newest directory that is known. */
function useEnding(): readonly EndingView[] {
  const { calls, edition } = useDesk();
  const [ending, setEnding] = useState<readonly EndingView[]>([]);
  useEffect(() => { calls.keysEnding().then(setEnding, () => undefined); }, [calls, edition]);
  return ending;
}
