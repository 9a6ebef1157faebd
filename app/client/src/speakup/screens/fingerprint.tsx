/** The twelve words that stand for who signs the list of offices, to be compared with a poster. */
import { useState } from "preact/hooks";
import { useApp } from "../context";
import { troubleText } from "../trouble";
import { Button, Live } from "../ui";

/** Loads the crypto only when asked for. Says so until somebody on this phone has compared the words. */
export function Fingerprint() {
  const { t, session } = useApp();
  const [words, setWords] = useState<readonly string[] | null>(null);
  const [state, setState] = useState<{ readonly trouble: string } | "busy" | null>(null);
  const [unvouched, setUnvouched] = useState(session.unvouched());
  const load = async () => {
    setState("busy");
    try {
      const { pins } = await session.trusted();
      setWords(await session.workshop().fingerprint(pins));
      setState(null);
    } catch (error) {
      setState({ trouble: troubleText(error, t) });
    }
  };
  const same = () => {
    session.vouch();
    setUnvouched(false);
  };
  return (
    <>
      {unvouched && <p class="hint">{t("Nobody has compared them on this phone yet.")}</p>}
      {words === null && state === null && <Button onPress={() => { void load(); }}>{t("Show the twelve words")}</Button>}
      <Live>
        {state === "busy" && <p>{t("One moment…")}</p>}
        {state !== null && state !== "busy" && <p>{state.trouble}</p>}
        {words !== null && <p class="fingerprint" dir="ltr" lang="en">{words.join(" ")}</p>}
        {words !== null && unvouched && <p>{t("This app was not made for one organization: it trusted the first list that it saw. If the words differ from the poster, do not report here.")}</p>}
      </Live>
      {words !== null && unvouched && <Button onPress={same}>{t("They are the same")}</Button>}
    </>
  );
}

/** Before anything is sealed to the offices of the list: small, and only until somebody has compared the words. */
export function Unvouched() {
  const { t, session } = useApp();
  const [asked] = useState(session.unvouched());
  if (!asked) return null;
  return (
    <section class="unvouched">
      <h2>{t("Is it the right directory?")}</h2>
      <p>{t("Offices and their keys come from a signed list. Compare these words with the poster of your organization.")}</p>
      <Fingerprint />
    </section>
  );
}
