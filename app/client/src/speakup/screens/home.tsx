/** Where one begins: report, check, read what this is, help now. */
import { useApp } from "../context";
import { Button, Note, Screen } from "../ui";

export function HomeScreen() {
  const { t, go, preview } = useApp();
  return (
    <Screen name="home" title={t("You can speak here.")}>
      <p class="lead">{t("Tell what happened to you or to others. You do not have to say who you are.")}</p>
      {preview?.organisation.demonstration === true && (
        <Note>{t("This is a demonstration. No real office reads what you send. Do not send anything real.")}</Note>
      )}
      <div class="stack">
        <Button kind="main" onPress={() => { go("report"); }}>
          {t("Report")}
        </Button>
        <Button onPress={() => { go("check"); }}>{t("Check for an answer")}</Button>
        <Button onPress={() => { go("about"); }}>{t("What is this, and who can read it?")}</Button>
        <Button onPress={() => { go("help"); }}>{t("Help now")}</Button>
        <Button kind="quiet" onPress={() => { go("language"); }}>
          {t("Another language")}
        </Button>
      </div>
    </Screen>
  );
}
