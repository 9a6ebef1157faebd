/** A document is sent as it is, sealed, or not at all: what is hidden in it cannot be taken out on a phone. */
import { useApp } from "../context";
import { Button, Note } from "../ui";
import { type Kept, sizeOf, sizeText } from "./kept";
import { Panel } from "./panel";

interface Props {
  readonly file: Kept;
  readonly send: () => void;
  readonly leaveOut: () => void;
}

export function DocumentNotice({ file, send, leaveOut }: Props) {
  const { t, locale } = useApp();
  return (
    <Panel name="document-notice" title={t("This file can say who you are")}>
      <p>
        <bdi class="file-name">{file.name}</bdi> <span class="hint">{sizeText(sizeOf(file), locale.tag)}</span>
      </p>
      <Note>
        <p>{t("Documents and recordings often hold hidden facts: who wrote them, on which computer, when, sometimes where. This phone cannot remove them.")}</p>
        <p>{t("It would be sealed, so only the office that gets your report can open it. But that office would see these facts, and its name as it stands above.")}</p>
        <p>{t("If only few people have this document, sending it may show that it was you. A photo of the page shows less.")}</p>
      </Note>
      <Button onPress={send}>{t("Send the original, sealed")}</Button>
      <Button kind="main" onPress={leaveOut}>{t("Leave it out")}</Button>
    </Panel>
  );
}
