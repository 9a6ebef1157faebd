/** Help now: services near the person that the operator confirmed, then what to do. It never waits for a text to load. */
import { useState } from "preact/hooks";
import type { HelpKind, HelpService } from "../../directory/types";
import type { LanguageFacts } from "../../words/locales";
import type { Words } from "../../words/words";
import { lookUp } from "../content/lookup";
import { useApp } from "../context";
import { nameOf } from "../names";
import { Back, Screen } from "../ui";
import { useOpened, usePack } from "./pack";
import { PageBody } from "./reader";
import { Points } from "./text";

const PAGE = "help_now";

interface Props {
  readonly close?: () => void;
}

export default function HelpScreen({ close }: Props) {
  const { t, go, preview } = useApp();
  return (
    <Screen name="help" title={t("Help now")} actions={<Back onPress={close ?? (() => { go("home"); })} />}>
      <p class="lead">{t("If you are in danger, go where other people are, if you can.")}</p>
      <Services services={preview?.organisation.help ?? []} />
      <WhatToDo />
      <button type="button" class="button quiet" onClick={() => { go("watched"); }}>
        {t("Is this phone watched?")}
      </button>
    </Screen>
  );
}

/** The page of the pack; while or where there is none, the little that always fits. */
function WhatToDo() {
  const { t } = useApp();
  const state = usePack();
  const pack = typeof state === "object" && "pack" in state ? state.pack : null;
  const page = pack?.pages.find(({ id }) => id === PAGE);
  if (pack !== null && page !== undefined) return <Opened pack={pack} />;
  return (
    <Points
      of={[
        t("Emergency: call the emergency number of the place where you are."),
        t("After sexual violence: medical care helps most within three days. You can get it without making a report."),
        t("If you are a child: go to an adult you trust, and ask them to call a child helpline with you."),
        t("The police only if you want it. You decide."),
      ]}
    />
  );
}

function Opened({ pack }: { readonly pack: Parameters<typeof lookUp>[0] }) {
  useOpened(pack, PAGE);
  const found = lookUp(pack, PAGE);
  return found?.kind === "page" ? <PageBody blocks={found.item.blocks} /> : null;
}

function Services({ services }: { readonly services: readonly HelpService[] }) {
  const { t, locale } = useApp();
  const [country, setCountry] = useState("");
  const countries = countriesOf(services, locale);
  const here = services.filter((service) => (service.country ?? null) === null || service.country === country);
  if (services.length === 0) return <p>{t("Local numbers are set by the operator of this app. None are set here yet.")}</p>;
  return (
    <section class="services">
      <h2>{t("Who can help near you")}</h2>
      {countries.length > 0 && (
        <label class="choose">
          <span>{t("Where are you? (Not stored, not sent.)")}</span>
          <select value={country} onChange={(event) => { setCountry(event.currentTarget.value); }}>
            <option value="">{t("Choose a country")}</option>
            {countries.map(({ value, label }) => <option key={value} value={value}>{label}</option>)}
          </select>
        </label>
      )}
      <ul class="cards" aria-live="polite">
        {here.map((service) => <Service key={service.kind + service.name + service.contact} service={service} />)}
      </ul>
      <p class="hint">{t("Calls and messages to such numbers can be seen on your phone afterwards.")}</p>
    </section>
  );
}

function Service({ service }: { readonly service: HelpService }) {
  const { t, locale } = useApp();
  return (
    <li data-service={service.kind}>
      <p class="marks">{kindName(service.kind, t)}</p>
      <h3>
        <bdi>{nameOf(service, locale)}</bdi>
      </h3>
      <p>
        {isNumber(service.contact) ? (
          <a class="call" href={`tel:${service.contact.replace(/[^\d+*#]/g, "")}`}>
            <bdi dir="ltr">{service.contact}</bdi>
          </a>
        ) : (
          <bdi>{service.contact}</bdi>
        )}
      </p>
      {service.hours !== undefined && (
        <p class="hint">
          <bdi>{service.hours}</bdi>
        </p>
      )}
    </li>
  );
}

function isNumber(contact: string): boolean {
  return /^[+*#]?\d[\d\s().*#-]*$/.test(contact);
}

function countriesOf(services: readonly HelpService[], locale: LanguageFacts): { value: string; label: string }[] {
  const names = new Intl.DisplayNames([locale.tag], { type: "region", fallback: "code" });
  const codes = new Set(services.map(({ country }) => country ?? "").filter((code) => /^[A-Z]{2}$/.test(code)));
  return Array.from(codes, (value) => ({ value, label: names.of(value) ?? value })).sort((one, other) => one.label.localeCompare(other.label, locale.tag));
}

function kindName(kind: HelpKind, t: Words["t"]): string {
  const names: Readonly<Partial<Record<string, string>>> = {
    emergency: t("Emergency"),
    medical: t("Doctor or nurse"),
    safe_place: t("A safe place"),
    psychosocial: t("Someone to talk to"),
    child_helpline: t("Helpline for children"),
    legal: t("Legal advice"),
    police: t("Police, only if you want it"),
  };
  return names[kind] ?? t("Help");
}
