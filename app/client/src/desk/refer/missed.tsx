/** What an officer wanted taken out and the desk did not find: a name may be written otherwise there. */
import { useDesk } from "../context";
import { Note } from "../ui";

/** Words to take out that are written otherwise in the texts, or not there at all. */
export function Missed({ passages }: { readonly passages: readonly string[] }) {
  const { t } = useDesk();
  if (passages.length === 0) return null;
  return (
    <Note kind="warn">
      <p>{t("Not found in what goes. Look how it is written there:")}</p>
      <ul>{passages.map((passage) => <li key={passage}><bdi>{passage}</bdi></li>)}</ul>
    </Note>
  );
}
