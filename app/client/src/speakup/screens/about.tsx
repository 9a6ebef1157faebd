/** What this is and who can read it: promises with their limits. */
import { useApp } from "../context";
import { Back, Screen } from "../ui";
import { Fingerprint } from "./fingerprint";

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
