/** The inbox behind the receipt: a thread for each office, and what a person can do. Nothing of it is kept on the phone. */
import { useState } from "preact/hooks";
import { type Thread, threadsOf } from "../../answers/letters";
import type { Search } from "../../answers/replies";
import { useApp } from "../../context";
import type { Trusted } from "../../delivery/trust";
import { Back, Button, Live, Note, Screen } from "../../ui";
import { ThreadView } from "./thread";
import { WriteScreen } from "./write";

interface Props {
  readonly trusted: Trusted;
  readonly search: Search;
  readonly busy: boolean;
  readonly trouble: string | null;
  readonly more: () => void;
}

export function AnswersScreen({ trusted, search, busy, trouble, more }: Props) {
  const { t, go } = useApp();
  const [writing, setWriting] = useState(false);
  const threads = threadsOf(search.found);
  const readable = threads.filter(({ letters }) => letters.length > 0);
  if (writing) return <WriteScreen trusted={trusted} threads={threads} back={() => { setWriting(false); }} />;
  const actions = (
    <>
      <Back onPress={() => { go("home"); }} />
      <Button kind="main" onPress={() => { setWriting(true); }}>
        {t("Write to the office")}
      </Button>
    </>
  );
  return (
    <Screen name="answers" title={readable.length > 0 ? t("Answers") : t("Nothing to read yet")} turn={turnOf(readable)} actions={actions}>
      {search.found.length === 0 && <p class="lead">{t("No answer yet, or a mistyped code. Please compare it with your note, and look again in some days.")}</p>}
      {readable.map((thread) => <ThreadView key={thread.office} thread={thread} trusted={trusted} />)}
      <Live>
        {threads.some(({ waiting }) => waiting > 0) && <p>{t("There is more to read. To stay unnoticed the app takes it in small steps.")}</p>}
        {busy && <p>{t("Looking for answers… This takes a few seconds.")}</p>}
      </Live>
      {trouble !== null && <Note kind="alert">{trouble}</Note>}
      <Button disabled={busy} onPress={more}>
        {t("Look for more")}
      </Button>
    </Screen>
  );
}

/** Changes when there is something new to read. */
function turnOf(threads: readonly Thread[]): string {
  return String(threads.reduce((sum, { letters }) => sum + letters.length, 0));
}
