/** The device that this page has open, and the way to lock it: for screens that are about this computer. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";

export interface Session {
  /** The id of the open device. */
  readonly device: string;
  /** Lock, and show the door; with another device of this computer chosen there, when one is named. */
  readonly lock: (next?: string) => void;
}

export const OpenSession = createContext<Session | null>(null);

/** Throws outside of an open desk: a mistake of ours. */
export function useSession(): Session {
  const session = useContext(OpenSession);
  if (session === null) throw new Error("no device is open here");
  return session;
}
