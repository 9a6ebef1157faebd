/** Cases that have to do with this one, seen from both ends; and those that look alike. */
import { useEffect, useState } from "preact/hooks";
import { useCasework } from "../casework";
import type { LinkView, Named } from "../calls/day";
import { RELATIONS } from "../case/links";
import { useDesk } from "../context";
import { dayName, statusName, subject } from "../labels";
import { Outcome } from "../screens/outcome";
import { relationName } from "../triageWords";
import { Button, Select, TextField, useDoing } from "../ui";
import type { CaseView } from "../view";

export function LinksPanel({ found }: { readonly found: CaseView }) {
  const { t, calls, changed } = useDesk();
  const casework = useCasework(found.thread);
  const doing = useDoing(t);
  const link = async (thread: string, relation: string, at = found.thread) => {
    const done = await doing.run(() => calls.record(at, "link", { data: { thread, relation } }));
    changed();
    return done;
  };
  const links = casework?.links ?? [];
  return (
    <section class="panel" aria-label={t("Linked cases")}>
      <h2>{t("Linked cases")}</h2>
      {links.length === 0 && <p class="empty">{t("No case is linked to this one.")}</p>}
      <ul class="links">
        {links.map((one) => <LinkItem key={one.thread} link={one} busy={doing.busy} remove={() => { void link(one.said === found.thread ? one.thread : found.thread, "none", one.said); }} />)}
      </ul>
      <AddLink found={found} busy={doing.busy} link={link} />
      <Outcome doing={doing} />
      <p class="hint">{t("A link is seen in both cases. It joins nothing: each reporter stays apart, with what they allow.")}</p>
    </section>
  );
}

function LinkItem({ link, busy, remove }: { readonly link: LinkView; readonly busy: boolean; readonly remove: () => void }) {
  const { t, go } = useDesk();
  return (
    <li>
      <p><strong>{relationName(link.relation, t)}</strong></p>
      <Button kind="quiet" onPress={() => { go({ name: "case", thread: link.thread, tab: "triage" }); }}><CaseName named={link} /></Button>
      <Button kind="quiet" disabled={busy} onPress={remove}>{t("Remove the link")}</Button>
    </li>
  );
}

/** A case by what it is about, its number, day and status. */
function CaseName({ named }: { readonly named: Named }) {
  const { t, locale } = useDesk();
  return <>{subject(named.categories, named.kind, t, locale)} · <bdi>{named.thread.slice(0, 8)}</bdi> · {dayName(named.received, locale)} · {statusName(named.status, t)}</>;
}

interface AddLinkProps {
  readonly found: CaseView;
  readonly busy: boolean;
  readonly link: (thread: string, relation: string) => Promise<boolean>;
}

function AddLink({ found, busy, link }: AddLinkProps) {
  const { t, calls, edition } = useDesk();
  const [number, setNumber] = useState("");
  const [candidates, setCandidates] = useState<readonly Named[]>([]);
  const [picked, setPicked] = useState("");
  const [relation, setRelation] = useState<string>(RELATIONS[0]);
  useEffect(() => { void calls.candidates(found.thread, number).then(setCandidates); }, [calls, found.thread, number, edition]);
  const chosen = candidates.some(({ thread }) => thread === picked) ? picked : "";
  const add = async () => {
    if (await link(chosen, relation)) setPicked("");
  };
  return (
    <details>
      <summary>{t("Link a case")}</summary>
      <div class="fields">
        <TextField label={t("First figures of its number")} value={number} onInput={setNumber} hint={t("Empty: cases of the same kind, entity and country are offered.")} />
        {candidates.length === 0 && <p class="empty">{number === "" ? t("No other case looks like this one.") : t("No case has such a number.")}</p>}
        <fieldset class="candidates">
          <legend class="unseen">{t("Which case")}</legend>
          {candidates.map((named) => (
            <label key={named.thread} class="tick">
              <input type="radio" name="candidate" checked={chosen === named.thread} onChange={() => { setPicked(named.thread); }} />
              <span><CaseName named={named} /></span>
            </label>
          ))}
        </fieldset>
        <Select label={t("How they belong together")} value={relation} options={RELATIONS.map((value) => ({ value, label: relationName(value, t) }))} onPick={setRelation} />
        <Button disabled={busy || chosen === ""} onPress={() => { void add(); }}>{t("Link them")}</Button>
      </div>
    </details>
  );
}
