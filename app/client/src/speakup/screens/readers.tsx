/** Before sending: the offices that will read it, by name, why they, and whether the person is one of them. */
import type { Directory, Route } from "../../directory/types";
import { officeById } from "../../directory/parse";
import { useApp } from "../context";
import { readers } from "../form/plan";
import type { Decision } from "../form/decision";
import { OUTSIDE } from "../form/outside";
import { HELP_KINDS } from "../localHelp";
import { nameOf, reasonOf } from "../names";
import { passedOver, reasonText } from "../reasons";
import { Back, Button, Live, Note, Pick, Screen } from "../ui";
import { Unvouched } from "./fingerprint";
import { LocalHelp } from "./localHelp";
import { StopAndErase } from "./question";

interface Props {
  readonly directory: Directory;
  readonly decision: Decision;
  readonly helpOnly: boolean;
  readonly wantsHelp: boolean;
  readonly sayable: boolean;
  /** Whether the person wants to tell it though the United Nations has no authority. */
  readonly anyway: boolean;
  readonly tellAnyway: (wanted: boolean) => void;
  readonly conflict: readonly string[];
  readonly toggle: (value: string) => void;
  readonly next: () => void;
  readonly back: () => void;
  readonly erase: () => void;
}

const HEAD = "head_of_entity";

export function ReadersScreen(props: Props) {
  const { t } = useApp();
  const { decision, helpOnly, wantsHelp, sayable, next, back, erase } = props;
  const { chosen: route, asked } = decision;
  const reading = helpOnly ? [] : readers(route);
  const helper = wantsHelp ? (route.assistance ?? route.primary) : null;
  const sendable = sayable && (reading.length > 0 || helper !== null);
  const actions = (
    <>
      <Back onPress={back} />
      {sendable && (
        <Button kind="main" onPress={next}>
          {t("Continue")}
        </Button>
      )}
    </>
  );
  return (
    <Screen name="readers" title={t("Who will read this")} actions={actions}>
      {!sayable && <Note kind="alert">{t("There is nothing to send yet. Please go back and choose what it is about, or write a few words.")}</Note>}
      {route.page === OUTSIDE && !helpOnly && <Outside {...props} />}
      {route.page !== OUTSIDE && !helpOnly && reading.length === 0 && (
        <Note kind="alert">{t("No office can receive this now. Nothing was sent. Please try again later, or report in another way.")}</Note>
      )}
      {reading.length > 0 && <Offices ids={reading} directory={props.directory} title={route.inquiry ? t("Your question") : t("The report")} />}
      {reading.length > 0 && <Why route={route} directory={props.directory} anyway={props.anyway} />}
      {reading.length > 1 && <p class="hint">{t("Each office gets its own sealed copy.")}</p>}
      {helper !== null && <Offices ids={[helper]} directory={props.directory} title={t("Your wish for help, without your story")} help />}
      {!helpOnly && asked.length > 0 && <Conflict {...props} />}
      {sendable && <Unvouched />}
      <StopAndErase erase={erase} />
    </Screen>
  );
}

/** Said honestly, with who can act instead, and the choice to tell it anyway (policy row R17). */
function Outside({ directory, decision: { listening, facts }, anyway, tellAnyway }: Props) {
  const { t, locale } = useApp();
  const office = listening === null ? undefined : officeById(directory, listening);
  return (
    <>
      <Note kind="alert">
        <p>{t("The United Nations has no authority over this person, so no conduct office can act on the report. We say this openly rather than let it lie.")}</p>
        <p>{t("Local help, and the police if you want it, can act. If you chose help, your wish for it can still be sent.")}</p>
      </Note>
      <LocalHelp kinds={HELP_KINDS} country={facts.country} />
      {office !== undefined && (
        <>
          <p>{t("You can tell it anyway. This office cannot punish anyone, but it can follow up and see what happens to many: {office}", { office: nameOf(office, locale) })}</p>
          <Button onPress={() => { tellAnyway(!anyway); }}>{anyway ? t("Do not tell this office") : t("Tell it anyway")}</Button>
        </>
      )}
    </>
  );
}

/** Why it goes there, from the rule that decided. */
function Why({ route, directory, anyway }: { readonly route: Route; readonly directory: Directory; readonly anyway: boolean }) {
  const { t, locale } = useApp();
  const reason = anyway ? "" : reasonText(route.reason, t);
  const left = passedOver(route, directory, t, locale);
  if (reason === "" && left.length === 0) return null;
  return (
    <section class="reason" data-reason={route.reason}>
      <h2>{t("Why it goes there")}</h2>
      {reason !== "" && <p>{reason}</p>}
      {left.map((text) => <p key={text}>{text}</p>)}
    </section>
  );
}

function Offices({ ids, directory, title, help = false }: { readonly ids: readonly string[]; readonly directory: Directory; readonly title: string; readonly help?: boolean }) {
  const { t, locale } = useApp();
  return (
    <section class="offices">
      <h2>{title}</h2>
      <ul>
        {ids.map((id) => {
          const office = officeById(directory, id);
          if (office === undefined) return null;
          return (
            <li key={id} data-office={id}>
              <strong>{nameOf(office, locale)}</strong>
              <span>{help ? t("It gets what help you want and your safe way to be reached, nothing else.") : reasonOf(office.role, t)}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** Asked here, acted on here, sent nowhere. */
function Conflict({ directory, decision: { asked }, conflict, toggle }: Props) {
  const { t, locale } = useApp();
  const options = asked.flatMap((id) => {
    const office = officeById(directory, id);
    return office === undefined ? [] : [{ value: id, label: nameOf(office, locale) }];
  });
  return (
    <>
      <Pick
        kind="checkbox"
        legend={t("Is the person, or their boss, one of those who would read this?")}
        options={[...options, { value: HEAD, label: t("The person is the head of the organization") }]}
        chosen={conflict}
        onPick={toggle}
      />
      <p class="hint">{t("If not, or if you do not know, leave this empty. What you tick is not sent to anyone.")}</p>
      <Live>{conflict.length > 0 && <Note>{t("Another office was chosen. The one you named gets nothing and learns nothing.")}</Note>}</Live>
    </>
  );
}
