/** After "Send": sealed, waiting, or sent; "sent" only when the intake has signed for everything. */
import type { Words } from "../../words/words";
import { useApp } from "../context";
import { SealingProgress } from "../evidence/progress";
import { dayOf } from "../names";
import { Button, Live, Note, Screen } from "../ui";
import type { Sealed } from "./useSealing";

interface Props {
  /** The day by which to hear, `YYYY-MM-DD`. */
  readonly by: string;
  readonly state: "sealing" | "sealed" | { readonly trouble: string };
  /** The flow of the form: thanks must fit what was told. */
  readonly flow: string;
  readonly retry: () => void;
  /** How far the files are, while they are being sealed. */
  readonly files: Sealed;
  /** Send the words alone; absent when there are no files. */
  readonly withoutFiles: (() => void) | undefined;
}

export function SendingScreen({ by, state, flow, retry, files, withoutFiles }: Props) {
  const { t, go, standing } = useApp();
  const sent = state === "sealed" && standing.waiting === 0;
  const stuck = state === "sealed" && !standing.busy && standing.trouble !== null;
  const title = sent ? t("It is sent.") : stuck || typeof state === "object" ? t("Not sent yet") : t("One moment…");
  const home = (
    <Button kind="main" onPress={() => { go("home"); }}>
      {t("To the start")}
    </Button>
  );
  return (
    <Screen name="sending" turn={sent ? "sent" : stuck ? "stuck" : "waiting"} title={title} actions={state === "sealing" ? undefined : home}>
      <Live>
        {state === "sealing" && <p>{flow === "inquiry" ? t("Your question is being sealed on this phone.") : t("Your report is being sealed on this phone.")}</p>}
        {typeof state === "object" && <p class="trouble">{state.trouble}</p>}
        {state === "sealed" && !sent && (
          <p>{t("It is sealed. Nobody can read it on this phone any more, not even you.")}</p>
        )}
      </Live>
      {state === "sealing" && files !== null && <SealingProgress {...files} />}
      {typeof state === "object" && <Button onPress={retry}>{t("Try again")}</Button>}
      {typeof state === "object" && withoutFiles !== undefined && <Button onPress={withoutFiles}>{t("Send without the files")}</Button>}
      {state === "sealed" && !sent && <p class="hint">{t("The copies leave one after the other, with a pause. You can keep the app open, or leave: what is sealed waits here.")}</p>}
      {sent && <Thanks flow={flow} by={by} />}
    </Screen>
  );
}

function Thanks({ flow, by }: { readonly flow: string; readonly by: string }) {
  const { t, locale } = useApp();
  return (
    <>
      <Note kind="good">
        <p data-sent="true">
          {flow === "inquiry" ? t("The server has confirmed with its signature that it keeps your sealed question.") : t("The server has confirmed with its signature that it keeps your sealed report.")}
        </p>
      </Note>
      <p class="lead" data-thanks={flow}>{thanks(flow, t)}</p>
      <p>{t("Come back with your receipt and press “Check for an answer”. The office needs some days.")}</p>
      <Note>
        <p data-by={by}><strong>{t("You should hear by {day}.", { day: dayOf(by, locale) })}</strong> {t("Write this day beside your receipt. The app does not keep it.")}</p>
        <p>{t("If nothing has come by then, look here with your receipt: you can go to another office.")}</p>
      </Note>
    </>
  );
}

/** “It was not your fault” stands where someone told what was done to them, and nowhere else (policy §4.4). */
function thanks(flow: string, t: Words["t"]): string {
  switch (flow) {
    case "survivor":
      return t("Thank you for telling us. It was not your fault. You decide what happens next with your name.");
    case "child":
      return t("Thank you for telling us. It is not your fault. You were brave. If you can, stay with an adult you trust.");
    case "inquiry":
      return t("Thank you for asking. Asking first is the right way.");
    default:
      return t("Thank you for telling us.");
  }
}
