/** Places and numbers of the signed directory, by country. */
import { useState } from "preact/hooks";
import type { HelpKind, HelpService } from "../../directory/types";
import { useDesk } from "../context";
import { countryName } from "../labels";
import { Note, Select } from "../ui";
import "./help.css";
import { serviceName } from "./words";

/** In the order of urgency. */
const ORDER: readonly HelpKind[] = ["emergency", "medical", "safe_place", "psychosocial", "child_helpline", "legal", "police"];
const EVERYWHERE = "";

interface Props {
  readonly services: readonly HelpService[];
  /** The country to begin with. */
  readonly country: string | null;
}

export function ServiceDirectory({ services, country }: Props) {
  const { t, locale } = useDesk();
  const [picked, setPicked] = useState<string | null>(null);
  if (services.length === 0) return <Note>{t("Your organization has not put any places that help into its directory yet. Ask those who keep the directory.")}</Note>;
  const countries = [...new Set(services.flatMap((service) => service.country ?? []))].sort((one, other) => countryName(one, locale).localeCompare(countryName(other, locale), locale.tag));
  const chosen = picked ?? (country !== null && countries.includes(country) ? country : EVERYWHERE);
  const shown = services.filter((service) => chosen === EVERYWHERE || (service.country ?? chosen) === chosen);
  const inOrder = [...shown].sort((one, other) => ORDER.indexOf(one.kind) - ORDER.indexOf(other.kind));
  return (
    <>
      <Select label={t("Country")} value={chosen} options={[{ value: EVERYWHERE, label: t("All countries") }, ...countries.map((value) => ({ value, label: countryName(value, locale) }))]} onPick={setPicked} />
      <ul class="services">
        {inOrder.map((service) => <li key={`${service.kind} ${service.country ?? ""} ${service.name}`}><Service service={service} /></li>)}
      </ul>
      <p class="hint">{t("Your organization confirmed these. Call before you send anyone there: places and hours change.")}</p>
    </>
  );
}

function Service({ service }: { readonly service: HelpService }) {
  const { t, locale } = useDesk();
  const name = service.names?.[locale.tag] ?? service.names?.[locale.tag.split("-")[0] ?? ""] ?? service.name;
  const about = [serviceName(service.kind, t), ...(service.country === undefined || service.country === null ? [t("wherever they are")] : [countryName(service.country, locale)]), ...(service.hours === undefined ? [] : [service.hours])];
  return (
    <>
      <p><strong dir="auto">{name}</strong></p>
      <p class="contact"><bdi>{service.contact}</bdi></p>
      <p class="origin">{about.join(" · ")}</p>
    </>
  );
}
