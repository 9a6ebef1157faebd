/**
 * A thread of messages with buttons: with reply buttons, as WhatsApp has them, or with a keyboard in rows under the
 * message and a button that opens an address, as Telegram has them.
 */
import type { Words } from "../words/words";
import type { Conversation, Line } from "./conversation";
import { Anew, Log, Trouble, Writer } from "./parts";
import type { Reply } from "./server";

/** WhatsApp shows so many buttons; more come as a list that has to be opened. */
const BUTTONS = 3;

/** Answered with the menu, and in no language of its own. */
const ANYTHING = "?";

type Kind = "whatsapp" | "telegram";

interface ChatProps {
  readonly words: Words;
  readonly conversation: Conversation;
  readonly kind: Kind;
}

export function Chat({ words, conversation, kind }: ChatProps) {
  const { t } = words;
  const newest = conversation.lines.at(-1)?.id;
  return (
    <div class={`chat ${kind}`}>
      <Log label={t("Chat")} length={conversation.lines.length}>
        {conversation.lines.length === 0 && (
          <div class="empty">
            <p class="aside">{t("Press the button, or write a message.")}</p>
            <button type="button" class="button" onClick={() => { void conversation.send(kind === "telegram" ? "/start" : ANYTHING); }}>{t("Begin")}</button>
          </div>
        )}
        {conversation.lines.map((line) => (
          <Message key={line.id} words={words} line={line} kind={kind} conversation={conversation} newest={line.id === newest} />
        ))}
        <Trouble words={words} conversation={conversation} />
      </Log>
      <Writer words={words} conversation={conversation} />
      <Anew words={words} conversation={conversation} />
    </div>
  );
}

interface MessageProps extends ChatProps {
  readonly line: Line;
  readonly newest: boolean;
}

function Message({ words: { t }, conversation, kind, line, newest }: MessageProps) {
  if (line.kind === "silence") return <p class="aside">{t("No answer: after a stop word nothing of ours is let through.")}</p>;
  if (line.kind === "deleted") return <p class="aside">{t("What was said before is deleted from this chat.")}</p>;
  if (line.kind === "mine") return <p class="mine" dir="auto" data-begins>{line.text}</p>;
  const press = (key: string) => { void conversation.send(key); };
  return (
    <div class="theirs" data-reply>
      <p lang={line.lang} dir="auto">{line.reply.text}</p>
      {line.reply.link !== null && (
        <a class="choice link" href={line.reply.link.url} target="_blank" rel="noreferrer" lang={line.lang}>{line.reply.link.label}</a>
      )}
      <Choices reply={line.reply} lang={line.lang} kind={kind} open={newest} press={press} show={t("Show the answers")} />
    </div>
  );
}

interface ChoicesProps {
  readonly reply: Reply;
  readonly lang: string;
  readonly kind: Kind;
  readonly open: boolean;
  readonly press: (key: string) => void;
  readonly show: string;
}

/** The buttons; under an old message they stay, as in real chats, and still answer. */
function Choices({ reply, lang, kind, open, press, show }: ChoicesProps) {
  if (reply.choices.length === 0) return null;
  const buttons = (
    <div class="choices" lang={lang}>
      {reply.choices.map(([key, label]) => (
        <button key={key} type="button" class="choice" data-key={key} onClick={() => { press(key); }}>{label}</button>
      ))}
    </div>
  );
  if (kind === "telegram" || reply.choices.length <= BUTTONS) return buttons;
  return (
    <details open={open}>
      <summary>{show}</summary>
      {buttons}
    </details>
  );
}
