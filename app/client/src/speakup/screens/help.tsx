/** Help now: short, and nothing invented. Numbers come from the operator. */
import { useApp } from "../context";
import { Back, Screen } from "../ui";

export function HelpScreen({ close }: { readonly close?: () => void }) {
  const { t, go } = useApp();
  return (
    <Screen name="help" title={t("Help now")} actions={<Back onPress={close ?? (() => { go("home"); })} />}>
      <p class="lead">{t("If you are in danger, go where other people are, if you can.")}</p>
      <ul class="plain-list">
        <li>{t("Emergency: call the emergency number of the place where you are.")}</li>
        <li>{t("After sexual violence: medical care helps most within three days. You can get it without making a report.")}</li>
        <li>{t("If you are a child: go to an adult you trust, and ask them to call a child helpline with you.")}</li>
        <li>{t("The police only if you want it. You decide.")}</li>
      </ul>
      <p>{t("Local numbers are set by the operator of this app. None are set here yet.")}</p>
      <p>{t("Calls and messages to such numbers can be seen on your phone afterwards.")}</p>
    </Screen>
  );
}
