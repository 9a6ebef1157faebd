/** The files of an annual package: the draft of a letter, a table, data. Who signs stands in the letter and nowhere else. */
import { useState } from "preact/hooks";
import { type Draft, doubts } from "../case/annual";
import type { Counted } from "../case/annualCount";
import { useDesk } from "../context";
import { download } from "../refer/files";
import { utf8 } from "../../sealing/bytes";
import { Button, Note, TextField, Tick, useDoing } from "../ui";
import { letter, packageOf, table } from "./annualFiles";
import { doubtText } from "./annualWords";

const MAKERS = { txt: "text/plain;charset=utf-8", csv: "text/csv;charset=utf-8", json: "application/json" } as const;
type Suffix = keyof typeof MAKERS;

/** `exact`: what was counted, small numbers too, for the preview of who may see them. */
export function FilesPanel({ draft, exact }: { readonly draft: Draft; readonly exact: Counted }) {
  const { t, calls, locale: { direction } } = useDesk();
  const [sure, setSure] = useState(false);
  const [signatory, setSignatory] = useState("");
  const doing = useDoing(t);
  const found = doubts(draft);
  const save = (suffix: Suffix) => {
    void doing.run(async () => {
      const made = packageOf(draft, await calls.annual(draft.about, sure));
      const texts: Readonly<Record<Suffix, () => string>> = { txt: () => letter(made, t, direction, signatory), csv: () => table(made), json: () => `${JSON.stringify(made, null, 1)}\n` };
      download(utf8(texts[suffix]()), `speakup-annual.${suffix}`, MAKERS[suffix]);
    });
  };
  return (
    <section class="panel" aria-label={t("Files")}>
      <h2>{t("Files")}</h2>
      {found.length > 0 && (
        <Note kind="warn">
          <p>{t("What does not fit together")}</p>
          <ul>{found.map((doubt) => <li key={`${doubt.check} ${doubt.field}`}>{doubtText(doubt, t)}</li>)}</ul>
        </Note>
      )}
      <p class="hint">{t("Numbers below five are hidden, and with them those from which they could be worked out.")}</p>
      <Tick label={t("With small numbers too: I know who gets it, and they may see them.")} checked={sure} onPick={setSure} />
      <TextField label={t("Name and title of who signs")} value={signatory} onInput={setSignatory} hint={t("It goes into the letter only, and is kept nowhere.")} />
      <div class="decide">
        <Button kind="main" disabled={doing.busy} onPress={() => { save("txt"); }}>{t("Save the draft of the letter")}</Button>
        <Button disabled={doing.busy} onPress={() => { save("csv"); }}>{t("Save as CSV")}</Button>
        <Button disabled={doing.busy} onPress={() => { save("json"); }}>{t("Save as JSON")}</Button>
      </div>
      {doing.trouble !== null && <Note kind="alert">{doing.trouble}</Note>}
      <details>
        <summary>{t("Read the letter as it stands, with all numbers")}</summary>
        <pre class="annual-letter" dir="auto">{letter(packageOf(draft, exact), t, direction, signatory)}</pre>
      </details>
    </section>
  );
}
