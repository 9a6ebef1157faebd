/** What stays of a case from which the officer stepped back: that they did, and who has it now. */
import { useDesk } from "../context";
import { momentName } from "../labels";
import { useReferral } from "../refer/useReferral";
import { Note } from "../ui";
import type { CaseView } from "../view";

export function SteppedBackPanel({ found }: { readonly found: CaseView }) {
  const { t, locale } = useDesk();
  const recused = useReferral(found.thread)?.recused ?? null;
  if (recused === null) return null;
  return (
    <section class="panel wide" aria-label={t("You stepped back from this case")}>
      <h2>{t("You stepped back from this case")}</h2>
      <p class="origin">{momentName(recused.at, locale)}</p>
      <Note>{recused.to === "" ? t("Another office has it now.") : t("{office} has it now.", { office: recused.to })} {t("Its texts are no longer on this desk, and nothing that follows is sealed to your device.")}</Note>
    </section>
  );
}
