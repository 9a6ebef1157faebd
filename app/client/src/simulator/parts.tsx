/** What the devices share: the list of messages, and the field to write one. */
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import type { Words } from "../words/words";
import type { Conversation } from "./conversation";

interface LogProps {
  readonly label: string;
  /** Grows with each message: the newest is brought into sight. */
  readonly length: number;
  readonly children: ComponentChildren;
}

/** Messages, the newest last; a screen reader reads out what comes, and the keyboard can scroll it. */
export function Log({ label, length, children }: LogProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (box.current !== null) showNewest(box.current);
  }, [length]);
  return (
    <div class="log" role="log" aria-label={label} tabIndex={0} ref={box}>
      {children}
    </div>
  );
}

/** The newest part begins at the top, so that a long answer is read from its beginning; `data-begins` marks where. */
function showNewest(box: HTMLElement): void {
  const first = [...box.querySelectorAll<HTMLElement>("[data-begins]")].at(-1);
  box.scrollTop = first === undefined ? box.scrollHeight : first.offsetTop - box.offsetTop;
}

interface WriterProps {
  readonly words: Words;
  readonly conversation: Conversation;
}

/** The field and its button. Enter sends; Shift and Enter begin a new line. */
export function Writer({ words: { t }, conversation }: WriterProps) {
  const id = useId();
  const send = () => { void conversation.send(conversation.draft); };
  return (
    <form class="writer" onSubmit={(event) => { event.preventDefault(); send(); }}>
      <label class="unseen" for={id}>{t("Your message")}</label>
      <textarea
        id={id}
        rows={2}
        dir="auto"
        maxLength={4000}
        autocomplete="off"
        spellcheck={false}
        placeholder={t("Your message")}
        value={conversation.draft}
        onInput={(event) => { conversation.type(event.currentTarget.value); }}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          send();
        }}
      />
      <button type="submit" class="button main" aria-disabled={conversation.busy}>{t("Send")}</button>
    </form>
  );
}

/** What stands among the messages and is none. */
export function Trouble({ words: { t }, conversation }: WriterProps) {
  if (conversation.busy) return <p class="aside">{t("One moment …")}</p>;
  if (!conversation.lost) return null;
  return <p class="aside alert" role="alert">{t("No answer came. Is the demonstration still running? Please send it again.")}</p>;
}

/** Begin with another number, as somebody else. */
export function Anew({ words: { t }, conversation }: WriterProps) {
  if (conversation.lines.length === 0) return null;
  return (
    <button type="button" class="button quiet" onClick={conversation.anew}>
      {t("Begin anew as somebody else")}
    </button>
  );
}
