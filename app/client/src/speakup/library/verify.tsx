/** Check a certificate or a proof: from the address that brought one here, pasted text, or a file. */
import { useEffect, useState } from "preact/hooks";
import { openVersions } from "../answers/versions";
import { judge } from "../content/judge";
import { LONGEST, readShown, type ShownProof } from "../content/shownProof";
import { useApp } from "../context";
import type { Session } from "../session";
import { troubleText } from "../trouble";
import { Back, Button, Field, Live, Note, Screen } from "../ui";
import { type Judged, VerdictView } from "./verdict";

type State = "idle" | "busy" | "unreadable" | Judged | { readonly trouble: string };

export default function VerifyScreen() {
  const { t, go, session } = useApp();
  const [state, setState] = useState<State>("idle");
  const check = async (text: string) => {
    const shown = readShown(text);
    if (shown === null) {
      setState("unreadable");
      return;
    }
    setState("busy");
    try {
      setState({ shown, ...(await judged(session, shown)) });
    } catch (error) {
      setState({ trouble: troubleText(error, t) });
    }
  };
  useEffect(() => {
    const brought = takeFragment();
    if (brought !== null) void check(brought);
  }, []);
  if (typeof state === "object" && "verdict" in state) return <VerdictView judged={state} back={() => { setState("idle"); }} />;
  return (
    <Screen name="verify" title={t("Check a certificate or a proof")} actions={<Back onPress={() => { go("home"); }} />}>
      <p class="lead">{t("See if a certificate of a quiz, or an office’s proof that it opened a report, is genuine. It is checked on this phone.")}</p>
      <Live>{state === "busy" && <p>{t("One moment…")}</p>}</Live>
      {state === "unreadable" && <Note kind="alert">{t("This is neither a certificate nor a proof, or it was not copied whole.")}</Note>}
      {typeof state === "object" && "trouble" in state && <Note kind="alert">{state.trouble}</Note>}
      <Bring busy={state === "busy"} check={(text) => { void check(text); }} />
    </Screen>
  );
}

function Bring({ busy, check }: { readonly busy: boolean; readonly check: (text: string) => void }) {
  const { t } = useApp();
  const [typed, setTyped] = useState("");
  const read = async (file: File | undefined) => {
    if (file !== undefined) check(file.size > LONGEST ? "" : await file.text());
  };
  return (
    <>
      <p>{t("Scan the code of a certificate with the camera of your phone, or:")}</p>
      <Field label={t("Paste the address or the text")} value={typed} rows={4} direction="ltr" onInput={setTyped} />
      <div class="stack">
        <Button kind="main" disabled={busy || typed.trim() === ""} onPress={() => { check(typed); }}>{t("Check")}</Button>
        <label class="button file">
          <input
            type="file"
            accept=".json,application/json,text/plain"
            disabled={busy}
            onChange={(event) => {
              void read(event.currentTarget.files?.[0]);
              event.currentTarget.value = "";
            }}
          />
          <span>{t("Choose a file")}</span>
        </label>
      </div>
    </>
  );
}

async function judged(session: Session, shown: ShownProof): Promise<Pick<Judged, "verdict" | "newest">> {
  const trusted = await session.trusted();
  const workshop = session.workshop();
  const versions = openVersions(trusted, session.api, workshop, Date.now);
  return { newest: trusted.directory, verdict: await judge(shown, { newest: trusted.directory, versions, workshop, now: Date.now() }) };
}

/** What stands behind # in the address; it is taken out of it, so that it does not stay in the history. */
function takeFragment(): string | null {
  const { hash, pathname } = location;
  if (!hash.startsWith("#c=")) return null;
  history.replaceState(null, "", pathname);
  return hash;
}
