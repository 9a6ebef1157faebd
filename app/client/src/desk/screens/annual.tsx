/**
 * The annual package: what the office counted, what only people know, and the files that a person completes and signs.
 *
 * Nothing is ticked or certified here. Who signs is typed at the end, and kept nowhere.
 */
import { useEffect, useState } from "preact/hooks";
import "../account/account.css";
import "../account/annual.css";
import "../refer/refer.css";
import { AllegationsPanel } from "../account/annualAllegations";
import { type Typing, useAnnualDraft } from "../account/annualDraft";
import { FiguresPanel } from "../account/annualFigures";
import { FilesPanel } from "../account/annualSaving";
import { figureName } from "../account/annualWords";
import { type About, type Draft, PARTS, read } from "../case/annual";
import type { Counted } from "../case/annualCount";
import { useDesk } from "../context";
import { BadInput } from "../../sealing/errors";
import { Button, Note, Screen, TextArea, TextField } from "../ui";

/** In bytes; a year fills some thousand. */
const MOST_BYTES = 1_048_576;

export function AnnualScreen() {
  const { t, calls, edition, go } = useDesk();
  const typing = useAnnualDraft();
  const [counted, setCounted] = useState<Counted | null>(null);
  const { draft } = typing;
  const { from, until, as_at } = draft?.about ?? {};
  const loaded = draft !== null;
  useEffect(() => { if (loaded) void calls.annual({ from: from ?? "", until: until ?? "", as_at: as_at ?? "" }, true).then(setCounted); }, [calls, loaded, from, until, as_at, edition]);
  return (
    <Screen name="annual" title={t("Annual package")} above={<Button kind="quiet" onPress={() => { go({ name: "statistics" }); }}>{t("Back to the statistics")}</Button>}>
      {draft !== null && (
        <>
          <Head draft={draft} typing={typing} />
          {counted !== null && <AllegationsPanel counted={counted} asAt={as_at ?? ""} />}
          {PARTS.map((part) => <FiguresPanel key={part} part={part} draft={draft} change={typing.change} />)}
          {counted !== null && <FilesPanel draft={draft} exact={counted} />}
        </>
      )}
    </Screen>
  );
}

function Head({ draft, typing }: { readonly draft: Draft; readonly typing: Typing }) {
  const { t } = useDesk();
  const put = (name: About) => (value: string) => { typing.change({ ...draft, about: { ...draft.about, [name]: value } }); };
  const field = (name: About) => ({ label: figureName(name, t), value: draft.about[name] ?? "", onInput: put(name) });
  return (
    <section class="panel" aria-label={t("What it is about")}>
      <h2>{t("What it is about")}</h2>
      <p class="hint">{t("What you type is kept sealed on this computer, for this device alone. What you leave empty is “not stated”, never zero.")}</p>
      {!typing.kept && <Note kind="warn">{t("This computer cannot keep what you type here. Save it as JSON before you leave.")}</Note>}
      <div class="annual-fields">
        <TextField {...field("entity")} />
        <TextField type="date" {...field("from")} />
        <TextField type="date" {...field("until")} />
        <TextField type="date" {...field("as_at")} />
      </div>
      <TextArea rows={2} {...field("legal_basis")} />
      <Earlier draft={draft} typing={typing} />
    </section>
  );
}

/** A file of an earlier year or of a colleague to go on with, or to begin anew. */
function Earlier({ draft, typing }: { readonly draft: Draft; readonly typing: Typing }) {
  const { t } = useDesk();
  const [said, say] = useState<string | null>(null);
  const [sure, setSure] = useState(false);
  const load = (file: File | undefined) => {
    void file?.slice(0, MOST_BYTES).text().then((text) => {
      const { draft: found, unknown } = read(JSON.parse(text));
      typing.change({ ...found, about: { ...draft.about, ...found.about } });
      say(unknown === 0 ? null : t("Left out of what the file says, because nothing here has that name or form: {count}.", { count: unknown }));
    }).catch((error: unknown) => {
      if (!(error instanceof BadInput || error instanceof SyntaxError)) throw error;
      say(t("This is no annual package, or one of another version."));
    });
  };
  return (
    <details>
      <summary>{t("Go on with another file, or begin anew")}</summary>
      <label class="file-choice">
        <span>{t("JSON of an earlier year or of a colleague. It takes the place of what is typed here.")}</span>
        <input type="file" accept=".json,application/json" onChange={(event) => { load(event.currentTarget.files?.[0]); }} />
      </label>
      <div role="status" aria-live="polite">{said !== null && <Note kind="warn">{said}</Note>}</div>
      {!sure && <Button onPress={() => { setSure(true); }}>{t("Forget what is typed here")}</Button>}
      {sure && <Button onPress={() => { typing.forget(); setSure(false); }}>{t("Yes, forget it")}</Button>}
    </details>
  );
}
