/** On the first screen: something waits unopened in an office that this one stands in for or oversees. */
import { useEffect, useState } from "preact/hooks";
import type { ElsewhereView } from "../calls/notices";
import { useDesk } from "../context";
import { dayName } from "../labels";
import { Note } from "../ui";

const NOTHING: ElsewhereView = { standingIn: [], overseeing: [], shutOut: [], renewBy: null };

/** Shows nothing when nothing waits, or when the server does not say. */
export function WaitingElsewhere() {
  const { t, tn, calls, edition, locale } = useDesk();
  const [found, setFound] = useState<ElsewhereView>(NOTHING);
  // Without an answer the rest of the screen is as good as before; the next sync asks again.
  useEffect(() => { calls.elsewhere(locale.short).then(setFound, () => undefined); }, [calls, edition, locale.short]);
  const { standingIn, overseeing, shutOut, renewBy } = found;
  return (
    <>
      {standingIn.length > 0 && (
        <Note kind="warn">
          <p><strong>{tn("Something waits unopened in an office that you stand in for:", "Something waits unopened in offices that you stand in for:", standingIn.length)}</strong></p>
          <Names names={standingIn} />
          <p>{t("You cannot read it, and nobody tells you what it is. Please ask a colleague of that office to open their desk today.")}</p>
        </Note>
      )}
      {overseeing.length > 0 && (
        <Note kind="warn">
          <p><strong>{tn("Something has waited unopened for too long in an office that you oversee:", "Something has waited unopened for too long in offices that you oversee:", overseeing.length)}</strong></p>
          <Names names={overseeing} />
          <p>{t("The office that stands in for it was told before. If nobody there can open it, those who keep the directory can mark the office as vacant: new reports then go to the one that stands in.")}</p>
        </Note>
      )}
      {shutOut.length > 0 && (
        <Note kind="warn">
          <p><strong>{t("In an office that you stand in for, a colleague's device was shut out. Please ask that colleague, in person or by phone, whether this is right:")}</strong></p>
          <Names names={shutOut} />
        </Note>
      )}
      {renewBy !== null && <Note kind="warn">{t("The signed directory ends on {day}. Please remind those who keep it to sign a new one: after that day nobody can report.", { day: dayName(renewBy, locale) })}</Note>}
    </>
  );
}

function Names({ names }: { readonly names: readonly string[] }) {
  return (
    <ul class="plain">
      {names.map((name) => <li key={name}>{name}</li>)}
    </ul>
  );
}
