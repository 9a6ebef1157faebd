/** Passing the case on: the form, what was passed on so far, and stepping back. */
import type { PassedView } from "../calls/refer";
import type { CopiesView } from "../calls/copies";
import { useDesk } from "../context";
import { momentName } from "../labels";
import { Note } from "../ui";
import { Withheld } from "../refer/bodyView";
import { ReferForm } from "../refer/form";
import { Recuse } from "../refer/recuse";
import "../refer/refer.css";
import { useReferral } from "../refer/useReferral";
import { purposeName } from "../refer/words";
import { Words } from "../screens/report";
import { ShouldHave, useCopies } from "./copies";
import type { CaseView } from "../view";
import { nameIn } from "../../directory/parse";

export function ReferPanel({ found }: { readonly found: CaseView }) {
  const known = useReferral(found.thread);
  const copies = useCopies(found.thread);
  if (known === null || known.recused !== null) return null;
  return (
    <>
      {copies !== null && <Copied found={found} copies={copies} />}
      <ReferForm thread={found.thread} known={known} copies={copies} />
      <PassedOn passed={known.passed} />
      <Recuse thread={found.thread} known={known} />
    </>
  );
}

/** Who else should have it; where that cannot be told and the rules often send a copy, that it may be so. */
function Copied({ found, copies }: { readonly found: CaseView; readonly copies: CopiesView }) {
  const { t } = useDesk();
  if (copies.should.length > 0) return <div class="wide"><ShouldHave copies={copies} /></div>;
  if (!copies.open || !found.categories.includes("sea")) return null;
  return <div class="wide"><Note>{t("The app may have sent this report to the investigators as well.")}</Note></div>;
}

function PassedOn({ passed }: { readonly passed: readonly PassedView[] }) {
  const { t } = useDesk();
  return (
    <section class="panel" aria-label={t("Passed on so far")}>
      <h2>{t("Passed on so far")}</h2>
      {passed.length === 0 ? <p class="empty">{t("Nothing was passed on yet.")}</p> : <ol class="story">{passed.map((one) => <li key={one.ctx}><PassedItem passed={one} /></li>)}</ol>}
    </section>
  );
}

function PassedItem({ passed }: { readonly passed: PassedView }) {
  const { t, locale } = useDesk();
  const office = nameIn({ name: passed.to, names: passed.names }, locale.tag);
  return (
    <>
      <h3><bdi>{office === "" ? t("An office that is no longer listed") : office}</bdi></h3>
      <p>{purposeName(passed.purpose, t)}</p>
      <p class="origin">
        {momentName(passed.at, locale)} · {passed.by === "" ? t("A device that is no longer listed") : passed.by}
        {passed.reference !== "" && <> · {t("Reference: {reference}", { reference: passed.reference })}</>}
      </p>
      <p>{passed.identity ? t("Who the reporter is may be known there.") : t("Who the reporter is was not passed on.")}</p>
      <Withheld names={passed.withheld} />
      {passed.text !== "" && <Words text={passed.text} />}
    </>
  );
}
