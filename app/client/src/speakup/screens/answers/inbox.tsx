/** The inbox behind the receipt: a thread for each office, and what a person can do. Nothing of it is kept on the phone. */
import { useState } from "preact/hooks";
import { type Thread, threadsOf } from "../../answers/letters";
import type { Search } from "../../answers/replies";
import { useApp } from "../../context";
import type { Trusted } from "../../delivery/trust";
import { Back, Button, Live, Note, Screen } from "../../ui";
import { ConsentScreen, WithdrawScreen } from "./consent";
import "./dialogue.css";
import type { Doing, FormProps } from "./doing";
import { AskHelpScreen } from "./help";
import { ThreadView } from "./thread";
import { TreatedScreen } from "./treated";
import { Times, UnheardScreen } from "./unheard";
import { WriteScreen } from "./write";

interface Props {
  readonly trusted: Trusted;
  readonly search: Search;
  readonly busy: boolean;
  readonly trouble: string | null;
  readonly more: () => void;
}

export function AnswersScreen(props: Props) {
  const [doing, setDoing] = useState<Doing | null>(null);
  const threads = threadsOf(props.search.found);
  if (doing !== null) return <DoingScreen doing={doing} trusted={props.trusted} threads={threads} back={() => { setDoing(null); }} />;
  return <Inbox {...props} threads={threads} start={setDoing} />;
}

function DoingScreen({ doing, ...props }: FormProps & { readonly doing: Doing }) {
  switch (doing.form) {
    case "write":
      return <WriteScreen {...props} office={doing.office} text={doing.text} />;
    case "help":
      return <AskHelpScreen {...props} />;
    case "consent":
      return <ConsentScreen {...props} />;
    case "withdraw":
      return <WithdrawScreen {...props} />;
    case "treated":
      return <TreatedScreen {...props} />;
    case "unheard":
      return <UnheardScreen {...props} office={doing.office} />;
  }
}

interface InboxProps extends Props {
  readonly threads: readonly Thread[];
  readonly start: (doing: Doing) => void;
}

function Inbox({ trusted, search, threads, busy, trouble, more, start }: InboxProps) {
  const { t, go } = useApp();
  const readable = threads.filter(({ letters }) => letters.length > 0);
  const actions = (
    <>
      <Back onPress={() => { go("home"); }} />
      <Button kind="main" onPress={() => { start({ form: "write" }); }}>
        {t("Write to the office")}
      </Button>
    </>
  );
  return (
    <Screen name="answers" title={readable.length > 0 ? t("Answers") : t("Nothing to read yet")} turn={turnOf(readable)} actions={actions}>
      {search.found.length === 0 && <NothingYet trusted={trusted} start={start} />}
      {readable.map((thread) => <ThreadView key={thread.office} thread={thread} trusted={trusted} start={start} />)}
      <Live>
        {threads.some(({ waiting }) => waiting > 0) && <p>{t("There is more to read. To stay unnoticed the app takes it in small steps.")}</p>}
        {busy && <p>{t("Looking for answers… This takes a few seconds.")}</p>}
      </Live>
      {trouble !== null && <Note kind="alert">{trouble}</Note>}
      <Button disabled={busy} onPress={more}>
        {t("Look for more")}
      </Button>
      <Choices start={start} office={readable.length === 1 ? (readable[0]?.office ?? null) : null} />
      <p class="hint">{t("Nothing of this is kept on this phone, not even that you have read it. Your receipt opens it again.")}</p>
    </Screen>
  );
}

function NothingYet({ trusted, start }: Pick<InboxProps, "trusted" | "start">) {
  const { t } = useApp();
  return (
    <>
      <p class="lead">{t("No answer yet, or a mistyped code. Please compare it with your note, and look again in some days.")}</p>
      <Times directory={trusted.directory} />
      <p>{t("When you sent it, the app told you a day by which to hear. If that day is over, you can go to another office.")}</p>
      <Button onPress={() => { start({ form: "unheard", office: null }); }}>{t("I have waited longer")}</Button>
    </>
  );
}

/** What else a person can do; each is a letter of its own. The way past the `office` is open whatever it answered. */
function Choices({ start, office }: Pick<InboxProps, "start"> & { readonly office: string | null }) {
  const { t } = useApp();
  const choices: readonly { readonly text: string; readonly doing: Doing }[] = [
    { text: t("Ask for help"), doing: { form: "help" } },
    { text: t("Take my name back"), doing: { form: "withdraw" } },
    { text: t("Change what you allow"), doing: { form: "consent" } },
    { text: t("I am treated badly since I spoke up"), doing: { form: "treated" } },
    { text: t("Write to another office"), doing: { form: "unheard", office } },
  ];
  return (
    <nav class="choices" aria-label={t("What you can do")}>
      <h2>{t("What you can do")}</h2>
      {choices.map(({ text, doing }) => (
        <button key={doing.form} type="button" class="choice" data-do={doing.form} onClick={() => { start(doing); }}>
          {text}
        </button>
      ))}
    </nav>
  );
}

/** Changes when there is something new to read. */
function turnOf(threads: readonly Thread[]): string {
  return String(threads.reduce((sum, { letters }) => sum + letters.length, 0));
}
