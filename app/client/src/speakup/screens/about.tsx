/** What this is and who can read it: promises with their limits. */
import { useState } from "preact/hooks";
import { useApp } from "../context";
import { troubleText } from "../trouble";
import { Back, Button, Live, Screen } from "../ui";

export function AboutScreen() {
  const { t, go } = useApp();
  return (
    <Screen name="about" title={t("What is this, and who can read it?")} actions={<Back onPress={() => { go("home"); }} />}>
      <p class="lead">{t("With this app you tell an office of the organization about sexual exploitation and abuse, harassment, fraud, retaliation and other wrongs.")}</p>
      <h2>{t("Who can read it")}</h2>
      <p>{t("Your phone seals the report. Only the devices of the office that you see before sending can open it. Those who run the server cannot.")}</p>
      <p>{t("UN staff who read this have to act on it. They do not have to give your name.")}</p>
      <h2>{t("What is recorded")}</h2>
      <p>{t("The sealed report and the day it came. Not your number, not your address, not the place where you are.")}</p>
      <h2>{t("What it cannot do")}</h2>
      <p>{t("Someone who watches your line can see that you use this page. Someone who holds your phone can see what is on the screen, and that something sealed waits to be sent.")}</p>
      <p>{t("Nobody can promise you a result or a time.")}</p>
      <h2>{t("Is it the right directory?")}</h2>
      <p>{t("Offices and their keys come from a signed list. Compare these words with the poster of your organization.")}</p>
      <Fingerprint />
    </Screen>
  );
}

/** Loads the crypto only when asked for. */
function Fingerprint() {
  const { t, session } = useApp();
  const [state, setState] = useState<{ words: readonly string[]; firstSight: boolean } | "busy" | { trouble: string } | null>(null);
  const load = async () => {
    setState("busy");
    try {
      const { pins, firstSight } = await session.trusted();
      setState({ words: await session.workshop().fingerprint(pins), firstSight });
    } catch (error) {
      setState({ trouble: troubleText(error, t) });
    }
  };
  if (state === null) return <Button onPress={() => { void load(); }}>{t("Show the twelve words")}</Button>;
  return (
    <Live>
      {state === "busy" && <p>{t("One moment…")}</p>}
      {typeof state === "object" && "trouble" in state && <p>{state.trouble}</p>}
      {typeof state === "object" && "words" in state && (
        <>
          <p class="fingerprint" dir="ltr" lang="en">
            {state.words.join(" ")}
          </p>
          {state.firstSight && <p>{t("This app was not made for one organization: it trusted the first list that it saw. If the words differ from the poster, do not report here.")}</p>}
        </>
      )}
    </Live>
  );
}
