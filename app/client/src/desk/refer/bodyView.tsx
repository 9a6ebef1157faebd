/** What is passed on, as it is read: each text of the reporter, what was found out, and what was left out. */
import { useDesk } from "../context";
import { answered, channelName, countryName, dayName, helpName } from "../labels";
import type { HandedText, HandoverBody } from "../case/handover";
import { Consent, Words } from "../screens/report";
import { triageQuestion, triageValue } from "../triageWords";
import { consentIn } from "./identity";
import { withheldName } from "./words";

/** `reader`: it came to us, so what the reporter allows binds us. */
export function BodyView({ body, reader }: { readonly body: HandoverBody; readonly reader: boolean }) {
  const { t } = useDesk();
  return (
    <div class="handed-body">
      {reader && body.texts.length > 0 && <Consent consent={consentIn(body.texts)} writing={false} />}
      {reader && <Withheld names={body.withheld} />}
      {body.note !== "" && (
        <>
          <h3>{t("From the office that passed it on")}</h3>
          <Words text={body.note} />
        </>
      )}
      {body.texts.map((text, at) => <OneText key={text.ctx ?? at} text={text} />)}
      <Facts facts={body.facts} />
    </div>
  );
}

export function Withheld({ names }: { readonly names: readonly string[] }) {
  const { t } = useDesk();
  if (names.length === 0) return <p class="hint">{t("Nothing was left out.")}</p>;
  const labels = [...new Set(names.map((name) => withheldName(name, t)))];
  return (
    <div class="withheld" data-withheld={names.join(" ")}>
      <p>{t("Left out, because the reporter did not allow it or it is not needed there:")}</p>
      <ul>{labels.map((label) => <li key={label}>{label}</li>)}</ul>
    </div>
  );
}

function OneText({ text }: { readonly text: HandedText }) {
  const { t, self, locale } = useDesk();
  const names = { report: t("The report"), message: t("The reporter wrote"), assistance: t("Help wanted") };
  const about = [dayName(text.day, locale), ...(text.channel === "" ? [] : [channelName(text.channel, t)]), ...(text.country === null ? [] : [countryName(text.country, locale)])];
  return (
    <section class="handed-text">
      <h3>{names[text.kind]}</h3>
      <p class="origin">{about.join(" · ")}</p>
      {[text.words, text.text].filter((words) => words !== "").map((words) => <Words key={words} text={words} />)}
      <dl class="answers">
        {answered(Object.entries(text.answers), self.entities, locale, t).map(({ id, question, values, own }) => (
          <div key={id}>
            <dt>{question}</dt>
            {values.map((value) => <dd key={value} dir={own ? "auto" : undefined} class={own ? "own" : ""}><bdi>{value}</bdi></dd>)}
          </div>
        ))}
      </dl>
      {text.help.length > 0 && <ul>{text.help.map((help) => <li key={help}><bdi>{helpName(help, t)}</bdi></li>)}</ul>}
      {text.safe_contact !== "" && (
        <>
          <h4>{t("A safe way and time to reach them")}</h4>
          <Words text={text.safe_contact} />
        </>
      )}
    </section>
  );
}

function Facts({ facts }: { readonly facts: HandoverBody["facts"] }) {
  const { t } = useDesk();
  const rows = Object.entries(facts);
  if (rows.length === 0) return null;
  return (
    <>
      <h3>{t("What the office found out")}</h3>
      <dl class="answers">
        {rows.map(([name, value]) => {
          const [register, key] = name.includes(".") ? [name.slice(0, name.indexOf(".")), name.slice(name.indexOf(".") + 1)] : ["", name];
          const values = typeof value === "string" ? [value] : value;
          const triage = register === "triage";
          return (
            <div key={name}>
              <dt>{triage ? triageQuestion(key, t) : <bdi>{key.replaceAll("_", " ")}</bdi>}</dt>
              {values.map((one) => <dd key={one}><bdi>{triage ? triageValue(key, one, t) : one.replaceAll("_", " ")}</bdi></dd>)}
            </div>
          );
        })}
      </dl>
    </>
  );
}
