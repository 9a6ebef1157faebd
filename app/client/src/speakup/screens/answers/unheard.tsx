/** Nothing was heard: what is usual, and the way to another office, past the one that did not answer. */
import { useState } from "preact/hooks";
import { latestDays } from "../../answers/times";
import { useApp } from "../../context";
import { PAST } from "../../form/outside";
import { Back, Button, Note, Screen } from "../../ui";
import type { FormProps } from "./doing";
import { OfficePick, officeName } from "./officePick";

interface Props extends FormProps {
  /** The office that is known to be silent; null: the person chooses it. */
  readonly office: string | null;
}

export function UnheardScreen({ trusted: { directory }, back, office: known }: Props) {
  const { t, locale, go, session } = useApp();
  const [office, setOffice] = useState(known);
  const actions = (
    <>
      <Back onPress={back} />
      <Button kind="main" disabled={office === null} onPress={() => { session.passReceiptOn(); go("report", `${PAST}${office ?? ""}`); }}>
        {t("Write to another office")}
      </Button>
    </>
  );
  return (
    <Screen name="unheard" title={t("Nothing was heard")} actions={actions}>
      <Times directory={directory} />
      <Note>
        <p>{t("You can send a new report that goes past the office that did not answer. It gets nothing of it and does not learn of it.")}</p>
        <p>{t("The app asks the questions again, because it has kept nothing. Your receipt stays the same: with it you read the answers of both offices.")}</p>
      </Note>
      {known === null ? (
        <OfficePick directory={directory} offices={directory.offices.map(({ id }) => id)} chosen={office === null ? [] : [office]} onPick={setOffice} />
      ) : (
        <p>{t("The office that did not answer: {office}", { office: officeName(directory, known, locale) })}</p>
      )}
    </Screen>
  );
}

/** What an office should keep to, from the policy of the signed directory. */
export function Times({ directory: { policy } }: Pick<FormProps["trusted"], "directory">) {
  const { t, tn } = useApp();
  return (
    <ul class="plain-list" data-times="true">
      <li>{tn("An office should confirm that it has opened a report within {count} working day.", "An office should confirm that it has opened a report within {count} working days.", policy.acknowledge_working_days)}</li>
      <li>{tn("If it is urgent, within {count} hour.", "If it is urgent, within {count} hours.", policy.acknowledge_hours_urgent)}</li>
      <li>{t("If nothing came {days} days after you sent it, it is late.", { days: latestDays(policy) })}</li>
      <li>{tn("Answers are kept for {count} day. Then they are erased.", "Answers are kept for {count} days. Then they are erased.", policy.reply_days)}</li>
    </ul>
  );
}
