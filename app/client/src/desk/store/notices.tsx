/** What an officer has to know about this computer: what waits to be sent, what cannot be kept, a clock that is wrong. */
import { useEffect, useState } from "preact/hooks";
import type { DeskState, Outgoing } from "../calls/store";
import { useDesk } from "../context";
import { eventName, momentName } from "../labels";
import { Button, Note } from "../ui";
import "./store.css";

/** `round` changes after each look at the server. */
export function StoreNotices({ round }: { readonly round: unknown }) {
  const { calls, edition } = useDesk();
  const [state, setState] = useState<DeskState | null>(null);
  useEffect(() => { void calls.state().then(setState, () => undefined); }, [calls, edition, round]);
  if (state === null) return null;
  return (
    <>
      <Offline state={state} />
      <Waiting state={state} />
      <Lost count={state.lost} />
      <Keeping state={state} />
      <WrongClock minutes={state.clock} />
    </>
  );
}

function Offline({ state }: { readonly state: DeskState }) {
  const { t, locale } = useDesk();
  if (state.online || state.stored !== "kept") return null;
  return (
    <Note kind="warn">
      {state.asOf !== null && <>{t("You see what this computer kept on {moment}.", { moment: momentName(state.asOf, locale) })} </>}
      {t("You can go on working. What you write is kept here, sealed, and is sent when there is a connection.")}
    </Note>
  );
}

function Waiting({ state }: { readonly state: DeskState }) {
  const { t, tn } = useDesk();
  const [shown, show] = useState(false);
  if (state.waiting + state.refused === 0) return null;
  return (
    <Note kind={state.refused > 0 ? "alert" : "warn"}>
      {state.waiting > 0 && <p>{tn("{count} thing that you wrote waits here to be sent.", "{count} things that you wrote wait here to be sent.", state.waiting)}</p>}
      {state.refused > 0 && <p>{tn("The server does not take {count} thing that you wrote. Nobody has seen it yet.", "The server does not take {count} things that you wrote. Nobody has seen them yet.", state.refused)}</p>}
      <Button kind="quiet" pressed={shown} onPress={() => { show(!shown); }}>{shown ? t("Hide them") : t("Show what waits")}</Button>
      {shown && <Outbox />}
    </Note>
  );
}

function Outbox() {
  const { t, calls, changed, edition } = useDesk();
  const [outgoing, setOutgoing] = useState<readonly Outgoing[]>([]);
  useEffect(() => { void calls.outgoing().then(setOutgoing, () => undefined); }, [calls, edition]);
  const done = (work: Promise<void>) => { void work.then(changed, changed); };
  return (
    <>
      <ul class="outgoing">
        {outgoing.map((one) => <OutgoingItem key={one.id} one={one} discard={() => { done(calls.discard(one.id)); }} />)}
      </ul>
      {outgoing.some(({ refused }) => refused) && <Button onPress={() => { done(calls.sendAgain()); }}>{t("Try to send them again")}</Button>}
    </>
  );
}

function OutgoingItem({ one, discard }: { readonly one: Outgoing; readonly discard: () => void }) {
  const { t, go, locale } = useDesk();
  const [sure, setSure] = useState(false);
  return (
    <li>
      <span>{one.events.map((event) => eventName(event as Parameters<typeof eventName>[0], null, t)).join(" · ")}</span>
      <span class="when">{momentName(one.at, locale)}</span>
      <Button kind="quiet" onPress={() => { go({ name: "case", thread: one.thread }); }}>{t("Open the case")}</Button>
      {one.refused && !sure && <Button kind="quiet" onPress={() => { setSure(true); }}>{t("Give it up")}</Button>}
      {sure && <Button onPress={discard}>{t("Yes, never send it")}</Button>}
    </li>
  );
}

function Lost({ count }: { readonly count: number }) {
  const { tn } = useDesk();
  if (count === 0) return null;
  return (
    <Note kind="warn">
      {tn(
        "The server no longer has {count} envelope that this computer keeps. No two members had it destroyed. Please tell the lead of your office.",
        "The server no longer has {count} envelopes that this computer keeps. No two members had them destroyed. Please tell the lead of your office.",
        count,
      )}
    </Note>
  );
}

function Keeping({ state }: { readonly state: DeskState }) {
  const { t } = useDesk();
  return (
    <>
      {state.stored === "full" && <Note kind="warn">{t("This computer has no room left. The desk works on, but what comes now is not kept here and is fetched again at the next start. Without a connection nothing can be written.")}</Note>}
      {state.stored === "none" && <Note>{t("This browser keeps nothing for the desk, as in a private window. Everything is fetched again at each start, and without a connection nothing can be written.")}</Note>}
      {state.renewed && <Note>{t("What this computer had kept could not be read. It was fetched again from the server.")}</Note>}
    </>
  );
}

function WrongClock({ minutes }: { readonly minutes: number }) {
  const { t } = useDesk();
  if (minutes === 0) return null;
  const text =
    minutes > 0
      ? t("The clock of this computer is {minutes} minutes ahead of the server's. Please set it: your colleagues see when you did something, and keys are valid from day to day.", { minutes })
      : t("The clock of this computer is {minutes} minutes behind the server's. Please set it: your colleagues see when you did something, and keys are valid from day to day.", { minutes: -minutes });
  return <Note kind="warn">{text}</Note>;
}
