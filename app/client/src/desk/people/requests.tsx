/** Invitations that are open: wait for an answer, compare six words, approve, or withdraw. */
import { useState } from "preact/hooks";
import type { Asks, JoinView, PeopleView } from "../calls/people";
import { useDesk } from "../context";
import { dayName } from "../labels";
import { Button, Note, Tick, useDoing } from "../ui";
import { savePaper } from "./paper";

interface RequestsProps {
  readonly people: PeopleView;
  readonly again: () => void;
}

export function Requests({ people, again }: RequestsProps) {
  const { t } = useDesk();
  if (people.joins.length === 0) return null;
  return (
    <section class="panel" aria-label={t("Open invitations")}>
      <h2>{t("Open invitations")}</h2>
      <ul class="members">
        {people.joins.map((join) => <RequestRow key={join.id} {...{ people, join, again }} />)}
      </ul>
    </section>
  );
}

function RequestRow({ people, join, again }: RequestsProps & { readonly join: JoinView }) {
  const { t, calls, locale } = useDesk();
  const { busy, trouble, run } = useDoing(t);
  const { asks, paper } = join;
  const withdraw = () => { void run(async () => {
    await calls.withdrawInvitation(join.id);
    again();
  }); };
  return (
    <li class="member">
      <div class="member-head">
        <h3>{join.title === "" ? t("Invitation") : join.title}</h3>
        <span class="hint">{t("Made on {day}", { day: dayName(join.day, locale) })}</span>
      </div>
      {join.state === "invited" && <p>{t("Nobody has used the link yet.")}</p>}
      {join.unreadable && join.state === "requested" && <Note>{t("Somebody asks to join. Only who made this invitation can read the request and approve it: a device of your office, or the root holders. If the person is a member by now, you can withdraw it.")}</Note>}
      {join.state === "requested" && asks !== null && !join.listed && <Approval {...{ people, join, asks, again }} />}
      {paper !== null && !join.listed && (
        <Note kind="warn">
          <p>{t("Approved. Now the root holders publish it; until then nothing is sealed or assigned to this device.")}</p>
          <Button onPress={() => { savePaper(paper, "admission"); }}>{t("Save the approval for the root holders")}</Button>
        </Note>
      )}
      {join.listed && <Note kind="good">{t("The directory lists this device. You can let it read earlier open cases, above.")}</Note>}
      {trouble !== null && <Note kind="alert">{trouble}</Note>}
      <div class="acts"><Button disabled={busy} onPress={withdraw}>{join.listed ? t("Clear this entry") : t("Withdraw the invitation")}</Button></div>
    </li>
  );
}

interface ApprovalProps extends RequestsProps {
  readonly join: JoinView;
  readonly asks: Asks;
}

/** The lead compares, says so, and signs. */
function Approval({ people, join, asks, again }: ApprovalProps) {
  const { t, calls } = useDesk();
  const [compared, setCompared] = useState(false);
  const [lead, setLead] = useState(false);
  const { busy, trouble, run } = useDoing(t);
  const its = people.members.find(({ member }) => member === asks.member);
  const approve = () => { void run(async () => {
    await calls.approve(join.id, asks, its?.lead ?? lead);
    again();
  }); };
  return (
    <div class="unfolded">
      <p>{asks.another === null ? t("Somebody used the link. Ask them, by voice or in person, for the six words that they see:") : t("Another device of {title} used the link. These six words must stand on it:", { title: asks.another })}</p>
      <p class="six" lang="en" dir="ltr">{asks.words.join(" ")}</p>
      <Tick label={t("I heard or saw the same six words, and I know who it is.")} checked={compared} onPick={setCompared} />
      {asks.another === null && <Tick label={t("This person may invite and approve others, too.")} checked={lead} onPick={setLead} />}
      {lead && people.leaders.length === 0 && <Note kind="warn">{t("Until now everybody here may. From then on only those who are marked may, so you may not any more, unless the root holders mark you, too.")}</Note>}
      <div class="acts"><Button kind="main" disabled={busy || !compared} onPress={approve}>{t("Approve and sign")}</Button></div>
      <p class="hint">{t("If the words differ, somebody else used the link. Withdraw the invitation and make a new one.")}</p>
      {trouble !== null && <Note kind="alert">{trouble}</Note>}
    </div>
  );
}
