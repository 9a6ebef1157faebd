/** What other offices passed on to ours: who vouches for it, what stands in it, and whether the reporter has written since. */
import { useAsked } from "../asked";
import type { HandedView } from "../calls/refer";
import { useDesk } from "../context";
import { dayName, momentName } from "../labels";
import { BodyView } from "../refer/bodyView";
import "../refer/refer.css";
import { purposeName } from "../refer/words";
import { Files } from "../screens/files";
import { Note } from "../ui";
import type { CaseView } from "../view";
import { nameIn } from "../../directory/parse";

export function HandedPanel({ found }: { readonly found: CaseView }) {
  const handed = useAsked(found.thread, (calls) => calls.handed(found.thread));
  return <>{handed?.map((one) => <OneHanded key={one.ctx} thread={found.thread} handed={one} />)}</>;
}

function OneHanded({ thread, handed }: { readonly thread: string; readonly handed: HandedView }) {
  const { t, tn, locale } = useDesk();
  return (
    <section class="panel wide" aria-label={t("Passed on by another office")}>
      <h2>{t("Passed on by another office")}</h2>
      <p class="origin">{dayName(handed.day, locale)} · {purposeName(handed.purpose, t)}</p>
      <Giver handed={handed} />
      {handed.samePerson === true && <Note kind="good">{t("The one who writes in this case now is the person whose report was handed over: the key is the same.")}</Note>}
      {handed.samePerson === false && <Note kind="warn">{t("The one who writes in this case now is not the person whose report was handed over: the keys differ. Be careful.")}</Note>}
      {handed.samePerson === null && handed.body?.contact === "moves" && <Note>{t("The reporter was asked to write to your office from now on. You can answer as soon as they have.")}</Note>}
      {handed.body?.contact === "stays" && <Note>{t("The office that passed it on stays in touch with the reporter. Ask it when you have a question.")}</Note>}
      {handed.missing.length > 0 && <Note kind="warn">{tn("{count} part of it has not come yet.", "{count} parts of it have not come yet.", handed.missing.length)}</Note>}
      {handed.body === null && handed.missing.length === 0 && <Note kind="warn">{t("It cannot be understood. Ask the office that passed it on.")}</Note>}
      {handed.body !== null && <BodyView body={handed.body} reader />}
      <Files thread={thread} files={handed.files} />
    </section>
  );
}

/** Who sealed it, and what that proves. */
export function Giver({ handed }: { readonly handed: Pick<HandedView, "title" | "office" | "names" | "at"> }) {
  const { t, locale } = useDesk();
  const office = nameIn({ name: handed.office, names: handed.names }, locale.tag) || t("An office that is no longer listed");
  const who = handed.title === "" ? t("A device that is no longer listed") : handed.title;
  return (
    <Note>
      <p><strong>{t("{who}, {office}, vouches for it.", { who, office })}</strong></p>
      <p>{momentName(handed.at, locale)}</p>
      <p>{t("Their device sealed it. That the words are the reporter's own rests on their word.")}</p>
    </Note>
  );
}
