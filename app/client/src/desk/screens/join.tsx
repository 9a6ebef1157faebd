/** Joining an office by an invitation link: who invites, the recovery sheet, the lock, and then waiting. */
import { useEffect, useState } from "preact/hooks";
import { type Language, LANGUAGES } from "../../words/locales";
import type { Words } from "../../words/words";
import type { InvitationView, Lock, SheetView } from "../calls/joining";
import { useJoining } from "../join/remote";
import { ConfirmSheet, RecoverySheet } from "../join/sheet";
import { type Trusting, WaitingPanel } from "../join/waiting";
import { wordsToCompare } from "../keys/compared";
import { LockChoice } from "../keys/lockChoice";
import type { KeyRecord } from "../keys/record";
import { keepDevice } from "../keys/store";
import { dayName } from "../labels";
import { LanguagePicker } from "../languagePicker";
import { troubleText } from "../trouble";
import { Button, Note, Screen, useDoing } from "../ui";
import "../join/join.css";

interface JoinProps extends Trusting {
  readonly words: Words;
  readonly choose: (language: Language) => void;
  /** The fragment of the address that holds the invitation. */
  readonly link: string;
  /** The keys are kept: the link is needed no more. */
  readonly kept: () => void;
  /** To the door; with a device chosen there, when there is one. */
  readonly leave: (device?: string) => void;
}

type Made = SheetView & { readonly device: string };
type Step = { readonly name: "look" } | { readonly name: "sheet" | "confirm" | "lock"; readonly made: Made } | { readonly name: "waiting"; readonly record: KeyRecord };

export function JoinScreen({ words, choose, link, kept, leave, ...trusting }: JoinProps) {
  const { t } = words;
  const calls = useJoining();
  const [invitation, setInvitation] = useState<InvitationView | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [step, setStep] = useState<Step>({ name: "look" });
  const { busy, trouble, run } = useDoing(t);
  useEffect(() => {
    calls().lookAtInvitation(link, trusting.pins, trusting.remembered.read()).then((found) => {
      trusting.remembered.write(found.remember.seen, found.remember.pins);
      wordsToCompare(found.fingerprint);
      setInvitation(found);
    }, setFailure);
  }, [link]);

  const locale = LANGUAGES[words.language];
  const begin = () => { void run(async () => { setStep({ name: "sheet", made: await calls().makeKeys(words.language) }); }); };
  const lock = async (how: Lock) => {
    const record = await calls().lockKeys(how);
    await keepDevice(record);
    setStep({ name: "waiting", record });
    kept();
  };
  const above = <LanguagePicker words={words} choose={choose} />;
  if (failure !== null) {
    return (
      <Screen name="join" title={t("This invitation does not work")} above={above}>
        <Note kind="alert">{troubleText(failure, t)}</Note>
        <Button onPress={() => { leave(); }}>{t("To the desk")}</Button>
      </Screen>
    );
  }
  if (invitation === null) return <Screen name="join" title={t("Invitation")} above={above}><p>{t("One moment.")}</p></Screen>;
  const owner = { organisation: invitation.organisation, office: invitation.office, title: invitation.title };
  return (
    <Screen name="join" title={TITLES[step.name](t)} above={above}>
      {step.name === "look" && <Look words={words} invitation={invitation} busy={busy} begin={begin} leave={leave} />}
      {trouble !== null && <Note kind="alert">{trouble}</Note>}
      {step.name === "sheet" && <RecoverySheet {...{ words, locale }} sheet={step.made} owner={{ ...owner, device: step.made.device }} goOn={() => { setStep({ name: "confirm", made: step.made }); }} />}
      {step.name === "confirm" && <ConfirmSheet words={words} sheet={step.made} back={() => { setStep({ name: "sheet", made: step.made }); }} goOn={() => { setStep({ name: "lock", made: step.made }); }} />}
      {step.name === "lock" && <LockChoice words={words} device={step.made.device} label={`${owner.title} — ${owner.office}`} choose={lock} />}
      {step.name === "waiting" && (
        <div class="card">
          <WaitingPanel {...{ words, locale, ...trusting }} record={step.record} changed={(record) => {
            if (record?.waiting === undefined) leave(record?.device);
            else setStep({ name: "waiting", record });
          }} />
        </div>
      )}
    </Screen>
  );
}

const TITLES: Readonly<Record<Step["name"], (t: Words["t"]) => string>> = {
  look: (t) => t("You are invited"),
  sheet: (t) => t("Your recovery sheet"),
  confirm: (t) => t("Check your sheet"),
  lock: (t) => t("Lock your keys"),
  waiting: (t) => t("Almost there"),
};

interface LookProps {
  readonly words: Words;
  readonly invitation: InvitationView;
  readonly busy: boolean;
  readonly begin: () => void;
  readonly leave: () => void;
}

/** Who invites into what, and what will happen. */
function Look({ words, invitation, busy, begin, leave }: LookProps) {
  const { t } = words;
  const { organisation, office, title, another, until, state, demonstration, fingerprint } = invitation;
  return (
    <div class="card">
      {demonstration && <Note kind="warn">{t("This is a demonstration. It is not an official channel.")}</Note>}
      <dl class="invited">
        <div><dt>{t("Office")}</dt><dd>{office}</dd></div>
        <div><dt>{t("Organization")}</dt><dd>{organisation}</dd></div>
        <div><dt>{t("You will be called")}</dt><dd>{title}</dd></div>
      </dl>
      <p>{another ? t("This computer becomes another device of the same person.") : t("You will open and answer what people report to this office.")}</p>
      {state === "invited" ? (
        <>
          <p>{t("It takes about five minutes. Keys are made on this computer, you get a recovery sheet on paper, and you choose how to open your desk. Have a printer or a pen ready.")}</p>
          {fingerprint !== null && (
            <Note kind="warn">
              <p>{t("This desk saw the directory for the first time. Compare these twelve words with the poster of your organization:")}</p>
              <p><strong lang="en" dir="ltr">{fingerprint.join(" ")}</strong></p>
            </Note>
          )}
          <div class="acts"><Button kind="main" disabled={busy} onPress={begin}>{t("Make my keys")}</Button></div>
          <p class="hint">{t("The invitation counts until {day}, once. Do this on the computer that you will work on.", { day: dayName(until, LANGUAGES[words.language]) })}</p>
        </>
      ) : (
        <>
          <Note kind="warn">{state === "gone" ? t("This invitation was withdrawn or is too old. Please ask for a new one.") : t("This invitation was used already. If that was not you, tell the lead of your office at once.")}</Note>
          <div class="acts"><Button onPress={leave}>{t("To the desk")}</Button></div>
        </>
      )}
    </div>
  );
}
