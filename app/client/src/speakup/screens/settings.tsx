/** What stays on this phone, under which name, and how to make it forget. */
import { useEffect, useState } from "preact/hooks";
import { visitOf } from "../content/visit";
import { useApp } from "../context";
import { chosenFace, type Face, keepFace, wear } from "../face";
import { erase } from "../leave";
import { Back, Button, Live, Pick, Screen } from "../ui";

/** What Chromium hands over when the app could be put on the home screen; other browsers have a menu entry. */
interface InstallQuestion extends Event {
  prompt(): Promise<unknown>;
}

export function SettingsScreen() {
  const { t, go } = useApp();
  return (
    <Screen name="settings" title={t("This phone and this app")} actions={<Back onPress={() => { go("home"); }} />}>
      <p class="lead">{t("On a phone of your own the app can stay, and works without a network. On a shared phone, let nothing stay.")}</p>
      <h2>{t("How it looks from outside")}</h2>
      <Look />
      <Install />
      <h2>{t("What stays on this phone")}</h2>
      <ul class="plain-list">
        <li>{t("Pages for reading without a network, the list of offices, how far you are in quizzes and lessons, and this choice of a name.")}</li>
        <li>{t("Never: what you wrote, your receipt, or the answers. What is sealed and not sent yet stays until it is sent; nobody can read it here.")}</li>
        <li>{t("A private window forgets all of it when it is closed, also what is not sent yet.")}</li>
      </ul>
      <Forget />
      <Button kind="quiet" onPress={() => { go("shared"); }}>
        {t("Shared phones and private windows")}
      </Button>
    </Screen>
  );
}

function Look() {
  const { t } = useApp();
  const [face, setFace] = useState(chosenFace());
  const titles = { plain: t("Notes"), own: t("Speak Up") };
  const choose = (value: string) => {
    const chosen: Face = value === "own" ? "own" : "plain";
    keepFace(chosen);
    wear(chosen, titles);
    setFace(chosen);
  };
  return (
    <>
      <Pick
        kind="radio"
        legend={t("Name and icon of this page and on the home screen")}
        options={[
          { value: "plain", label: t("“Notes”, with a sheet of paper: says nothing") },
          { value: "own", label: t("“Speak Up”, with its own sign") },
        ]}
        chosen={[face]}
        onPick={choose}
      />
      <p class="hint">{t("An icon on the home screen can be seen by whoever holds the phone.")}</p>
    </>
  );
}

function Install() {
  const { t } = useApp();
  const [question, setQuestion] = useState<InstallQuestion | null>(null);
  useEffect(() => {
    const keep = (event: Event) => {
      event.preventDefault();
      setQuestion(event as InstallQuestion);
    };
    addEventListener("beforeinstallprompt", keep);
    return () => { removeEventListener("beforeinstallprompt", keep); };
  }, []);
  if (question === null) return <p class="hint">{t("To put it on the home screen, use “Add to home screen” in the menu of your browser.")}</p>;
  return <Button onPress={() => { void question.prompt(); setQuestion(null); }}>{t("Put it on the home screen")}</Button>;
}

function Forget() {
  const { t, session } = useApp();
  const [done, setDone] = useState(false);
  const forget = async () => {
    session.forget();
    visitOf(session).counts.drop();
    await erase();
    setDone(true);
  };
  return (
    <>
      <Button onPress={() => { void forget(); }}>{t("Forget what this phone keeps")}</Button>
      <Live>{done && <p>{t("Forgotten. Entries in the browser’s history are not in our hands: you can delete them in the menu of the browser.")}</p>}</Live>
    </>
  );
}
