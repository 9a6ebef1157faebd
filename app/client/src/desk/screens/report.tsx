/** What the reporter says: consent first, then own words, then the answers under their questions. */
import type { ComponentChildren } from "preact";
import { useDesk } from "../context";
import { answered, channelName, countryName, dayName, helpName } from "../labels";
import type { Standing } from "../case/consent";
import { Note } from "../ui";
import { Files } from "./files";
import type { AssistanceView, ReportView, TextView } from "../view";

/** What the reporter allows now. Not said means nobody. */
export function Consent({ consent: { contact, identity, changed }, writing = true }: { readonly consent: Standing; /** Whether it is ours to write to them. */ readonly writing?: boolean }) {
  const { t, locale } = useDesk();
  const rules = {
    none: t("You may not tell anyone who the reporter is."),
    helpers: t("You may tell who the reporter is only to those who help them, and to nobody else."),
    investigators: t("You may tell who the reporter is only to those who investigate, and to nobody else."),
    helpers_and_investigators: t("You may tell who the reporter is to those who help them and to those who investigate, and to nobody else."),
    "": t("You may not tell anyone who the reporter is: they did not say that anyone may know."),
  };
  return (
    <div class="consent" data-identity={identity}>
      <p class="rule">{rules[identity]}</p>
      {changed !== null && <p>{t("The reporter changed this on {day}. What was passed on before cannot be called back; pass on nothing more than this allows.", { day: dayName(changed, locale) })}</p>}
      {writing && <p>{contact === "no" ? t("They do not wish to be written to here.") : contact === "yes" ? t("You may write to them here.") : t("They did not say whether you may write to them here.")}</p>}
    </div>
  );
}

export function ReportBlock({ thread, report, number }: { readonly thread: string; readonly report: ReportView; readonly number: number | null }) {
  const { t, self, locale } = useDesk();
  return (
    <>
      <h2>{number === null ? t("The report") : t("Report {number}", { number })}</h2>
      <Origin text={report}>{channelName(report.channel, t)}</Origin>
      {report.words !== "" && (
        <>
          <h3>{t("In the reporter's own words")}</h3>
          <Words text={report.words} />
        </>
      )}
      <dl class="answers">
        {answered(report.answers, self.entities, locale, t).map(({ id, question, values, own }) => (
          <div key={id}>
            <dt>{question}</dt>
            {values.map((value) => <dd key={value} dir={own ? "auto" : undefined} class={own ? "own" : ""}><bdi>{value}</bdi></dd>)}
          </div>
        ))}
      </dl>
      <Files thread={thread} files={report.attachments} />
    </>
  );
}

export function AssistanceBlock({ request }: { readonly request: AssistanceView }) {
  const { t, locale } = useDesk();
  return (
    <section class="panel" aria-label={t("Help wanted")}>
      <div class="consent">
        <p class="rule">{t("Use this only to arrange the help they ask for. You may not tell anyone else who they are.")}</p>
      </div>
      <h2>{t("Help wanted")}</h2>
      <Origin text={request}>{request.country === null ? null : countryName(request.country, locale)}</Origin>
      <ul>
        {request.help.map((help) => <li key={help}><bdi>{helpName(help, t)}</bdi></li>)}
      </ul>
      {request.safeContact !== "" && (
        <>
          <h3>{t("A safe way and time to reach them")}</h3>
          <Words text={request.safeContact} />
        </>
      )}
    </section>
  );
}

/** A text as it was written: its own direction, its own lines. */
export function Words({ text }: { readonly text: string }) {
  return <blockquote class="words" dir="auto">{text}</blockquote>;
}

/** When and how it came, what is missing of it, and who vouches for it. */
export function Origin({ text, children }: { readonly text: TextView; readonly children?: ComponentChildren }) {
  const { t, locale } = useDesk();
  return (
    <>
      <p class="origin">
        {dayName(text.day, locale)}
        {children !== null && children !== undefined && <> · {children}</>}
      </p>
      {text.vouched !== null && <Note>{t("This came before your device joined. That the reporter wrote it is vouched for by {colleague}.", { colleague: text.vouched })}</Note>}
      {text.missing.length > 0 && <Note kind="warn">{t("Parts of this text have not come: {parts}", { parts: text.missing.join(", ") })}</Note>}
    </>
  );
}
