/** The register of who was told what of a case, and why. It records what happened, right or wrong. */
import { useState } from "preact/hooks";
import { useCasework } from "../casework";
import type { ToldView } from "../calls/day";
import { beyond, mayBeTold, TOLD_ROLES, TOLD_WHATS, type ToldRole } from "../case/needToKnow";
import { useDesk } from "../context";
import { dayName } from "../labels";
import { isPurpose, purposeName } from "../refer/words";
import { Outcome } from "../screens/outcome";
import { beyondText, roleName, toldName } from "../toldWords";
import { Button, Note, Select, TextArea, TextField, Tick, useDoing } from "../ui";
import type { CaseView } from "../view";

export function NeedToKnowPanel({ found }: { readonly found: CaseView }) {
  const { t } = useDesk();
  const told = useCasework(found.thread)?.told ?? [];
  return (
    <section class="panel wide" aria-label={t("Who was told")}>
      <h2>{t("Who was told")}</h2>
      <p class="hint">{t("Write down everyone outside your office who learns something of this case. Tell nobody more than they need.")}</p>
      {told.length === 0 ? <p class="empty">{t("Nobody outside your office was told, as far as is written here.")}</p> : <Register told={told} />}
      <WriteDown found={found} />
    </section>
  );
}

export function Register({ told }: { readonly told: readonly ToldView[] }) {
  const { t, locale } = useDesk();
  return (
    <ul class="register">
      {told.map((entry) => (
        <li key={entry.ctx}>
          <p><strong dir="auto">{entry.who}</strong> · {roleName(entry.role, t)} · {dayName(entry.day, locale)}</p>
          <p>{toldName(entry.what, t)}{entry.identity && entry.what !== "identity" && <> · {t("with the reporter's identity")}</>}</p>
          {entry.why !== "" && <p class="origin" dir="auto">{isPurpose(entry.why) ? purposeName(entry.why, t) : entry.why}</p>}
          <p class="origin">{t("Written down by {colleague}", { colleague: entry.by || t("A device that is no longer listed") })}</p>
          {entry.beyond !== null && <Note kind="warn">{beyondText(entry.beyond, t)}</Note>}
        </li>
      ))}
    </ul>
  );
}

function WriteDown({ found }: { readonly found: CaseView }) {
  const { t, calls, changed } = useDesk();
  const [who, setWho] = useState("");
  const [role, setRole] = useState<ToldRole>("oios");
  const [what, setWhat] = useState<string>("allegation");
  const [identity, setIdentity] = useState(false);
  const [day, setDay] = useState(() => new Date().toISOString().slice(0, 10));
  const [why, setWhy] = useState("");
  const doing = useDoing(t);
  const named = identity || what === "identity";
  const wrong = beyond(role, what, named, found.consent.identity);
  const pickRole = (value: string) => {
    const picked = TOLD_ROLES.find((known) => known === value) ?? "other";
    setRole(picked);
    setWhat(mayBeTold(picked)[0] ?? "existence");
    setIdentity(false);
  };
  const write = async () => {
    const done = await doing.run(() => calls.record(found.thread, "need_to_know", { text: why, data: { who, role, what, identity: named ? "yes" : "no", day } }));
    changed();
    if (!done) return;
    setWho("");
    setWhy("");
    setIdentity(false);
  };
  return (
    <details>
      <summary>{t("Write down who was told")}</summary>
      <div class="fields">
        <Select label={t("Their role")} value={role} options={TOLD_ROLES.map((value) => ({ value, label: roleName(value, t) }))} onPick={pickRole} />
        <TextField label={t("Who, by title")} value={who} onInput={setWho} hint={t("A title is enough, such as “Investigator, Nairobi”.")} />
        <Select label={t("What they were told")} value={what} options={TOLD_WHATS.map((value) => ({ value, label: toldName(value, t) }))} onPick={setWhat} />
        <Tick label={t("They learned who the reporter is")} checked={named} onPick={setIdentity} />
        {wrong !== null && <Note kind="warn">{beyondText(wrong, t)} {t("If it has happened all the same, write it down.")}</Note>}
        <TextField label={t("Day")} type="date" value={day} onInput={setDay} />
        <TextArea label={t("Why they need to know")} rows={2} value={why} onInput={setWhy} />
        <Button disabled={doing.busy || who.trim() === "" || day === ""} onPress={() => { void write(); }}>{t("Write it down")}</Button>
        <Outcome doing={doing} />
      </div>
    </details>
  );
}
