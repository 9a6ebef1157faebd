/** A case as pages to print or save as a PDF: who made it for whom, what stays behind, and the words of its trail. */
import type { CaseFileView, ClaimedTexts } from "../calls/account";
import { useDesk } from "../context";
import { dayName, eventName, listed, momentName, statusName } from "../labels";
import { BodyView } from "../refer/bodyView";
import { useCasework } from "../casework";
import { Words } from "../screens/report";
import { gathered, reasonOf } from "../screens/story";
import type { CaseView, EventView } from "../view";
import { fieldName, valueName } from "./fieldWords";
import { FIELDS } from "../case/coding";
import { Registers } from "./registers";
import { countedName } from "./words";

interface Props {
  readonly found: CaseView;
  readonly file: CaseFileView;
  /** For whom it is, in words. */
  readonly reader: string;
  /** Notes and decisions of the office stand in its own file only. */
  readonly own: boolean;
}

export function CaseFile({ found, file, reader, own }: Props) {
  const { t, tn, self, locale } = useDesk();
  const { texts, withheld, claims } = file;
  const casework = useCasework(found.thread);
  const files = [...texts, ...claims.flatMap((claim) => claim.texts)].reduce((all, { attachments }) => all + attachments.length, 0);
  const body = { ...BODY, urgent: found.urgent.length > 0, lang: found.lang, texts, withheld };
  return (
    <article class="casefile" aria-label={t("Case file")}>
      <header>
        <p class="confidential">{t("Confidential. Keep it locked away, and destroy it when it is no longer needed.")}</p>
        <h2>{t("Case file")} <code dir="ltr">{found.thread.slice(0, 8)}</code></h2>
        <dl class="facts">
          <div><dt>{t("Office")}</dt><dd><bdi>{self.office}</bdi>, <bdi>{self.organisation}</bdi></dd></div>
          <div><dt>{t("Made by")}</dt><dd><bdi>{self.title}</bdi></dd></div>
          <div><dt>{t("Made on")}</dt><dd>{dayName(file.made, locale)}</dd></div>
          <div><dt>{t("For")}</dt><dd><bdi>{reader}</bdi></dd></div>
          <div><dt>{t("Received")}</dt><dd>{dayName(found.received, locale)}</dd></div>
          <div><dt>{t("Status")}</dt><dd>{statusName(found.status, t)}</dd></div>
        </dl>
        {self.demonstration && <p>{t("Demonstration. This is not an official channel, and nothing here is confidential.")}</p>}
      </header>
      <BodyView body={body} reader />
      {files > 0 && <p>{tn("{count} file came with it. It is not printed here.", "{count} files came with it. They are not printed here.", files)}</p>}
      {claims.filter((claim) => claim.texts.length > 0).map((claim) => <Claimed key={claim.key} claim={claim} lang={found.lang} />)}
      {own && <Events events={gathered(found.story).filter((item): item is EventView => item.kind === "event")} />}
      {own && casework !== null && <Registers casework={casework} />}
      <CodedRecord file={file} />
      <footer>
        <h3>{t("Trail of the case")}</h3>
        <p>{tn("{count} sealed entry stands behind this file. Its words:", "{count} sealed entries stand behind this file. Their words:", file.trail.count)}</p>
        <p class="trail-words" lang="en" dir="ltr">{file.trail.words.join(" ")}</p>
        {file.trail.standing === "missing" && <p>{tn("{count} entry that a colleague saw is missing here.", "{count} entries that a colleague saw are missing here.", file.trail.missing)}</p>}
      </footer>
    </article>
  );
}

/** As the pages show it, a case has no more than its texts. */
const BODY = { reporter: "", contact: "stays", facts: {}, note: "" } as const;
/** So many digits of a key are enough to tell it from another. */
const SHORT_KEY = 8;

function Claimed({ claim: { key, texts, withheld }, lang }: { readonly claim: ClaimedTexts; readonly lang: string }) {
  const { t } = useDesk();
  return (
    <section class="claim">
      <h3>{t("Somebody with another key also claims to be this reporter.")}</h3>
      <p>{t("These texts are not proven to be by the person who wrote the first report. Their key: {key}.", { key: key.slice(0, SHORT_KEY) })}</p>
      <BodyView body={{ ...BODY, urgent: false, lang, texts, withheld }} reader />
    </section>
  );
}

function Events({ events }: { readonly events: readonly EventView[] }) {
  const { t, locale } = useDesk();
  if (events.length === 0) return null;
  return (
    <section>
      <h3>{t("What the office did")}</h3>
      <ol class="trail">
        {events.map((event) => (
          <li key={event.ctx}>
            <p><strong>{eventName(event.event, event.status, t)}</strong> · {momentName(event.at, locale)} · <bdi>{event.by || t("A device that is no longer listed")}</bdi></p>
            {event.event === "assignment" && <p dir="auto">{event.to === "" ? t("Nobody has it") : event.to}</p>}
            {reasonOf(event, t) !== "" && <p dir="auto">{reasonOf(event, t)}</p>}
            {event.text !== "" && <Words text={event.text} />}
          </li>
        ))}
      </ol>
    </section>
  );
}

function CodedRecord({ file }: { readonly file: CaseFileView }) {
  const { t, self, locale } = useDesk();
  const rows = Object.entries(file.record).filter(([, value]) => value.length > 0);
  if (rows.length === 0) return null;
  const shown = (name: string, value: string) => (FIELDS[name]?.form === "day" ? dayName(value, locale) : countedName(name, value, self.entities, locale, t));
  return (
    <section>
      <h3>{t("Statistical record")}</h3>
      <dl class="facts">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{fieldName(name, t)}</dt>
            <dd>{typeof value === "string" ? shown(name, value) : listed(value.map((each) => valueName(name, each, t)), locale)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
