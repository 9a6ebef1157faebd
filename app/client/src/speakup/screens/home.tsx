/** Where one begins: report or check, then what most people come for: to read and to learn. */
import { type Place, useApp } from "../context";
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
      </div>
      <h2 class="home-part">{t("Read and learn")}</h2>
      <ul class="tiles">
        <Tile place="read" sign="leaf" title={t("Rules and how to report")} />
        <Tile place="questions" sign="talk" title={t("Questions and answers")} />
        <Tile place="quizzes" sign="steps" title={t("Quizzes")} />
        <Tile place="lessons" sign="path" title={t("Lessons")} />
      </ul>
      <h2 class="home-part">{t("For your safety")}</h2>
      <div class="lines">
        <Line place="watched" text={t("Is this phone watched?")} />
        <Line place="about" text={t("What is this, and who can read it?")} />
        <Line place="settings" text={t("This phone and this app")} />
        <Line place="verify" text={t("Check a certificate or a proof")} />
        <Line place="language" text={t("Another language")} />
      </div>
    </Screen>
  );
}

function Tile({ place, sign, title }: { readonly place: Place; readonly sign: string; readonly title: string }) {
  const { go } = useApp();
  return (
    <li>
      <button type="button" class="tile" data-tile={place} onClick={() => { go(place); }}>
        <span class={`sign ${sign}`} aria-hidden="true" />
        <span>{title}</span>
      </button>
    </li>
  );
}

function Line({ place, text }: { readonly place: Place; readonly text: string }) {
  const { go } = useApp();
  return (
    <button type="button" class="line" data-line={place} onClick={() => { go(place); }}>
      {text}
    </button>
  );
}
