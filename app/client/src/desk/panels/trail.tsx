/** The trail of a case: whether all that colleagues saw is here, and six words to compare with one of them. */
import { useEffect, useState } from "preact/hooks";
import { entryName } from "../account/words";
import "../account/account.css";
import type { TrailEntry, TrailView } from "../calls/account";
import { useDesk } from "../context";
import { dayName, momentName } from "../labels";
import { Note } from "../ui";
import type { CaseView } from "../view";

export function TrailPanel({ found }: { readonly found: CaseView }) {
  const { t, tn, calls, edition } = useDesk();
  const [trail, setTrail] = useState<TrailView | null>(null);
  useEffect(() => { void calls.trail(found.thread).then(setTrail); }, [calls, found.thread, edition]);
  if (trail === null) return null;
  return (
    <section class="panel wide" aria-label={t("Trail of the case")} data-trail={trail.standing}>
      <h2>{t("Trail of the case")}</h2>
      {trail.standing === "whole" && <Note kind="good">{tn("{count} entry of this case is here, and nothing that a colleague saw is missing.", "{count} entries of this case are here, and nothing that a colleague saw is missing.", trail.count)}</Note>}
      {trail.standing === "missing" && <Note kind="alert">{tn("{count} entry that a colleague saw is missing here. It may still come, it may be sealed to other devices only, or somebody held it back or deleted it. Compare the words below with your colleagues, and tell your security adviser if they stay different.", "{count} entries that a colleague saw are missing here. They may still come, they may be sealed to other devices only, or somebody held them back or deleted them. Compare the words below with your colleagues, and tell your security adviser if they stay different.", trail.missing)}</Note>}
      {trail.standing === "disposed" && <Note>{t("This case was destroyed by two members of your office. What is left is the record of that.")}</Note>}
      <p>{t("Ask a colleague to read out these words from their own desk. The same words mean that you both have exactly the same case.")}</p>
      <p class="trail-words" lang="en" dir="ltr">{trail.words.join(" ")}</p>
      <details>
        <summary>{t("All entries")}</summary>
        <ol class="trail">
          {trail.entries.map((entry) => <li key={entry.ctx}><Entry entry={entry} /></li>)}
        </ol>
      </details>
    </section>
  );
}

function Entry({ entry }: { readonly entry: TrailEntry }) {
  const { t, locale } = useDesk();
  const by = entry.by === null ? "" : entry.by === "" ? t("A device that is no longer listed") : entry.by;
  return (
    <>
      <p><strong>{entryName(entry.what, entry.status, t)}</strong></p>
      <p class="origin">
        {entry.at.length > 10 ? momentName(entry.at, locale) : dayName(entry.at, locale)}
        {by !== "" && <> · {by}</>} · <code dir="ltr">{entry.ctx.slice(0, 8)}</code>
        {entry.open && <> · {t("nothing builds on it yet")}</>}
      </p>
    </>
  );
}
