/** The tabs of a case, and what stands in each: one line a panel, in the order of the screen. */
import type { FunctionComponent } from "preact";
import type { TabId } from "../context";
import type { CaseView } from "../view";
import { AssignPanel } from "./assign";
import { AssistancePanel } from "./assistance";
import { AuthorityPanel } from "./authority";
import { ClosingPanel, StatusPanel } from "./closing";
import { CodingPanel } from "./coding";
import { DisposalPanel } from "./disposal";
import { ExportPanel } from "./export";
import { LinksPanel } from "./links";
import { NeedToKnowPanel } from "./needToKnow";
import { PartnerPanel } from "./partner";
import { ReferPanel } from "./refer";
import { ServicesPanel } from "./services";
import { TrailPanel } from "./trail";
import { TriagePanel } from "./triage";

export type Panel = FunctionComponent<{ readonly found: CaseView }>;

export interface Tab {
  readonly id: TabId;
  readonly panels: readonly Panel[];
}

/** The first holds the reports and the conversation; its panels stand below them. A tab without panels is not shown. */
export const TABS: readonly Tab[] = [
  { id: "story", panels: [] },
  { id: "triage", panels: [TriagePanel, AssignPanel, LinksPanel, StatusPanel, ClosingPanel] },
  { id: "help", panels: [AssistancePanel, ServicesPanel] },
  { id: "refer", panels: [ReferPanel, PartnerPanel, AuthorityPanel] },
  { id: "record", panels: [NeedToKnowPanel, CodingPanel, TrailPanel, ExportPanel, DisposalPanel] },
];

/** What stands under a tab. Of a closed case nothing is left to check: opening it again stands first. */
export function panelsOf(tab: TabId, { status }: CaseView): readonly Panel[] {
  const panels = TABS.find(({ id }) => id === tab)?.panels ?? [];
  if (status !== "closed" || !panels.includes(StatusPanel)) return panels;
  return [StatusPanel, ...panels.filter((panel) => panel !== StatusPanel)];
}
