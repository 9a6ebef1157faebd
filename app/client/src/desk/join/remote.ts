/** The desk's worker for what is done before anything is unlocked; it ends with the screen, and with it all keys. */
import { useEffect, useRef } from "preact/hooks";
import type { JoiningCalls } from "../calls/joining";
import { type RemoteDesk, startDesk } from "../remote";

/** The calls of a worker that is started when the first is made. */
export function useJoining(): () => JoiningCalls {
  const remote = useRef<RemoteDesk | null>(null);
  useEffect(() => () => {
    remote.current?.end();
    remote.current = null;
  }, []);
  return () => (remote.current ??= startDesk(() => undefined)).calls;
}
