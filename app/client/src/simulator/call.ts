/** A call, as the page remembers it: what was heard, and what the line waits for. */
import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { NoAnswer, posted, randomName } from "./server";

/** What the line does when it has spoken. */
export interface Action {
  readonly name: "Gather" | "Record" | "Redirect" | "Dial" | "Hangup";
  /** So many keys; null for as many as there are before the key that ends them. */
  readonly digits?: number | null;
  readonly pause?: number;
}

export interface Heard {
  readonly id: string;
  /** The first of what is said after a key. */
  readonly begins: boolean;
  readonly lang: string;
  readonly text: string;
}

interface Spoken {
  readonly n: number;
  readonly heard: readonly { readonly lang: string; readonly text: string }[];
  readonly action: Action;
}

interface State {
  /** The name of the call; null while there is none. */
  readonly call: string | null;
  readonly n: number;
  readonly action: Action;
  readonly heard: readonly Heard[];
}

export interface Call {
  readonly state: State;
  readonly busy: boolean;
  readonly lost: boolean;
  /** Keys that were pressed and wait for the key that ends them. */
  readonly keys: string;
  readonly dial: () => void;
  readonly press: (key: string) => void;
  /** What is said while the line records; empty: nothing. */
  readonly speak: (said: string) => void;
  /** Press nothing for as long as the line waits. */
  readonly wait: () => void;
  readonly hangUp: () => void;
}

const ROOT = "/simulator/call";
const NONE: State = { call: null, n: 0, action: { name: "Hangup" }, heard: [] };
const END = "#";
const MENU = "*";
const LEAVE = "9";
/** Asks once more for what was asked. */
const AGAIN = "again";

export function useCall(): Call {
  const [state, setState] = useState(NONE);
  const [busy, setBusy] = useState(false);
  const [lost, setLost] = useState(false);
  const [keys, setKeys] = useState("");
  const going = useRef(false);

  const step = useCallback(async (from: State, pressed: string, said = "") => {
    if (going.current || from.call === null) return;
    going.current = true;
    setBusy(true);
    setLost(false);
    setKeys("");
    try {
      const answer = (await posted(ROOT, { call: from.call, n: String(from.n), keys: pressed, said })) as Spoken;
      setState((now) => (now.call === from.call ? after(now, answer) : now));
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      setLost(true);
    } finally {
      going.current = false;
      setBusy(false);
    }
  }, []);

  useEffect(() => {
    if (state.call === null || state.action.name !== "Redirect") return undefined;
    const timer = setTimeout(() => { void step(state, AGAIN); }, (state.action.pause ?? 0) * 1_000);
    return () => { clearTimeout(timer); };
  }, [state, step]);

  const dial = useCallback(() => {
    const begun = { ...NONE, call: randomName() };
    setState(begun);
    void step(begun, "");
  }, [step]);

  const press = useCallback((key: string) => {
    const { name, digits } = state.action;
    if (name === "Record" && key === LEAVE) void step(state, LEAVE);
    if (name !== "Gather") return;
    if (digits !== null) void step(state, key);
    else if (key === END || key === MENU) void step(state, key === END ? keys : MENU);
    else setKeys((before) => before + key);
  }, [state, keys, step]);

  const hangUp = useCallback(() => {
    if (state.call !== null) posted(`${ROOT}/over`, { call: state.call, n: String(state.n) }).catch(() => undefined);
    setState(NONE);
    setKeys("");
    setLost(false);
  }, [state]);

  return useMemo(() => ({
    state, busy, lost, keys, dial, press, hangUp,
    speak: (said: string) => { void step(state, "", said); },
    wait: () => { void step(state, ""); },
  }), [state, busy, lost, keys, dial, press, hangUp, step]);
}

/** What was heard stays to be read again, until the next call. */
function after(now: State, { n, heard, action }: Spoken): State {
  const added = heard.map(({ lang, text }, place) => ({ id: `${n}-${now.heard.length}-${place}`, begins: place === 0, lang, text }));
  const call = action.name === "Hangup" ? null : now.call;
  return { call, n, action, heard: [...now.heard, ...added] };
}
