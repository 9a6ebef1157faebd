/** Somebody leaves: first their open cases go to a colleague, then their devices leave the directory. */
import { useState } from "preact/hooks";
import type { Handed, MemberView, PeopleView } from "../calls/people";
import { useDesk } from "../context";
import { Button, Note, Select, useDoing } from "../ui";
import { savePaper } from "./paper";
import { TooFew } from "./tooFew";

interface LeavingProps {
  readonly people: PeopleView;
  readonly member: MemberView;
  readonly again: () => void;
  readonly close: () => void;
}

export function Leaving({ people, member, again, close }: LeavingProps) {
  const { t, tn } = useDesk();
  const [handed, setHanded] = useState<Handed | null>(null);
  return (
    <div class="unfolded">
      {member.cases > 0 && handed === null ? (
        <HandOver {...{ people, member }} done={(made) => { setHanded(made); again(); }} />
      ) : (
        <p>{handed === null ? t("No open case is assigned to them.") : tn("{count} open case was handed over.", "{count} open cases were handed over.", handed.cases)}</p>
      )}
      {member.own ? (
        <p>{t("You cannot remove your own device. Ask a colleague to do it at their desk. When it is published, delete the keys from this computer, under “This computer”.")}</p>
      ) : (
        <Removal {...{ people, member, again }} />
      )}
      <div class="acts"><Button onPress={close}>{t("Close")}</Button></div>
    </div>
  );
}

interface HandOverProps {
  readonly people: PeopleView;
  readonly member: MemberView;
  readonly done: (handed: Handed) => void;
}

/** Open cases to a device of a colleague, with what it cannot read of them. */
function HandOver({ people, member, done }: HandOverProps) {
  const { t, tn, calls } = useDesk();
  const others = people.members.filter((one) => one.member !== member.member).flatMap(({ title, devices }) => devices.filter(({ ready, suspended }) => ready && !suspended).map(({ device }) => ({ value: device, label: `${title} (${device.slice(0, 8)})` })));
  const [to, setTo] = useState(others[0]?.value ?? "");
  const { busy, trouble, run } = useDoing(t);
  if (others.length === 0) return <Note kind="warn">{t("Nobody else in this office has a valid key. Invite somebody first.")}</Note>;
  return (
    <>
      <p>{tn("{count} open case is assigned to {title}.", "{count} open cases are assigned to {title}.", member.cases, { title: member.title })}</p>
      <Select label={t("Who takes them over?")} value={to} options={others} onPick={setTo} />
      <div class="acts">
        <Button kind="main" disabled={busy} onPress={() => { void run(async () => { done(await calls.handOver(member.member, to)); }); }}>{t("Hand the open cases over")}</Button>
      </div>
      <div role="status" aria-live="polite">{busy && <p class="hint">{t("Handing over. Please keep this page open.")}</p>}</div>
      {trouble !== null && <Note kind="alert">{trouble}</Note>}
    </>
  );
}

/** The signed removal of all devices of a member. */
function Removal({ people, member, again }: Pick<LeavingProps, "people" | "member" | "again">) {
  const { t, calls } = useDesk();
  const paper = member.devices.find((device) => device.paper !== null)?.paper ?? null;
  const { busy, trouble, run } = useDoing(t);
  const sign = () => { void run(async () => {
    await calls.stop(member.devices.map(({ device }) => device), "left");
    again();
  }); };
  if (member.devices.length === 0) return null;
  return (
    <>
      <TooFew people={people} leaving={member.devices.filter(({ ready }) => ready).length} />
      {paper === null ? (
        <div class="acts"><Button kind="main" disabled={busy} onPress={sign}>{t("Stop their devices and sign the removal")}</Button></div>
      ) : (
        <Note kind="warn">
          <p>{t("Give this file to the root holders, so that they remove the devices from the directory.")}</p>
          <Button kind="main" onPress={() => { savePaper(paper, "removal"); }}>{t("Save the removal for the root holders")}</Button>
        </Note>
      )}
      {trouble !== null && <Note kind="alert">{trouble}</Note>}
    </>
  );
}
