/** Who is in the office, with which devices, and what can be done about each. */
import { useState } from "preact/hooks";
import type { DeviceView, MemberView, PeopleView } from "../calls/people";
import { useDesk } from "../context";
import { dayName } from "../labels";
import { Button, Note } from "../ui";
import { OwnKeys, SaveRenewal } from "./keysEnding";
import { Leaving } from "./leaving";
import { LostDevice } from "./lost";
import { NewDevice } from "./newDevice";

interface MembersProps {
  readonly people: PeopleView;
  readonly again: () => void;
}

export function Members({ people, again }: MembersProps) {
  const { t } = useDesk();
  return (
    <section class="panel" aria-label={t("Members")}>
      <h2>{t("Members")}</h2>
      {people.leaders.length === 0 && <p class="hint">{t("Nobody is marked as lead, so every member can invite and approve.")}</p>}
      <ul class="members">
        {people.members.map((member) => <MemberRow key={member.member} {...{ people, member, again }} />)}
      </ul>
    </section>
  );
}

interface MemberProps extends MembersProps {
  readonly member: MemberView;
}

function MemberRow({ people, member, again }: MemberProps) {
  const { t, tn } = useDesk();
  const [open, setOpen] = useState<"leaving" | "device" | null>(null);
  const close = () => { setOpen(null); };
  return (
    <li class="member">
      <div class="member-head">
        <h3>{member.title}</h3>
        {member.own && <span class="badge">{t("You")}</span>}
        {member.lead && <span class="badge">{t("Lead")}</span>}
        <span class="hint">{tn("answers for {count} case", "answers for {count} cases", member.cases)}</span>
      </div>
      {member.devices.length === 0 && <p class="hint">{t("No device yet.")}</p>}
      <ul class="devices">
        {member.devices.map((device, index) => <DeviceRow key={device.device} {...{ people, member, device, again }} number={index + 1} />)}
      </ul>
      <div class="acts">
        {people.leads && <Button pressed={open === "device"} onPress={() => { setOpen(open === "device" ? null : "device"); }}>{t("Add a device")}</Button>}
        <Button pressed={open === "leaving"} onPress={() => { setOpen(open === "leaving" ? null : "leaving"); }}>{member.own ? t("I am leaving") : t("Leaves the office")}</Button>
      </div>
      {open === "device" && <NewDevice {...{ people, member, again }} />}
      {open === "leaving" && <Leaving {...{ people, member, again, close }} />}
    </li>
  );
}

interface DeviceProps extends MemberProps {
  readonly device: DeviceView;
  readonly number: number;
}

function DeviceRow({ people, member, device, number, again }: DeviceProps) {
  const { t, tn, calls, locale } = useDesk();
  const [lost, setLost] = useState(false);
  const [shared, setShared] = useState<number | null>(null);
  const [failed, setFailed] = useState(false);
  const [busy, setBusy] = useState(false);
  const name = t("Device {number}", { number });
  const share = () => {
    setBusy(true);
    setFailed(false);
    calls.share(device.device).then(setShared, () => { setFailed(true); }).finally(() => { setBusy(false); });
  };
  return (
    <li class="device">
      <div class="device-head">
        <span>
          <strong>{name}</strong> <code dir="ltr">{device.device.slice(0, 8)}</code>
        </span>
        {device.own && <span class="badge">{t("This computer")}</span>}
        {device.suspended && <span class="badge urgent">{t("Stopped")}</span>}
        <span class="hint">{device.ready ? t("Its key is valid until {day}.", { day: dayName(device.until, locale) }) : t("It has no valid key: nothing is sealed to it.")}</span>
      </div>
      {device.own && <OwnKeys device={device.device} />}
      {!device.own && device.renewal !== null && (
        <>
          <p>{t("It asked for its next key on {day}. It counts when the root holders have published it.", { day: dayName(device.renewal.day, locale) })}</p>
          <SaveRenewal renewal={device.renewal} />
        </>
      )}
      {!device.own && (
        <div class="acts">
          {device.ready && !device.suspended && device.lacking && <Button disabled={busy} onPress={share}>{t("Let it read earlier open cases")}</Button>}
          <Button pressed={lost} onPress={() => { setLost(!lost); }}>{t("Lost, stolen or replaced")}</Button>
        </div>
      )}
      <div role="status" aria-live="polite">
        {busy && <p class="hint">{t("One moment.")}</p>}
        {shared !== null && !busy && (
          <Note kind="good">
            {shared === 0 ? t("It can read all open cases already.") : tn("{count} envelope was passed on to it. It shows that you vouch for it.", "{count} envelopes were passed on to it. It shows that you vouch for them.", shared)}
          </Note>
        )}
      </div>
      {failed && <Note kind="alert">{t("This did not work. Please check the connection and try again.")}</Note>}
      {lost && <LostDevice {...{ people, member, device, again }} close={() => { setLost(false); }} />}
    </li>
  );
}
