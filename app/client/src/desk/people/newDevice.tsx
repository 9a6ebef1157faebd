/** Another device of a member: an invitation that bears their name. */
import { useState } from "preact/hooks";
import type { MemberView, PeopleView } from "../calls/people";
import { useDesk } from "../context";
import { Button, Note, useDoing } from "../ui";
import { LinkToGive } from "./link";
import { NoRoom } from "./tooFew";

interface NewDeviceProps {
  readonly people: PeopleView;
  readonly member: MemberView;
  readonly again: () => void;
}

export function NewDevice({ people, member, again }: NewDeviceProps) {
  const { t, calls } = useDesk();
  const [link, setLink] = useState<string | null>(null);
  const { busy, trouble, run } = useDoing(t);
  const invite = () => { void run(async () => {
    setLink(await calls.invite(member.title, member.member));
    again();
  }); };
  return (
    <div class="unfolded">
      <p>{t("Each device has keys of its own, so that one that is lost can be removed without the others. Open the link on the new device.")}</p>
      <NoRoom people={people} />
      {link === null ? <div class="acts"><Button kind="main" disabled={busy} onPress={invite}>{t("Make the link")}</Button></div> : <LinkToGive link={link} />}
      {trouble !== null && <Note kind="alert">{trouble}</Note>}
    </div>
  );
}
