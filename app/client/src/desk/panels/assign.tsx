/** Who has the case. All of the office may read it; one of them answers for it. */
import { useState } from "preact/hooks";
import { useCasework } from "../casework";
import { useDesk } from "../context";
import { Outcome } from "../screens/outcome";
import { Button, Select, useDoing } from "../ui";
import type { CaseView } from "../view";

export function AssignPanel({ found }: { readonly found: CaseView }) {
  const { t, calls, changed } = useDesk();
  const casework = useCasework(found.thread);
  const [picked, setPicked] = useState("");
  const doing = useDoing(t);
  const assigned = casework?.assigned ?? null;
  const own = casework?.colleagues.find((colleague) => colleague.own);
  const give = async (device: string) => {
    await doing.run(() => calls.record(found.thread, "assignment", device === "" ? {} : { to: device }));
    changed();
    setPicked("");
  };
  const others = (casework?.colleagues ?? []).filter(({ device }) => device !== assigned?.device);
  return (
    <section class="panel" aria-label={t("Who has the case")}>
      <h2>{t("Who has the case")}</h2>
      <p>{assigned === null ? t("Nobody has it yet.") : assigned.own ? t("You have it.") : t("{colleague} has it.", { colleague: assigned.title || t("A device that is no longer listed") })}</p>
      {own !== undefined && assigned?.own !== true && <Button kind="main" disabled={doing.busy} onPress={() => { void give(own.device); }}>{t("I take it")}</Button>}
      {others.length > 0 && (
        <div class="row">
          <Select label={t("Give it to")} value={picked} options={[{ value: "", label: t("Choose a colleague") }, ...others.map(({ device, title, own: me }) => ({ value: device, label: me ? t("{title} (you)", { title }) : title }))]} onPick={setPicked} />
          <Button disabled={doing.busy || picked === ""} onPress={() => { void give(picked); }}>{t("Give it")}</Button>
        </div>
      )}
      {assigned !== null && <Button kind="quiet" disabled={doing.busy} onPress={() => { void give(""); }}>{t("Nobody has it")}</Button>}
      <Outcome doing={doing} />
      <p class="hint">{t("Everyone in your office can read the case. This only says who answers for it.")}</p>
    </section>
  );
}
