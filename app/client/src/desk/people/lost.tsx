/** A device that is lost or stolen: the server refuses it at once, the directory drops it with the next version. */
import { useState } from "preact/hooks";
import type { DeviceView, MemberView, PeopleView } from "../calls/people";
import { useDesk } from "../context";
import { Button, Note, Select, useDoing } from "../ui";
import { savePaper } from "./paper";
import { TooFew } from "./tooFew";

interface LostProps {
  readonly people: PeopleView;
  readonly member: MemberView;
  readonly device: DeviceView;
  readonly again: () => void;
  readonly close: () => void;
}

export function LostDevice({ people, member, device, again, close }: LostProps) {
  const { t, calls } = useDesk();
  const { busy, trouble, run } = useDoing(t);
  const { paper } = device;
  const [reason, setReason] = useState<"lost" | "replaced">("lost");
  const stop = () => { void run(async () => {
    await calls.stop([device.device], reason);
    again();
  }); };
  const resume = () => { void run(async () => {
    await calls.resume(device.device);
    again();
  }); };
  return (
    <div class="unfolded">
      <p>{paper === null && t("You can still turn back: nothing has happened yet.")} {t("The server refuses a device that was stopped. It can still read what it has stored, if somebody also has its passphrase or passkey. New envelopes are sealed to it until the root holders have removed it.")}</p>
      <TooFew people={people} leaving={1} />
      {paper === null ? (
        <>
          <Select
            label={t("Why it goes")}
            value={reason}
            options={[{ value: "lost", label: t("It is lost or stolen") }, { value: "replaced", label: t("Another device replaces it") }]}
            onPick={(value) => { setReason(value === "replaced" ? "replaced" : "lost"); }}
          />
          <div class="acts"><Button kind="main" disabled={busy} onPress={stop}>{t("Stop this device and sign its removal")}</Button><Button disabled={busy} onPress={close}>{t("Not now")}</Button></div>
        </>
      ) : (
        <Note kind="warn">
          <p>{t("The device is stopped. Give this file to the root holders, so that they remove it from the directory.")}</p>
          <Button kind="main" onPress={() => { savePaper(paper, "removal"); }}>{t("Save the removal for the root holders")}</Button>
        </Note>
      )}
      {device.suspended && !member.own && <div class="acts"><Button disabled={busy} onPress={resume}>{t("It was found: let it in again")}</Button></div>}
      {member.cases > 0 && <p class="hint">{t("Cases of {title} stay with them. Hand them over only if they leave.", { title: member.title })}</p>}
      {trouble !== null && <Note kind="alert">{trouble}</Note>}
    </div>
  );
}
