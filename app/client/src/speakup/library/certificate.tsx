/** A certificate of a passed quiz: the name is typed here, goes on the sheet and into its code, and nowhere else. */
import { useState } from "preact/hooks";
import { Refused } from "../../api/reporter";
import { cleanName, NAME_LENGTH, NotSigned, obtain, verifyLink } from "../content/certificate";
import { resumedQuiz, type Score, scoreOf } from "../content/quiz";
import type { Pack, Quiz } from "../content/types";
import { useApp } from "../context";
import type { CertificateClaim } from "../crypto/certificate";
import { troubleText } from "../trouble";
import { Back, Button, Field, Live, Note, Screen } from "../ui";
import { CertificateSheet } from "./certificateSheet";
import { useVisit, WithPack } from "./pack";

interface Props {
  /** The id of the quiz. */
  readonly item?: string;
}

export default function CertificateScreen({ item }: Props) {
  const { t } = useApp();
  return (
    <WithPack name="certificate" title={t("Certificate")}>
      {(pack) => <Certificate pack={pack} quiz={pack.quizzes.find(({ id }) => id === item)} />}
    </WithPack>
  );
}

function Certificate({ pack, quiz }: { readonly pack: Pack; readonly quiz: Quiz | undefined }) {
  const { t, go } = useApp();
  const { progress } = useVisit();
  const kept = quiz === undefined ? null : progress.run(quiz.id);
  const run = quiz === undefined || kept === null ? null : resumedQuiz(pack, quiz, kept);
  const score = quiz === undefined || run === null ? null : scoreOf(pack, quiz, run);
  if (quiz !== undefined && score?.passed === true) return <Passed quiz={quiz} score={score} />;
  return (
    <Screen name="certificate" title={t("Certificate")} actions={<Back onPress={() => { go("quizzes"); }} />}>
      <p class="lead">{t("A certificate comes after a passed quiz.")}</p>
      <Button kind="main" onPress={() => { go("quizzes"); }}>{t("To the quizzes")}</Button>
    </Screen>
  );
}

function Passed({ quiz, score }: { readonly quiz: Quiz; readonly score: Score }) {
  const { t, session } = useApp();
  const [claim, setClaim] = useState<CertificateClaim | null>(null);
  const [state, setState] = useState<"idle" | "busy" | { readonly trouble: string }>("idle");
  const make = async (name: string) => {
    setState("busy");
    try {
      setClaim(await obtain(name, quiz.id, score, session.workshop()));
      setState("idle");
    } catch (error) {
      const refused = error instanceof Refused && error.status === 422;
      const own = error instanceof NotSigned ? t("The server’s signature does not fit. No certificate was made.") : null;
      setState({ trouble: own ?? (refused ? t("The quiz was changed since you passed it. Please answer it once more.") : troubleText(error, t)) });
    }
  };
  if (claim !== null) return <CertificateSheet quiz={quiz} claim={claim} link={verifyLink(location.origin, claim)} back={() => { setClaim(null); }} />;
  return <NameScreen quiz={quiz} score={score} busy={state === "busy"} trouble={typeof state === "object" ? state.trouble : null} make={(name) => { void make(name); }} />;
}

interface NameProps {
  readonly quiz: Quiz;
  readonly score: Score;
  readonly busy: boolean;
  readonly trouble: string | null;
  readonly make: (name: string) => void;
}

function NameScreen({ quiz, score: { right, of }, busy, trouble, make }: NameProps) {
  const { t, go } = useApp();
  const [typed, setTyped] = useState("");
  const name = cleanName(typed);
  const actions = (
    <>
      <Back onPress={() => { go("quizzes", quiz.id); }} />
      <Button kind="main" disabled={busy || name === ""} onPress={() => { make(name); }}>
        {t("Make the certificate")}
      </Button>
    </>
  );
  return (
    <Screen name="certificate" above={<p class="part">{quiz.title}</p>} title={t("Certificate")} actions={actions}>
      <p class="lead">{t("{right} of {of} right", { right, of })}</p>
      <Field label={t("Name on the certificate")} value={typed} onInput={setTyped} />
      {Array.from(typed.trim()).length > NAME_LENGTH && <p class="hint">{t("Only this fits: {name}", { name })}</p>}
      <ul class="plain-list">
        <li>{t("The name stays on this phone: it is not stored, and the server gets a seal over it that it cannot open.")}</li>
        <li>{t("Who scans the code on the certificate reads the name from it.")}</li>
        <li>{t("The certificate is self-declared: nobody saw who answered, and it says so.")}</li>
        <li>{t("It has nothing to do with a report. Nobody can tell from it if you ever made one.")}</li>
      </ul>
      <Live>{busy && <p>{t("One moment…")}</p>}</Live>
      {trouble !== null && <Note kind="alert">{trouble}</Note>}
    </Screen>
  );
}
