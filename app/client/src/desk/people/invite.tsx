/** Inviting somebody new into the office. */
import { useState } from "preact/hooks";
import type { PeopleView } from "../calls/people";
import { useDesk } from "../context";
import { LineField } from "../keys/fields";
import { Note, useDoing } from "../ui";
import { LinkToGive } from "./link";
import { NoRoom } from "./tooFew";

export function Invite({ people, again }: { readonly people: PeopleView; readonly again: () => void }) {
  const { t, calls } = useDesk();
  const [title, setTitle] = useState("");
  const [link, setLink] = useState<string | null>(null);
  const { busy, trouble, run } = useDoing(t);
  if (!people.leads) {
    return (
      <section class="panel" aria-label={t("Invite somebody")}>
        <h2>{t("Invite somebody")}</h2>
        <p>{t("In this office {lead} invites and approves.", { lead: people.leaders.join(", ") })}</p>
      </section>
    );
  }
  const submit = (event: Event) => {
    event.preventDefault();
    void run(async () => {
      setLink(await calls.invite(title.trim(), ""));
      setTitle("");
      again();
    });
  };
  return (
    <section class="panel" aria-label={t("Invite somebody")}>
      <h2>{t("Invite somebody")}</h2>
      <NoRoom people={people} />
      <form class="door" onSubmit={submit}>
        <LineField label={t("What they will be called")} value={title} hint={t("A title such as “Focal point C”, never a name: the directory is public.")} onInput={setTitle} />
        <button type="submit" class="button main" disabled={busy || title.trim() === ""}>{t("Make the link")}</button>
      </form>
      {trouble !== null && <Note kind="alert">{trouble}</Note>}
      {link !== null && <LinkToGive link={link} />}
    </section>
  );
}
