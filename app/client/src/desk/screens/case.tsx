/** One case: consent, what the reporter says, what happened since, and what the officer can do. */
import { useEffect, useRef, useState } from "preact/hooks";
import { type TabId, useDesk } from "../context";
import { dayName, subject, tabName, urgency } from "../labels";
import { useSeen } from "../notices/seen";
import { panelsOf, TABS } from "../panels";
import { DisposalPanel } from "../panels/disposal";
import { ShouldHave, useCopies } from "../panels/copies";
import { HandedPanel } from "../panels/handed";
import { SteppedBackPanel } from "../panels/steppedBack";
import { TrailPanel } from "../panels/trail";
import { Button, Note, Screen } from "../ui";
import type { CaseView } from "../view";
import { Actions } from "./actions";
import { ClaimSection } from "./claim";
import { AssistanceBlock, Consent, ReportBlock } from "./report";
import { CaseStanding } from "./standing";
import { Story } from "./story";

interface CaseScreenProps {
  readonly thread: string;
  readonly tab: TabId;
}

export function CaseScreen({ thread, tab }: CaseScreenProps) {
  const { t, calls, edition, changed, go, locale } = useDesk();
  const [found, setFound] = useState<CaseView | null>(null);
  const [untold, setUntold] = useState(false);
  useEffect(() => { void calls.case(thread).then(setFound); }, [calls, thread, edition]);
  // Reading is told to the colleagues and, for its reminders, to the server.
  useEffect(() => {
    calls.markRead(thread).then(changed, () => { setUntold(true); });
  }, [calls, thread, changed]);
  useSeen(thread);

  const back = <Button kind="quiet" onPress={() => { go({ name: "cases" }); }}>{t("Back to the cases")}</Button>;
  if (found === null) return <Screen name="case" title={t("Case")} above={back}><p>{t("One moment.")}</p></Screen>;
  if (found.steppedBack) return <Screen name="case" title={titleOf(found, t, locale)} above={back}><SteppedBackPanel found={found} /></Screen>;
  if (found.destroyed) return <Screen name="case" title={titleOf(found, t, locale)} above={back}><div class="panels"><TrailPanel found={found} /><DisposalPanel found={found} /></div></Screen>;
  return (
    <Screen name="case" title={titleOf(found, t, locale)} above={back}>
      <Warnings found={found} untold={untold} />
      <CaseStanding found={found} shown={tab} />
      <Tabs thread={thread} shown={tab} />
      {tab === "story" && <Reading found={found} />}
      <Panels found={found} tab={tab} />
    </Screen>
  );
}

/** What the reporter says, what happened since, and what can be done. */
function Reading({ found }: { readonly found: CaseView }) {
  const { t } = useDesk();
  const copies = useCopies(found.thread);
  return (
    <div class="columns">
      <div class="reading">
        <HandedPanel found={found} />
        {found.claims.map((claim) => <ClaimSection key={claim.key} thread={found.thread} claim={claim} />)}
        {found.reports.map((report, index) => (
          <section key={report.ctx} class="panel" aria-label={t("The report")}>
            {index === 0 && <Consent consent={found.consent} />}
            <ReportBlock thread={found.thread} report={report} number={found.reports.length > 1 ? index + 1 : null} />
            {index === 0 && <ShouldHave copies={copies} />}
          </section>
        ))}
        {found.assistance.map((request) => <AssistanceBlock key={request.ctx} request={request} />)}
        <Story found={found} />
      </div>
      <Actions found={found} />
    </div>
  );
}

function Tabs({ thread, shown }: { readonly thread: string; readonly shown: TabId }) {
  const { t, go } = useDesk();
  const tabs = useRef<HTMLElement>(null);
  // A button that led here went with its part: the keyboard goes on at the tab, which is in sight then.
  useEffect(() => { if (document.activeElement === document.body) tabs.current?.querySelector<HTMLElement>("[aria-current]")?.focus(); }, [shown]);
  const filled = TABS.filter(({ id, panels }) => id === "story" || panels.length > 0);
  return (
    <nav ref={tabs} class="tabs" aria-label={t("Parts of the case")}>
      {filled.map(({ id }) => (
        <button key={id} type="button" class="tab" aria-current={id === shown ? "true" : undefined} onClick={() => { go({ name: "case", thread, tab: id }); }}>
          {tabName(id, t)}
        </button>
      ))}
    </nav>
  );
}

function Panels({ found, tab }: { readonly found: CaseView; readonly tab: TabId }) {
  return (
    <div class="panels">
      {panelsOf(tab, found).map((Panel, index) => <Panel key={`${tab} ${String(index)}`} found={found} />)}
    </div>
  );
}

function titleOf(found: CaseView, t: ReturnType<typeof useDesk>["t"], locale: ReturnType<typeof useDesk>["locale"]): string {
  if (found.destroyed) return t("Destroyed case");
  return found.steppedBack ? t("Case from which you stepped back") : subject(found.categories, found.kind, t, locale);
}

function Warnings({ found, untold }: { readonly found: CaseView; readonly untold: boolean }) {
  const { t, tn, locale } = useDesk();
  return (
    <div class="warnings">
      {found.urgent.length > 0 && (
        <p class="urgent-line">
          <span class="badge urgent">{t("Urgent")}</span>
          {urgency(found.urgent, t)}
        </p>
      )}
      {found.claims.length > 0 && <Note kind="warn">{t("Somebody with another key also claims to be this reporter.")}</Note>}
      {found.left.map(({ title, day }) => (
        <Note key={`${title} ${day}`} kind="warn">{t("{title} stepped back from this case on {day}. Do not discuss it with them.", { title, day: dayName(day, locale) })}</Note>
      ))}
      {found.late > 0 && <Note kind="warn">{tn("{count} entry was made after its officer had stepped back. It does not count.", "{count} entries were made after their officer had stepped back. They do not count.", found.late)}</Note>}
      {found.gaps.length > 0 && (
        <Note kind="warn">{tn("By the reporter's own count {count} envelope is missing. It may still come, or it was held back.", "By the reporter's own count {count} envelopes are missing. They may still come, or they were held back.", found.gaps.length)}</Note>
      )}
      {found.unproven > 0 && (
        <Note kind="warn">{tn("{count} envelope of this case is not by whom it says. It is not shown here.", "{count} envelopes of this case are not by whom they say. They are not shown here.", found.unproven)}</Note>
      )}
      {found.unknown > 0 && (
        <Note>{tn("{count} entry is of a kind that this version of the desk does not know.", "{count} entries are of a kind that this version of the desk does not know.", found.unknown)}</Note>
      )}
      {untold && <Note>{t("Your colleagues could not be told that you opened this case. The desk tries again when you open it the next time.")}</Note>}
    </div>
  );
}
