/** Text as text: nothing in it is a link, a page or a program. */
import { useDesk } from "../context";
import { decoded, MOST_LETTERS } from "./decode";

export function PlainText({ bytes }: { readonly bytes: Uint8Array<ArrayBuffer> }) {
  const { t } = useDesk();
  const { text, cut } = decoded(bytes);
  return (
    <>
      <pre class="text-look" dir="auto" tabIndex={0}>{text}</pre>
      {cut && <p class="hint">{t("Only the first {count} letters are shown; a saved copy has all of it.", { count: MOST_LETTERS })}</p>}
    </>
  );
}
