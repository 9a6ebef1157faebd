/** A phone with keys and a small screen of one colour. Says of each answer how many text messages it takes. */
import type { Words } from "../words/words";
import type { Conversation, Line } from "./conversation";
import { Keypad } from "./keypad";
import { Anew, Log, Trouble, Writer } from "./parts";
import type { Reply } from "./server";

interface FeaturePhoneProps {
  readonly words: Words;
  readonly conversation: Conversation;
}

export function FeaturePhone({ words, conversation }: FeaturePhoneProps) {
  const { t } = words;
  return (
    <div class="feature-phone">
      <div class="lcd">
        <Log label={t("Text messages")} length={conversation.lines.length}>
          {conversation.lines.length === 0 && <p class="aside">{t("Send 1 to begin a report, or ? for the menu.")}</p>}
          {conversation.lines.map((line) => <Message key={line.id} words={words} line={line} />)}
          <Trouble words={words} conversation={conversation} />
        </Log>
      </div>
      <Writer words={words} conversation={conversation} />
      <Keypad words={words} press={(key) => { conversation.type(conversation.draft + key); }}>
        <button type="button" class="key wide" onClick={() => { conversation.type(conversation.draft.slice(0, -1)); }}>{t("Erase")}</button>
      </Keypad>
      <Anew words={words} conversation={conversation} />
    </div>
  );
}

function Message({ words: { t, tn }, line }: { readonly words: Words; readonly line: Line }) {
  if (line.kind === "silence") return <p class="aside">{t("No answer: after a stop word the phone company lets nothing of ours through.")}</p>;
  if (line.kind === "deleted") return null;
  if (line.kind === "mine") return <p class="mine" dir="auto" data-begins>{line.text}</p>;
  return (
    <div class="theirs" data-reply>
      <p lang={line.lang} dir="auto">{line.reply.text}</p>
      <p class="cost" data-segments={line.reply.segments}>{cost(line.reply, tn)}</p>
    </div>
  );
}

function cost({ segments, units, encoding }: Reply, tn: Words["tn"]): string {
  return tn("{count} text message, {units} units, {encoding}", "{count} text messages, {units} units, {encoding}", segments, { units, encoding });
}
