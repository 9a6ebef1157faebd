/** An invitation link, to be handed over. It is shown once: nothing keeps it. */
import { useId, useState } from "preact/hooks";
import { useDesk } from "../context";
import { Button, Note } from "../ui";

export function LinkToGive({ link }: { readonly link: string }) {
  const { t } = useDesk();
  const id = useId();
  const [copied, setCopied] = useState<boolean | null>(null);
  const copy = () => { navigator.clipboard.writeText(link).then(() => { setCopied(true); }, () => { setCopied(false); }); };
  return (
    <Note kind="good">
      <div class="field">
        <label for={id}>{t("Invitation link")}</label>
        <input id={id} readonly dir="ltr" value={link} onFocus={(event) => { event.currentTarget.select(); }} />
      </div>
      <div class="acts">
        <Button onPress={copy}>{t("Copy")}</Button>
        <span role="status" aria-live="polite">{copied === null ? "" : copied ? t("Copied.") : t("Please copy it by hand.")}</span>
      </div>
      <p class="hint">{t("Give it to this person only, in a way that others do not read. It works once, within 30 days. It is not shown again. If it is lost, withdraw the invitation and make a new one.")}</p>
    </Note>
  );
}
