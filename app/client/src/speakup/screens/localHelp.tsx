/** Local help as the operator set it: names, numbers, hours. Says so when there is none. */
import type { HelpService } from "../../directory/types";
import type { Words } from "../../words/words";
import { useApp } from "../context";
import { dialled, servicesFor } from "../localHelp";
import { countryOf, nameOf } from "../names";
import "./care.css";

interface Props {
  readonly kinds: readonly string[];
  readonly country: string | null;
}

export function LocalHelp({ kinds, country }: Props) {
  const { t, preview } = useApp();
  const services = servicesFor(preview, kinds, country);
  if (services.length === 0) {
    return (
      <p class="hint" data-services="none">
        {t("No local numbers are set in this app. The emergency number of the place where you are can be called.")}
      </p>
    );
  }
  return (
    <section class="services" data-services={services.length} aria-label={t("Help near you")}>
      <h2>{t("Help near you")}</h2>
      <ul>
        {services.map((service) => (
          <li key={`${service.kind} ${service.name} ${service.contact}`}>
            <Service service={service} />
          </li>
        ))}
      </ul>
      <p class="hint">{t("Calls and messages to such numbers can be seen on your phone afterwards.")}</p>
    </section>
  );
}

function Service({ service }: { readonly service: HelpService }) {
  const { t, locale } = useApp();
  const number = dialled(service.contact);
  const place = service.country ?? null;
  return (
    <>
      <span class="kind">
        {kindOf(service.kind, t)}
        {place !== null && ` · ${countryOf(place, locale)}`}
      </span>
      {/* Each line stands where lines of the page stand; only what is in it keeps its own direction. */}
      <strong><bdi>{nameOf(service, locale)}</bdi></strong>
      {number === null ? <span><bdi>{service.contact}</bdi></span> : <a href={`tel:${number}`}><bdi dir="ltr">{service.contact}</bdi></a>}
      {service.hours !== undefined && <span><bdi>{service.hours}</bdi></span>}
    </>
  );
}

function kindOf(kind: string, t: Words["t"]): string {
  const names: Readonly<Record<string, string>> = {
    emergency: t("Emergency"),
    medical: t("Medical care"),
    safe_place: t("A safe place"),
    psychosocial: t("Someone to talk to"),
    child_helpline: t("Child helpline"),
    legal: t("Legal advice"),
    police: t("Police, if you want it"),
  };
  return names[kind] ?? t("Other help");
}
