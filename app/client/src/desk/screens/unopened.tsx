/** Envelopes that could not be opened or believed, with what that means: shown, never skipped. */
import { useEffect, useState } from "preact/hooks";
import { useDesk } from "../context";
import { checkMeaning, dayName } from "../labels";
import { useSeen } from "../notices/seen";
import { Button, Screen } from "../ui";
import type { FailureView } from "../view";

/** More are of no use on one screen; the newest are shown. */
const MOST_SHOWN = 200;

export function UnopenedScreen() {
  const { t, calls, edition, go, locale } = useDesk();
  const [failures, setFailures] = useState<readonly FailureView[]>([]);
  useSeen(null);
  useEffect(() => { void calls.failures().then(setFailures); }, [calls, edition]);
  return (
    <Screen name="unopened" title={t("Could not be opened")} above={<Button kind="quiet" onPress={() => { go({ name: "cases" }); }}>{t("Back to the cases")}</Button>}>
      <p>{t("These envelopes were filed for your office, but this device could not open them or does not believe them. The reason stays on this device. If you expected a report, ask a colleague whether they can read it.")}</p>
      {failures.some(({ perhapsLeft }) => perhapsLeft) && <p>{t("Those that are not sealed to this device may belong to cases from which you stepped back.")}</p>}
      {failures.length > MOST_SHOWN && <p>{t("The newest {shown} of {all} are shown.", { shown: MOST_SHOWN, all: failures.length })}</p>}
      <table class="cases-table">
        <thead>
          <tr>
            <th scope="col">{t("Number")}</th>
            <th scope="col">{t("Received")}</th>
            <th scope="col">{t("What it means")}</th>
          </tr>
        </thead>
        <tbody>
          {failures.slice(0, MOST_SHOWN).map(({ position, day, check }) => (
            <tr key={position}>
              <th scope="row">{position}</th>
              <td data-label={t("Received")}>{dayName(day, locale)}</td>
              <td data-label={t("What it means")}>{checkMeaning(check, t)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {failures.length > 0 && <Checks failures={failures.slice(0, MOST_SHOWN)} />}
    </Screen>
  );
}

/** The names of the checks, which mean nothing to who reads reports and much to who keeps the desk. */
function Checks({ failures }: { readonly failures: readonly FailureView[] }) {
  const { t } = useDesk();
  return (
    <details>
      <summary>{t("For whoever helps you")}</summary>
      <table class="cases-table">
        <thead>
          <tr>
            <th scope="col">{t("Number")}</th>
            <th scope="col">{t("Check that failed")}</th>
          </tr>
        </thead>
        <tbody>
          {failures.map(({ position, check }) => (
            <tr key={position}>
              <th scope="row">{position}</th>
              <td data-label={t("Check that failed")}><code>{check}</code></td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
