/** What came after the report, in the order of time: messages, answers, notes, decisions. */
import { useDesk } from "../context";
import { closingReasons, dayName, eventName, momentName } from "../labels";
import { nameIn } from "../../directory/parse";
import { templateText } from "../../speakup/templates";
import type { PassedView } from "../calls/refer";
import { useReferral } from "../refer/useReferral";
import { isPurpose, purposeName } from "../refer/words";
import type { CaseView, EventView, MessageView } from "../view";
import { Files } from "./files";
import { Origin, Words } from "./report";
import type { Words as Spoken } from "../../words/words";

export function Story({ found }: { readonly found: CaseView }) {
  const { t } = useDesk();
  const passed = useReferral(found.thread)?.passed ?? [];
  return (
    <section class="panel" aria-label={t("What happened since")}>
      <h2>{t("What happened since")}</h2>
      {found.story.length === 0 && <p>{t("Nothing yet.")}</p>}
      <ol class="story">
        {gathered(found.story).map((item) => <li key={item.ctx} class={classOf(item)}>{item.kind === "message" ? <MessageItem thread={found.thread} message={item} /> : <EventItem event={item} passed={passed.find(({ ctx }) => ctx === item.ctx)} />}</li>)}
      </ol>
      {found.acknowledged !== null && <Proof found={found.acknowledged} waits={isUnsent(found)} />}
    </section>
  );
}

/** Entries of a register that one person made in one go stand once: their own tabs show each. */
const REGISTERS: readonly string[] = ["triage", "coding", "partner", "authority", "assistance", "link"];

export function gathered(story: CaseView["story"]): readonly (MessageView | EventView)[] {
  return story.filter((item, index) => {
    const next = story[index + 1];
    return !(item.kind === "event" && next?.kind === "event" && REGISTERS.includes(item.event) && item.event === next.event && item.by === next.by);
  });
}

function classOf(item: MessageView | EventView): string {
  if (item.kind === "message") return "from-reporter";
  return item.event === "replied" || item.event === "acknowledged" ? "to-reporter" : item.event === "note" ? "among-colleagues" : "small";
}

export function MessageItem({ thread, message }: { readonly thread: string; readonly message: MessageView }) {
  const { t } = useDesk();
  return (
    <>
      <h3>{message.consent === null ? t("The reporter wrote") : t("The reporter changed what they allow")}</h3>
      <Origin text={message}>{message.vouched === null ? t("by the same person as the report") : null}</Origin>
      {message.consent !== null && <p class="hint">{t("What they allow now stands at the top of the case.")}</p>}
      {message.text !== "" && <Words text={message.text} />}
      <Files thread={thread} files={message.attachments} />
    </>
  );
}

/** The words of a standard answer, or why a case was closed. */
export function reasonOf({ event, reason }: EventView, t: Spoken["t"]): string {
  if (event === "replied" && reason !== "") return templateText(reason, {}, t);
  return closingReasons(t).find(({ value }) => value === reason)?.label ?? reason;
}

function EventItem({ event, passed }: { readonly event: EventView; readonly passed: PassedView | undefined }) {
  const { t, locale } = useDesk();
  const reason = reasonOf(event, t);
  return (
    <>
      <h3>{eventName(event.event, event.status, t)}</h3>
      <p class="origin">
        {momentName(event.at, locale)} · {event.own ? t("You") : event.by === "" ? t("A device that is no longer listed") : event.by}
      </p>
      {event.event === "assignment" && <p>{event.to === "" ? t("Nobody has it") : event.to}</p>}
      {passed !== undefined && <p>{purposeName(passed.purpose, t)} · <bdi>{nameIn({ name: passed.to, names: passed.names }, locale.tag) || t("An office that is no longer listed")}</bdi></p>}
      {reason !== "" && <p dir="auto">{reason}</p>}
      {event.asks && <p class="hint">{t("The case waits for an answer to this.")}</p>}
      {event.waits && <p class="hint">{t("It waits on this computer to be sent.")}</p>}
      {event.refused && <p>{t("It did not count: at that point the case could not be given this status.")}</p>}
      {event.event === "need_to_know" && isPurpose(event.text) ? <p>{purposeName(event.text, t)}</p> : event.text !== "" && <Words text={event.text} />}
    </>
  );
}

/** The acknowledgement still waits on this computer, so nobody holds a proof yet. */
function isUnsent({ story }: CaseView): boolean {
  const acknowledgements = story.filter((item) => item.kind === "event" && item.event === "acknowledged");
  return acknowledgements.length > 0 && acknowledgements.every((item) => item.kind === "event" && item.waits);
}

function Proof({ found, waits }: { readonly found: { readonly day: string; readonly by: string }; readonly waits: boolean }) {
  const { t, locale } = useDesk();
  if (waits) return <p class="hint">{t("The reporter will get your office's signed proof when this is sent.")}</p>;
  return <p class="hint">{t("The reporter holds your office's signed proof that it opened the report on {day}.", { day: dayName(found.day, locale) })}</p>;
}
