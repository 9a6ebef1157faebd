/** An office has some devices at least, and eight at most: said before somebody goes, and before somebody comes. */
import type { PeopleView } from "../calls/people";
import { useDesk } from "../context";
import { Note } from "../ui";

export function TooFew({ people, leaving }: { readonly people: PeopleView; readonly leaving: number }) {
  const { tn } = useDesk();
  const left = people.members.flatMap(({ devices }) => devices).filter(({ ready }) => ready).length - leaving;
  if (left >= people.least) return null;
  return (
    <Note kind="warn">
      {tn(
        "After this the office has {count} device, and it needs {least}. Invite somebody first, or its new reports go to the office that stands in.",
        "After this the office has {count} devices, and it needs {least}. Invite somebody first, or its new reports go to the office that stands in.",
        Math.max(0, left),
        { least: people.least },
      )}
    </Note>
  );
}

/** An envelope has no more slots. */
const MOST_DEVICES = 8;

export function NoRoom({ people }: { readonly people: PeopleView }) {
  const { t } = useDesk();
  if (people.members.flatMap(({ devices }) => devices).length < MOST_DEVICES) return null;
  return <Note kind="warn">{t("An office has at most eight devices, and this one has them. Remove one first, or the root holders cannot publish another.")}</Note>;
}
