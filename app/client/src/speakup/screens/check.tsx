/** Check for an answer: the receipt in words or digits, then what the offices wrote. The receipt is kept in memory only. */
import { useEffect, useState } from "preact/hooks";
import { look, MORE_TRAYS, type Search } from "../answers/replies";
import { openVersions, type Versions } from "../answers/versions";
import { useApp } from "../context";
import type { ShownReceipt } from "../crypto/workshop";
import type { Trusted } from "../delivery/trust";
import type { Session } from "../session";
import { troubleText } from "../trouble";
import { Back, Button, Field, Live, Note, Pick, Screen } from "../ui";
import { AnswersScreen } from "./answers/inbox";

interface Opened {
  readonly trusted: Trusted;
  readonly versions: Versions;
  readonly search: Search;
}

export function CheckJourney() {
  const { t, session, locale } = useApp();
  const [readings, setReadings] = useState<readonly ShownReceipt[]>([]);
  const [opened, setOpened] = useState<Opened | null>(null);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  useEffect(() => () => { session.forgetReceipt(); }, [session]);

  const attempt = (work: () => Promise<void>) => {
    setBusy(true);
    setTrouble(null);
    work()
      .catch((error: unknown) => { setTrouble(troubleText(error, t)); })
      .finally(() => { setBusy(false); });
  };
  const open = async (receipt: ShownReceipt) => { setOpened(await openReceipt(session, receipt)); };
  const read = async (typed: string) => {
    const found = await session.workshop().read(typed, locale.wordlist ?? "none");
    setReadings(found.length > 1 ? found : []);
    if (found.length === 1 && found[0] !== undefined) await open(found[0]);
  };
  if (opened !== null) {
    const more = async () => { setOpened({ ...opened, search: await lookAgain(session, opened, MORE_TRAYS) }); };
    return <AnswersScreen trusted={opened.trusted} search={opened.search} busy={busy} trouble={trouble} more={() => { attempt(more); }} />;
  }
  return <EnterScreen readings={readings} busy={busy} trouble={trouble} read={(typed) => { attempt(() => read(typed)); }} open={(receipt) => { attempt(() => open(receipt)); }} />;
}

async function openReceipt(session: Session, receipt: ShownReceipt): Promise<Opened> {
  const trusted = await session.trusted();
  await session.workshop().take(receipt.digits, trusted.directory.organisation.id);
  const versions = openVersions(trusted, session.api, session.workshop(), Date.now);
  const search = await lookAgain(session, { trusted, versions, search: { found: [], trays: new Map() } }, 1);
  return { trusted, versions, search };
}

function lookAgain({ api, workshop }: Session, { trusted, versions, search }: Opened, trays: number): Promise<Search> {
  return look({ api, workshop: workshop(), directory: trusted.directory, versions, draw: Math.random }, search.trays, trays);
}

interface EnterProps {
  readonly readings: readonly ShownReceipt[];
  readonly busy: boolean;
  readonly trouble: string | null;
  readonly read: (typed: string) => void;
  readonly open: (receipt: ShownReceipt) => void;
}

function EnterScreen({ readings, busy, trouble, read, open }: EnterProps) {
  const { t, go, locale } = useApp();
  const [typed, setTyped] = useState("");
  const actions = (
    <>
      <Back onPress={() => { go("home"); }} />
      <Button kind="main" disabled={busy || typed.trim() === ""} onPress={() => { read(typed); }}>
        {t("Check")}
      </Button>
    </>
  );
  return (
    <Screen name="check" title={t("Check for an answer")} actions={actions}>
      <p class="lead">{locale.wordlist === null ? t("Type your receipt: twenty digits, or six words.") : t("Type your receipt: six words, or twenty digits.")}</p>
      <Field label={t("Receipt")} value={typed} rows={3} onInput={setTyped} />
      <p class="hint">{t("Spaces and capital letters do not matter. It is not stored and not sent.")}</p>
      <Live>{busy && <p>{t("Looking for answers… This takes a few seconds.")}</p>}</Live>
      {trouble !== null && <Note kind="alert">{trouble}</Note>}
      {readings.length > 1 && (
        <Pick
          kind="radio"
          legend={t("These words can be read in two ways. Which digits are yours?")}
          options={readings.map(({ digits }) => ({ value: digits, label: digits.replace(/(.{5})(?=.)/g, "$1 ") }))}
          chosen={[]}
          onPick={(value) => {
            const chosen = readings.find(({ digits }) => digits === value);
            if (chosen !== undefined) open(chosen);
          }}
        />
      )}
    </Screen>
  );
}
