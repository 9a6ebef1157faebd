/** Where people can turn, in the country of the case. */
import { useDesk } from "../context";
import { ServiceDirectory } from "../help/directory";
import type { CaseView } from "../view";
import { useHelp } from "./assistance";

export function ServicesPanel({ found }: { readonly found: CaseView }) {
  const { t } = useDesk();
  const help = useHelp(found.thread);
  if (help === null) return null;
  return (
    <section class="panel" aria-label={t("Places that help")}>
      <h2>{t("Places that help")}</h2>
      <ServiceDirectory services={help.services} country={help.country} />
    </section>
  );
}
