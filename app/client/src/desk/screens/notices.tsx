/** How this device is told to look at the desk: by mail, or in this browser. What is typed is sealed and not shown again. */
import { useCallback, useEffect, useId, useState } from "preact/hooks";
import type { Way } from "../../api/notices";
import type { NoticesView } from "../calls/notices";
import { useDesk } from "../context";
import { isMailAddress } from "../notices/mailAddress";
import { canBePushed, subscribe, type Subscribed, unsubscribe } from "../notices/subscription";
import { troubleText } from "../trouble";
import { Button, Note, Screen, useDoing } from "../ui";
import "../notices/notices.css";

export function NoticesScreen() {
  const { t, calls, locale } = useDesk();
  const [found, setFound] = useState<NoticesView | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const load = useCallback(async () => {
    try {
      setFound(await calls.notices());
      setTrouble(null);
    } catch (error) {
      setTrouble(troubleText(error, t));
    }
  }, [calls, t]);
  useEffect(() => { void load(); }, [load]);
  return (
    <Screen name="notices" title={t("Notices")}>
      {trouble !== null && <Note kind="alert">{trouble}</Note>}
      {found === null ? trouble === null && <p>{t("One moment.")}</p> : (
        <>
          {found.offered.length > 0 && <p class="lead">{t("Once a day, at {time}, you can be told to look at your desk. The notice always says the same, whether or not something came. So nobody who sees it learns anything.", { time: timeOf(found.minute, locale.tag) })}</p>}
          {found.unsigned && <Note kind="warn">{t("Notices cannot be set up safely yet: the signed directory does not name the key of this server for them, so whoever has taken over the server could read your address. Please ask those who keep the directory to name it, and look at your desk every working day.")}</Note>}
          {found.offered.length === 0 && !found.unsigned && <Note>{t("This server sends no notices. Please look at your desk every working day.")}</Note>}
          {found.offered.length === 0 && found.ways.length > 0 && <Leftover found={found} load={load} />}
          {found.offered.includes("mail") && <MailPanel found={found} load={load} />}
          {found.offered.includes("push") && <PushPanel found={found} load={load} />}
          {found.offered.length > 0 && <p class="hint">{t("The one thing that a notice can say besides: something waits unopened in an office that you stand in for.")}</p>}
        </>
      )}
    </Screen>
  );
}

interface PanelProps {
  readonly found: NoticesView;
  readonly load: () => Promise<void>;
}

function MailPanel({ found, load }: PanelProps) {
  const { t, calls } = useDesk();
  const [address, setAddress] = useState("");
  const [wrong, setWrong] = useState(false);
  const doing = useDoing(t);
  const typed = address.trim();
  const submit = (event: Event) => {
    event.preventDefault();
    setWrong(!isMailAddress(typed));
    if (!isMailAddress(typed)) return;
    void doing.run(async () => {
      await calls.tellMe("mail", { address: typed });
      setAddress("");
      await load();
    });
  };
  const told = found.ways.includes("mail");
  return (
    <section class="panel notice-way" data-way="mail" data-told={told} aria-label={t("By mail")}>
      <h2>{t("By mail")}</h2>
      <p role="status">{told ? t("You are told by mail. The address is sealed: not even this desk can show it again.") : t("You are not told by mail.")}</p>
      <form onSubmit={submit}>
        <AddressField label={told ? t("Another address instead") : t("Your work address")} value={address} wrong={wrong} onInput={(value) => { setAddress(value); setWrong(false); }} />
        <button type="submit" class="button main" disabled={doing.busy || typed === ""}>{told ? t("Use this address") : t("Tell me by mail")}</button>
      </form>
      <p class="hint">{t("Mail comes from {sender}. Your address is sealed on this computer, and only the part of the server that sends mail can open it.", { sender: found.sender })}</p>
      {doing.trouble !== null && <Note kind="alert">{doing.trouble}</Note>}
      {told && <StopButton way="mail" doing={doing} load={load} />}
    </section>
  );
}

function PushPanel({ found, load }: PanelProps) {
  const { t, calls, words } = useDesk();
  const [why, setWhy] = useState<Exclude<Subscribed, { place: unknown }>["why"] | null>(canBePushed() ? null : "unable");
  const doing = useDoing(t);
  const told = found.ways.includes("push");
  const start = () => doing.run(async () => {
    const subscribed = await subscribe(found.pushKey, words.language);
    setWhy("why" in subscribed ? subscribed.why : null);
    if ("why" in subscribed) return;
    await calls.tellMe("push", subscribed.place);
    await load();
  });
  return (
    <section class="panel notice-way" data-way="push" data-told={told} aria-label={t("In this browser")}>
      <h2>{t("In this browser")}</h2>
      <p role="status">{told ? t("You are told in the browser in which you switched this on.") : t("You are not told in a browser.")}</p>
      {why !== null && <Note kind={why === "unable" ? "plain" : "warn"}>{whyText(why, t)}</Note>}
      <Button kind="main" disabled={doing.busy || why === "unable"} onPress={() => { void start(); }}>{told ? t("Use this browser instead") : t("Tell me in this browser")}</Button>
      <p class="hint">{t("The maker of your browser passes it on. They see that a notice came, not what it says.")}</p>
      {doing.trouble !== null && <Note kind="alert">{doing.trouble}</Note>}
      {told && <StopButton way="push" doing={doing} load={load} />}
    </section>
  );
}

/** What was set up while it was offered can be stopped. */
function Leftover({ found, load }: PanelProps) {
  const { t } = useDesk();
  const doing = useDoing(t);
  return (
    <section class="panel notice-way" aria-label={t("Notices")}>
      {found.ways.map((way) => (
        <div key={way} data-way={way} data-told="true">
          <p role="status">{way === "mail" ? t("You are told by mail. The address is sealed: not even this desk can show it again.") : t("You are told in the browser in which you switched this on.")}</p>
          <StopButton way={way} doing={doing} load={load} />
        </div>
      ))}
      {doing.trouble !== null && <Note kind="alert">{doing.trouble}</Note>}
    </section>
  );
}

function StopButton({ way, doing, load }: { readonly way: Way; readonly doing: ReturnType<typeof useDoing>; readonly load: () => Promise<void> }) {
  const { t, calls } = useDesk();
  const stop = () => doing.run(async () => {
    await calls.tellMeNoMore(way);
    if (way === "push") await unsubscribe();
    await load();
  });
  return <Button disabled={doing.busy} onPress={() => { void stop(); }}>{way === "mail" ? t("No more mail") : t("No more notices in the browser")}</Button>;
}

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly wrong: boolean;
  readonly onInput: (value: string) => void;
}

function AddressField({ label, value, wrong, onInput }: FieldProps) {
  const { t } = useDesk();
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input id={id} type="text" inputMode="email" dir="ltr" autocomplete="off" spellcheck={false} aria-invalid={wrong} aria-describedby={`${id}-wrong`} value={value} onInput={(event) => { onInput(event.currentTarget.value); }} />
      <p class="wrong" id={`${id}-wrong`} role="alert">{wrong && t("This is no mail address that the server can write to.")}</p>
    </div>
  );
}

function whyText(why: Exclude<Subscribed, { place: unknown }>["why"], t: ReturnType<typeof useDesk>["t"]): string {
  if (why === "unable") return t("This browser cannot be told, or keeps nothing of this desk. Mail works everywhere.");
  if (why === "refused") return t("You did not allow notices for this page. You can change that in the settings of your browser.");
  return t("The maker of your browser cannot be reached now, or gives no address. Please try again later, or use mail.");
}

/** The time of day here, from minutes of the day in UTC. */
function timeOf(minute: number, tag: string): string {
  const today = new Date();
  const moment = Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate(), 0, minute);
  return new Intl.DateTimeFormat(tag, { timeStyle: "short" }).format(moment);
}
