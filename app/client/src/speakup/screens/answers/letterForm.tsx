/** What all letters of the dialogue share: the screen, sealing and sending, and what came of it. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { type Addressed, dispatch } from "../../answers/dispatch";
import { useApp } from "../../context";
import type { Trusted } from "../../delivery/trust";
import { troubleText } from "../../trouble";
import { Back, Button, Live, Screen } from "../../ui";

interface Props {
  readonly trusted: Trusted;
  readonly name: string;
  readonly title: string;
  /** Whether there is something to send and somebody to send it to. */
  readonly ready: boolean;
  readonly letters: () => readonly Addressed[];
  readonly back: () => void;
  readonly children: ComponentChildren;
}

type State = "writing" | "sealing" | "kept" | { readonly trouble: string };

export function LetterForm({ trusted, name, title, ready, letters, back, children }: Props) {
  const { t, session, locale } = useApp();
  const [state, setState] = useState<State>("writing");
  const send = () => {
    setState("sealing");
    dispatch(session, trusted, letters(), locale.tag).then(
      () => { setState("kept"); },
      (error: unknown) => { setState({ trouble: troubleText(error, t) }); },
    );
  };
  const actions = (
    <>
      <Back onPress={back} />
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
