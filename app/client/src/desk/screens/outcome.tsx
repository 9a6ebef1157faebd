/** What the panels of a case share: the reporter's words, and what came of an action. */
import { useEffect, useState } from "preact/hooks";
import { languageOf } from "../../words/locales";
import { loadWords, type Words } from "../../words/words";
import { useDesk } from "../context";
import { type Doing, Note } from "../ui";
import type { CaseView } from "../view";

/** The words of the reporter's language, or English where it is not offered. */
export function useReportersWords(lang: string): Words | null {
  const [words, setWords] = useState<Words | null>(null);
  useEffect(() => { void loadWords(languageOf(lang) ?? "en").then(setWords); }, [lang]);
  return words;
}

interface AnswerTold {
  /** Empty until the case shows the answer. */
  readonly text: string;
  readonly sent: () => void;
  readonly forget: () => void;
}

/** Whether an answer went out or waits on this computer: as the case shows it, so it stays true when it goes later. */
export function useAnswerTold({ story }: CaseView): AnswerTold {
  const { t } = useDesk();
  const [before, setBefore] = useState<number | null>(null);
  const answers = story.flatMap((item) => (item.kind === "event" && item.event === "replied" ? [item] : []));
  const said = answers.at(-1)?.waits === true ? t("It is sealed and waits on this computer. It goes out by itself when there is a connection.") : t("Your answer was sent.");
  return {
    text: before !== null && answers.length > before ? said : "",
    sent: () => { setBefore(answers.length); },
    forget: () => { setBefore(null); },
  };
}

/** What came of it. `kept`: a text stays in its form until it is sent. */
export function Outcome({ doing, done = "", kept = false }: { readonly doing: Doing; readonly done?: string; readonly kept?: boolean }) {
  const { t } = useDesk();
  return (
    <>
      <div role="status" aria-live="polite">
        {doing.busy && <p>{t("Sealing and sending.")}</p>}
        {!doing.busy && done !== "" && <p>{done}</p>}
      </div>
      {doing.trouble !== null && (
        <Note kind="alert">
          {doing.trouble} {kept && t("Nothing is lost: your text is still here. Sending it again does not send it twice.")}
        </Note>
      )}
    </>
  );
}
