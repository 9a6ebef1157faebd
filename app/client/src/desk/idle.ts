/** Locking by itself when nobody is there: after the minutes that this browser was told, with a warning in the last one. */
import { useEffect, useState } from "preact/hooks";
import { lockMinutes } from "./keys/autoLock";

const MINUTE_MS = 60_000;
const LOOK_MS = 5_000;
const SIGNS = ["pointerdown", "keydown", "wheel", "touchstart"] as const;

/** Whether the warning is due; `lock` is called when the time is up, also after the computer slept. */
export function useIdleLock(lock: () => void): boolean {
  const [warned, setWarned] = useState(false);
  useEffect(() => {
    let last = Date.now();
    const most = () => lockMinutes() * MINUTE_MS;
    const look = () => {
      const idle = Date.now() - last;
      if (idle >= most()) lock();
      else setWarned(idle >= most() - MINUTE_MS);
    };
    // A sign of life after the time was up, as when a laptop is opened again, comes too late.
    const alive = () => {
      if (Date.now() - last < most()) last = Date.now();
      look();
    };
    const timer = setInterval(look, LOOK_MS);
    document.addEventListener("visibilitychange", look);
    for (const sign of SIGNS) addEventListener(sign, alive, { passive: true });
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
      for (const sign of SIGNS) removeEventListener(sign, alive);
    };
  }, [lock]);
  return warned;
}
