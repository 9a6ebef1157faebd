/** A conversation on one channel, as the page remembers it: gone when the page is. */
import { useCallback, useMemo, useRef, useState } from "preact/hooks";
import { type Channel, NoAnswer, randomName, type Reply, take } from "./server";

export type Line =
  | { readonly kind: "mine"; readonly id: string; readonly text: string }
  | { readonly kind: "theirs"; readonly id: string; readonly lang: string; readonly reply: Reply }
  | { readonly kind: "silence"; readonly id: string }
  | { readonly kind: "deleted"; readonly id: string };

export interface Conversation {
  readonly lines: readonly Line[];
  readonly busy: boolean;
  /** True while the last message has no answer because the gateway gave none. */
  readonly lost: boolean;
  /** What is being typed. */
  readonly draft: string;
  readonly type: (text: string) => void;
  readonly send: (text: string) => Promise<void>;
  readonly anew: () => void;
}

export function useConversation(channel: Channel, lang: string): Conversation {
  const [lines, setLines] = useState<readonly Line[]>([]);
  const [busy, setBusy] = useState(false);
  const [lost, setLost] = useState(false);
  const [draft, type] = useState("");
  const address = useRef(randomName());
  const going = useRef(false);

  const send = useCallback(async (text: string) => {
    if (going.current || text.trim() === "") return;
    going.current = true;
    const message = randomName();
    const from = address.current;
    setBusy(true);
    setLost(false);
    type("");
    setLines((before) => [...before, { kind: "mine", id: message, text }]);
    try {
      const said = await take({ channel, address: from, message, text, lang });
      if (from === address.current) setLines((before) => [...kept(channel, before, message, said.over), ...answered(message, said.replies, said.lang)]);
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      setLost(true);
    } finally {
      going.current = false;
      setBusy(false);
    }
  }, [channel, lang]);

  const anew = useCallback(() => {
    address.current = randomName();
    setLines([]);
    setLost(false);
    type("");
  }, []);

  return useMemo(() => ({ lines, busy, lost, draft, type, send, anew }), [lines, busy, lost, draft, send, anew]);
}

function answered(message: string, replies: readonly Reply[], lang: string): Line[] {
  if (replies.length === 0) return [{ kind: "silence", id: `${message}-silence` }];
  return replies.map((reply, place) => ({ kind: "theirs", id: `${message}-${place}`, lang, reply }));
}

/** Telegram lets a bot delete both sides of a chat, and ours does as soon as it can; the other channels do not. */
function kept(channel: Channel, lines: readonly Line[], message: string, over: boolean): readonly Line[] {
  if (!over || channel !== "telegram") return lines;
  const receipts = lines.filter((line) => line.kind === "theirs" && line.reply.key === "receipt");
  return [...receipts, { kind: "deleted", id: `${message}-deleted` }];
}
