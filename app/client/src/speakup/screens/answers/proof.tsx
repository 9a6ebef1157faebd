/** An office's signed word that it opened the report: checked here, kept only if the person asks. */
import { useState } from "preact/hooks";
import type { Letter } from "../../answers/letters";
import { proofFile } from "../../answers/proof";
import type { Acknowledgement } from "../../../payloads";
import { useApp } from "../../context";
import { dayOf } from "../../names";
import { Button, Note } from "../../ui";

interface Props {
  readonly proof: Acknowledgement | "false";
  readonly letter: Letter;
  readonly organisation: string;
}

export function Proof({ proof, letter, organisation }: Props) {
  const { t, locale } = useApp();
  const [asked, setAsked] = useState(false);
  if (proof === "false") return <Note kind="alert">{t("A confirmation came with it, but its signature is not genuine. Do not rely on it.")}</Note>;
  return (
    <Note kind="good">
      <p data-proof="true">{t("The office confirmed on {day} that it opened your report. Its signature was checked and is genuine.", { day: dayOf(proof.day, locale) })}</p>
      {asked ? (
        <>
          <p>{t("The file shows that this office opened a report from you, and on which day. It does not show what you reported. Who finds it on your phone learns that you reported. Keep it only where that is safe.")}</p>
          <Button onPress={() => { save(proofFile(organisation, proof, letter.directory)); }}>{t("Save it now")}</Button>
          <Button kind="quiet" onPress={() => { setAsked(false); }}>{t("Better not")}</Button>
        </>
      ) : (
        <Button kind="quiet" onPress={() => { setAsked(true); }}>{t("Save this confirmation as a file")}</Button>
      )}
    </Note>
  );
}

/** By then every browser has read the file. */
const READ_MS = 60_000;

function save({ name, text }: ReturnType<typeof proofFile>): void {
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // Safari reads it only after this.
  setTimeout(() => { URL.revokeObjectURL(url); }, READ_MS);
}
