/** Before the first question: who will read it, what is recorded, and that staff must act. */
import { useApp } from "../context";
import { Back, Button, Live, Note, Screen } from "../ui";

interface Props {
  /** A receipt is in use already. */
  readonly again?: boolean;
  readonly state: "loading" | "ready" | { readonly trouble: string };
  readonly begin: () => void;
  readonly retry: () => void;
}

export function BeforeScreen({ again = false, state, begin, retry }: Props) {
  const { t, go } = useApp();
  const actions = (
    <>
      <Back onPress={() => { go("home"); }} />
      {typeof state === "object" ? (
        <Button kind="main" onPress={retry}>
          {t("Try again")}
        </Button>
      ) : (
        <Button kind="main" disabled={state === "loading"} onPress={begin}>
          {t("Begin")}
        </Button>
      )}
    </>
  );
  return (
    <Screen name="before" title={t("Before you begin")} actions={actions}>
      <Note>{t("UN staff who read this have to act on it. They do not have to give your name.")}</Note>
      <ul class="plain-list">
        <li>{t("Who will read it: one office, sometimes two. You see their names before you send, and you can say if the person is one of them.")}</li>
        <li>{t("You can skip every question. “I do not know” is a good answer.")}</li>
        <li>{t("What is recorded: the sealed report and the day. Not your number and not where you are.")}</li>
        <li>{t("Nothing leaves this phone before you press Send, and nothing is kept if you stop.")}</li>
        <li>{t("Use a phone that is yours alone, if you can, and a place where nobody looks at the screen. “Leave” at the top takes you away at once.")}</li>
        <li>{again ? t("Your receipt stays the same: with it you read the answers of every office.") : t("Before sending you get a receipt, to read the answer here later.")}</li>
      </ul>
      <Live>
        {state === "loading" && <p>{t("Preparing the seal…")}</p>}
        {typeof state === "object" && <p class="trouble">{state.trouble}</p>}
      </Live>
    </Screen>
  );
}
