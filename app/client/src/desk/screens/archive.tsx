/** Opening a sealed file that another office made for ours: read here, on this device, and put into no case. */
import { useEffect, useState } from "preact/hooks";
import type { ArchiveView } from "../calls/refer";
import { useDesk } from "../context";
import { checkMeaning } from "../labels";
import { Giver } from "../panels/handed";
import { BodyView } from "../refer/bodyView";
import "../refer/refer.css";
import { purposeName } from "../refer/words";
import { CannotBeOpened } from "../../sealing/errors";
import { Button, Note, Screen } from "../ui";
import { Files } from "./files";
import { troubleText } from "../trouble";

type State = { readonly name: "none" } | { readonly name: "opening" } | { readonly name: "refused"; readonly why: string } | { readonly name: "open"; readonly archive: ArchiveView };

export function ArchiveScreen() {
  const { t, calls } = useDesk();
  const [state, setState] = useState<State>({ name: "none" });
  useEffect(() => () => { void calls.closeArchive(); }, [calls]);
  const open = (file: File | undefined) => {
    if (file === undefined) return;
    setState({ name: "opening" });
    file.arrayBuffer().then((bytes) => calls.openArchive(new Uint8Array(bytes))).then(
      (archive) => { setState({ name: "open", archive }); },
      (error: unknown) => { setState({ name: "refused", why: error instanceof CannotBeOpened ? checkMeaning(error.check, t) : troubleText(error, t) }); },
    );
  };
  const close = () => {
    void calls.closeArchive();
    setState({ name: "none" });
  };
  return (
    <Screen name="archive" title={t("Sealed file from another office")}>
      {state.name !== "open" && (
        <>
          <p>{t("Choose a sealed file that was made for your office. It is opened here and nowhere else, and it is not kept.")}</p>
          <label class="file-choice">
            <span>{t("Sealed file")}</span>
            <input type="file" onChange={(event) => { open(event.currentTarget.files?.[0]); }} />
          </label>
          <div role="status" aria-live="polite">{state.name === "opening" && <p>{t("One moment.")}</p>}</div>
          {state.name === "refused" && <Note kind="alert">{t("This file cannot be opened here.")} {state.why}</Note>}
        </>
      )}
      {state.name === "open" && state.archive.body !== null && (
        <section class="panel" aria-label={t("Case in the file")}>
          <h2>{t("Case {number}", { number: state.archive.thread.slice(0, 8) })}</h2>
          <p>{purposeName(state.archive.purpose, t)}</p>
          <Giver handed={state.archive} />
          <BodyView body={state.archive.body} reader />
          <Files thread={state.archive.thread} files={state.archive.files} opens={(number) => calls.archiveFile(number)} />
          <Button onPress={close}>{t("Close the file")}</Button>
        </section>
      )}
    </Screen>
  );
}
