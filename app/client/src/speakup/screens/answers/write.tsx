/** A message to an office that has the case. */
import { useState } from "preact/hooks";
import type { Directory } from "../../../directory/types";
import { officeById } from "../../../directory/parse";
import { dispatch } from "../../answers/dispatch";
import type { Thread } from "../../answers/letters";
import { letterTo, writable } from "../../answers/writing";
import { useApp } from "../../context";
import type { Trusted } from "../../delivery/trust";
import { nameOf } from "../../names";
import { troubleText } from "../../trouble";
import { Back, Button, Field, Live, Pick, Screen } from "../../ui";

interface WriteProps {
  readonly trusted: Trusted;
  readonly threads: readonly Thread[];
  readonly back: () => void;
}

export function WriteScreen({ trusted, threads, back }: WriteProps) {
  const { t, session, locale, standing } = useApp();
  const offices = writable(trusted.directory, threads, new Date());
  const [office, setOffice] = useState<string | null>(offices.length === 1 ? (offices[0] ?? null) : null);
  const [text, setText] = useState("");
  const [state, setState] = useState<"writing" | "sealing" | "kept" | { trouble: string }>("writing");
  const send = async (id: string) => {
    await dispatch(session, trusted, [{ office: id, draft: letterTo(threads, id, text) }], locale.tag);
    setText("");
    setState("kept");
  };
  const press = () => {
    if (office === null) return;
    setState("sealing");
    send(office).catch((error: unknown) => { setState({ trouble: troubleText(error, t) }); });
  };
  const ready = office !== null && text.trim() !== "" && state !== "sealing";
  const actions = (
    <>
      <Back onPress={back} />
      <Button kind="main" disabled={!ready} onPress={press}>
        {t("Send")}
      </Button>
    </>
  );
  return (
    <Screen name="write" title={t("Write to the office")} actions={actions}>
      <Live>
        {state === "sealing" && <p>{t("One moment…")}</p>}
        {state === "kept" && (standing.waiting === 0 ? <p data-sent="true">{t("It is sent.")}</p> : <p>{t("It is sealed and on its way.")}</p>)}
        {typeof state === "object" && <p class="trouble">{state.trouble}</p>}
      </Live>
      {offices.length > 1 && <Pick kind="radio" legend={t("Which office?")} options={offices.map((id) => ({ value: id, label: officeName(trusted.directory, id, locale) }))} chosen={office === null ? [] : [office]} onPick={setOffice} />}
      <Field label={t("Your message")} rows={6} value={text} onInput={(value) => { setText(value); if (state === "kept") setState("writing"); }} />
    </Screen>
  );
}

function officeName(directory: Directory, id: string, locale: Parameters<typeof nameOf>[1]): string {
  const office = officeById(directory, id);
  return office === undefined ? id : nameOf(office, locale);
}
