/** The people of the office, their devices, invitations, and this computer. */
import { useCallback, useEffect, useState } from "preact/hooks";
import type { PeopleView } from "../calls/people";
import { useDesk } from "../context";
import { ThisComputer } from "../keys/thisComputer";
import { Invite } from "../people/invite";
import { Members } from "../people/members";
import { Requests } from "../people/requests";
import { troubleText } from "../trouble";
import { Button, Note, Screen } from "../ui";
import "../join/join.css";
import "../people/people.css";

export function PeopleScreen() {
  const { t, calls, edition } = useDesk();
  const [people, setPeople] = useState<PeopleView | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const again = useCallback(() => {
    calls.people().then((found) => {
      setPeople(found);
      setFailure(null);
    }, setFailure);
  }, [calls]);
  useEffect(again, [again, edition]);
  // Quietly, and again later if it fails: nobody waits for it.
  useEffect(() => { calls.keepGranted().catch(() => undefined); }, [calls, edition]);
  return (
    <Screen name="people" title={t("People and devices")}>
      {failure !== null && <Note kind="alert">{troubleText(failure, t)} <Button kind="quiet" onPress={again}>{t("Try again")}</Button></Note>}
      {people === null && failure === null && <p>{t("One moment.")}</p>}
      <div class="people-columns">
        {people !== null && (
          <div class="people-main">
            <Requests people={people} again={again} />
            <Members people={people} again={again} />
          </div>
        )}
        <div class="people-side">
          {people !== null && <Invite people={people} again={again} />}
          <ThisComputer />
        </div>
      </div>
    </Screen>
  );
}
