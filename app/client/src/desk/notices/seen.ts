/** That somebody has looked: told to the server, which must not tell other offices that it still waits. */
import { useEffect } from "preact/hooks";
import { useDesk } from "../context";

/** For a case, or with null for what could not be opened. Without a way to the server the next look tells it. */
export function useSeen(thread: string | null): void {
  const { calls, edition } = useDesk();
  useEffect(() => { calls.seen(thread).catch(() => undefined); }, [calls, thread, edition]);
}
