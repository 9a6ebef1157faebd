/** What there is to read, for the screens of the library: loading, trouble, and what the reader may see. */
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { BadPack, type PackFault } from "../content/shape";
import type { Confirmed } from "../content/shown";
import type { Pack } from "../content/types";
import { type Visit, visitOf } from "../content/visit";
import { useApp } from "../context";
import type { Words } from "../../words/words";
import { Back, Button, Live, Note, Screen } from "../ui";
import "./library.css";
import "./learning.css";

export function useVisit(): Visit {
  return visitOf(useApp().session);
}

/** The facts that the operator confirmed; none while the directory is not here. */
export function useConfirmed(): Confirmed {
  return useApp().preview?.organisation.confirmed ?? {};
}

/** Note in memory that an item was opened, for the anonymous counters. */
export function useOpened(pack: Pack, id: string | null): void {
  const visit = useVisit();
  useEffect(() => { if (id !== null) visit.opened(pack, id); }, [visit, pack, id]);
}

export type PackState = "loading" | { readonly pack: Pack } | { readonly fault: PackFault; readonly retry: () => void };

export function usePack(): PackState {
  const { words } = useApp();
  const visit = useVisit();
  const [attempt, setAttempt] = useState(0);
  const [state, setState] = useState<PackState>("loading");
  useEffect(() => {
    let current = true;
    const retry = () => { setAttempt(attempt + 1); };
    const settle = (next: PackState) => { if (current) setState(next); };
    setState("loading");
    visit.pack(words.language).then(
      ({ pack }) => { settle({ pack }); },
      (error: unknown) => { settle({ fault: error instanceof BadPack ? error.fault : "damaged", retry }); },
    );
    return () => { current = false; };
  }, [visit, words.language, attempt]);
  return state;
}

interface Props {
  /** Name and title of the screen while there is nothing to show. */
  readonly name: string;
  readonly title: string;
  readonly back?: () => void;
  readonly children: (pack: Pack) => ComponentChildren;
}

/** Shows its children with the pack, or why there is none. */
export function WithPack({ name, title, back, children }: Props) {
  const { t, go } = useApp();
  const state = usePack();
  if (typeof state === "object" && "pack" in state) return <>{children(state.pack)}</>;
  return (
    <Screen name={name} title={title} actions={<Back onPress={back ?? (() => { go("home"); })} />}>
      <Live>{state === "loading" && <p>{t("One moment…")}</p>}</Live>
      {typeof state === "object" && <Fault {...state} />}
    </Screen>
  );
}

export function Fault({ fault, retry }: { readonly fault: PackFault; readonly retry: () => void }) {
  const { t } = useApp();
  return (
    <>
      <Note kind="alert">{faultText(fault, t)}</Note>
      <Button kind="main" onPress={retry}>
        {t("Try again")}
      </Button>
    </>
  );
}

function faultText(fault: PackFault, t: Words["t"]): string {
  switch (fault) {
    case "unreachable":
      return t("The texts cannot be loaded: there is no connection now, and this phone has not kept them.");
    case "damaged":
      return t("The texts did not arrive whole, or were changed on the way. So they are not shown.");
    case "newer":
      return t("The texts are newer than this app. Close the page and open it again to get the newer app.");
  }
}
