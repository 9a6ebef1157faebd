/** A screen whose code is fetched when it is first shown, with a word for when it cannot be. */
import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useApp } from "./context";
import { Back, Button, Live, Screen } from "./ui";

/** Gives the component of a screen. */
export type Loader<P> = () => Promise<ComponentType<P>>;

interface Props<P> {
  readonly load: Loader<P>;
  readonly given: P;
  /** Set where the screen lies over another one, which must not be lost because this one does not come. */
  readonly close?: (() => void) | undefined;
}

/** Long enough that nobody sees it flash on a good line. */
const NOTICE_MS = 400;

export function Lazy<P extends object>({ load, given, close }: Props<P>) {
  const { t, go } = useApp();
  const [loaded, setLoaded] = useState<{ readonly Part: ComponentType<P>; readonly from: Loader<P> } | null>(null);
  const [state, setState] = useState<"quiet" | "slow" | "failed">("quiet");
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let current = true;
    setState("quiet");
    const slow = setTimeout(() => { setState("slow"); }, NOTICE_MS);
    const settle = (then: () => void) => { clearTimeout(slow); if (current) then(); };
    load().then((Part) => { settle(() => { setLoaded({ Part, from: load }); }); }, () => { settle(() => { setState("failed"); }); });
    return () => { current = false; clearTimeout(slow); };
  }, [load, attempt]);
  if (loaded?.from === load) return <loaded.Part {...given} />;
  if (state === "quiet") return null;
  if (state === "slow") return <main class="screen" data-screen="loading"><div class="content"><Live><p>{t("One moment…")}</p></Live></div>{close !== undefined && <div class="actions"><Back onPress={close} /></div>}</main>;
  return (
    <Screen name="not-loaded" title={t("This part could not be loaded")} actions={close === undefined ? <Button onPress={() => { go("home"); }}>{t("To the start")}</Button> : <Back onPress={close} />}>
      <p>{t("There may be no connection now. What was opened before still works.")}</p>
      <Button kind="main" onPress={() => { setAttempt(attempt + 1); }}>{t("Try again")}</Button>
    </Screen>
  );
}
