/** The screens of the desk besides a case: one line a screen, in the order of the navigation. */
import type { FunctionComponent } from "preact";
import type { Words } from "../../words/words";
import type { PlaceName } from "../context";
import { AnnualScreen } from "./annual";
import { ArchiveScreen } from "./archive";
import { CasesScreen } from "./cases";
import { NoticesScreen } from "./notices";
import { PeopleScreen } from "./people";
import { ServicesScreen } from "./services";
import { StatisticsScreen } from "./statistics";
import { TodayScreen } from "./today";
import { UnopenedScreen } from "./unopened";

export interface PlaceEntry {
  readonly name: PlaceName;
  readonly title: (t: Words["t"]) => string;
  readonly screen: FunctionComponent;
  /** Whether it stands in the navigation. */
  readonly listed: boolean;
}

/** The first is where the desk begins. */
export const PLACES: readonly PlaceEntry[] = [
  { name: "today", title: (t) => t("Today"), screen: TodayScreen, listed: true },
  { name: "cases", title: (t) => t("Cases"), screen: CasesScreen, listed: true },
  { name: "services", title: (t) => t("Places that help"), screen: ServicesScreen, listed: true },
  { name: "statistics", title: (t) => t("Statistics"), screen: StatisticsScreen, listed: true },
  { name: "annual", title: (t) => t("Annual package"), screen: AnnualScreen, listed: false },
  { name: "people", title: (t) => t("People"), screen: PeopleScreen, listed: true },
  { name: "notices", title: (t) => t("Notices"), screen: NoticesScreen, listed: true },
  { name: "archive", title: (t) => t("Sealed files"), screen: ArchiveScreen, listed: true },
  { name: "unopened", title: (t) => t("Not opened"), screen: UnopenedScreen, listed: false },
];
