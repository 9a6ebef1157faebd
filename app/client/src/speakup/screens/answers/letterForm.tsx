/** What all letters of the dialogue share: the screen, sealing and sending, and what came of it. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { type Addressed, dispatch } from "../../answers/dispatch";
import { useApp } from "../../context";
import type { Trusted } from "../../delivery/trust";
import type { Kept } from "../../evidence/kept";
import { SealingProgress } from "../../evidence/progress";
import { troubleText } from "../../trouble";
import { Back, Button, Live, Screen } from "../../ui";

interface Props {
  readonly trusted: Trusted;
  readonly name: string;
  readonly title: string;
  /** Whether there is something to send and somebody to send it to. */
  readonly ready: boolean;
  readonly letters: () => readonly Addressed[];
  readonly files?: readonly Kept[];
  readonly back: () => void;
  readonly children: ComponentChildren;
}

type State = "writing" | "sealing" | "kept" | { readonly trouble: string };

const NONE: readonly Kept[] = [];

export function LetterForm({ trusted, name, title, ready, letters, files = NONE, back, children }: Props) {
  const { t, session, locale } = useApp();
  const [state, setState] = useState<State>("writing");
  const [sealed, setSealed] = useState<{ readonly done: number; readonly total: number } | null>(null);
  const send = () => {
    setState("sealing");
    setSealed(null);
    session.whileSealing(() => dispatch(session, trusted, letters(), locale.tag, { files, tell: (done, total) => { setSealed({ done, total }); } })).then(
      () => { setState("kept"); },
      (error: unknown) => { setState({ trouble: troubleText(error, t) }); },
    );
  };
  const actions = (
    <>
      {state !== "sealing" && <Back onPress={back} />}
      {state !== "kept" && (
        <Button kind="main" disabled={!ready || state === "sealing"} onPress={send}>
          {t("Send")}
        </Button>
      )}
    </>
  );
  return (
    <Screen name={name} turn={state === "kept" ? "kept" : ""} title={title} actions={actions}>
      <Outcome state={state} />
      {state === "sealing" && sealed !== null && <SealingProgress {...sealed} />}
      {state !== "kept" && children}
    </Screen>
  );
}

function Outcome({ state }: { readonly state: State }) {
  const { t, standing } = useApp();
  return (
    <Live>
      {state === "sealing" && <p>{t("One moment…")}</p>}
      {state === "kept" && (standing.waiting === 0 ? <p data-sent="true">{t("It is sent.")}</p> : <p>{t("It is sealed and on its way.")}</p>)}
      {typeof state === "object" && <p class="trouble">{state.trouble}</p>}
    </Live>
  );
}
