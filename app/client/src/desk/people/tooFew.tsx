/** An office with too few devices gets no new reports: said before somebody goes. */
import type { PeopleView } from "../calls/people";
import { useDesk } from "../context";
import { Note } from "../ui";

export function TooFew({ people, leaving }: { readonly people: PeopleView; readonly leaving: number }) {
  const { t } = useDesk();
  const left = people.members.flatMap(({ devices }) => devices).filter(({ ready }) => ready).length - leaving;
  if (left >= people.least) return null;
  return <Note kind="warn">{t("After this the office has {left} devices, and it needs {least}. Invite somebody first, or its new reports go to the office that stands in.", { left: Math.max(0, left), least: people.least })}</Note>;
}
