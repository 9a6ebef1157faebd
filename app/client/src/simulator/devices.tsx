/** The devices, and which of them is shown. Conversations stay while another one is looked at. */
import { useEffect, useState } from "preact/hooks";
import type { Words } from "../words/words";
import { useCall } from "./call";
import { CallPhone } from "./callPhone";
import { Chat } from "./chat";
import { useConversation } from "./conversation";
import { FeaturePhone } from "./featurePhone";

/** Below this width one device is shown at a time. */
const NARROW = "(max-width: 46rem)";
const NAMES = ["sms", "whatsapp", "telegram", "voice"] as const;
type Name = (typeof NAMES)[number];

export function Devices({ words }: { readonly words: Words }) {
  const sms = useConversation("sms", words.language);
  const whatsapp = useConversation("whatsapp", words.language);
  const telegram = useConversation("telegram", words.language);
  const call = useCall();
  const narrow = useNarrow();
  const [chosen, choose] = useState<Name>("sms");

  const device = (name: Name) => {
    if (name === "sms") return <FeaturePhone words={words} conversation={sms} />;
    if (name === "voice") return <CallPhone words={words} call={call} />;
    if (name === "whatsapp") return <Chat words={words} conversation={whatsapp} kind="whatsapp" />;
    return <Chat words={words} conversation={telegram} kind="telegram" />;
  };
  if (narrow) {
    return (
      <>
        <Tabs words={words} chosen={chosen} choose={choose} />
        <div class="device" role="tabpanel" id={`device-${chosen}`} aria-labelledby={`tab-${chosen}`} data-device={chosen}>
          <p class="reads">{whoReads(chosen, words.t)}</p>
          {device(chosen)}
        </div>
      </>
    );
  }
  return (
    <div class="devices">
      {NAMES.map((name) => (
        <section key={name} class="device" aria-labelledby={`name-${name}`} data-device={name}>
          <h2 id={`name-${name}`}>{nameOf(name, words.t)}</h2>
          <p class="reads">{whoReads(name, words.t)}</p>
          {device(name)}
        </section>
      ))}
    </div>
  );
}

interface TabsProps {
  readonly words: Words;
  readonly chosen: Name;
  readonly choose: (name: Name) => void;
}

function Tabs({ words, chosen, choose }: TabsProps) {
  const step = (event: KeyboardEvent) => {
    const way = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (way === undefined) return;
    event.preventDefault();
    const forward = document.documentElement.dir === "rtl" ? -way : way;
    const next = NAMES[(NAMES.indexOf(chosen) + forward + NAMES.length) % NAMES.length] ?? chosen;
    choose(next);
    document.getElementById(`tab-${next}`)?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label={words.t("Ways to the hotline")} onKeyDown={step}>
      {NAMES.map((name) => (
        <button
          key={name}
          type="button"
          role="tab"
          id={`tab-${name}`}
          aria-selected={name === chosen}
          aria-controls={name === chosen ? `device-${name}` : undefined}
          tabIndex={name === chosen ? 0 : -1}
          onClick={() => { choose(name); }}
        >
          {nameOf(name, words.t)}
        </button>
      ))}
    </div>
  );
}

function nameOf(name: Name, t: Words["t"]): string {
  const names: Record<Name, string> = { sms: t("SMS"), whatsapp: t("WhatsApp"), telegram: t("Telegram"), voice: t("Call") };
  return names[name];
}

/** What the same would be outside of the simulator. */
function whoReads(name: Name, t: Words["t"]): string {
  const said: Record<Name, string> = {
    sms: t("A real text message can be read by the phone company."),
    whatsapp: t("In a real chat, the company that carries WhatsApp for us can read a message before it is sealed."),
    telegram: t("A real chat can be read by Telegram."),
    voice: t("The phone company knows of a real call."),
  };
  return said[name];
}

function useNarrow(): boolean {
  const [narrow, setNarrow] = useState(() => matchMedia(NARROW).matches);
  useEffect(() => {
    const query = matchMedia(NARROW);
    const look = () => { setNarrow(query.matches); };
    query.addEventListener("change", look);
    return () => { query.removeEventListener("change", look); };
  }, []);
  return narrow;
}
