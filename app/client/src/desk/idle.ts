/** Locking by itself when nobody is there: ten minutes, with a warning in the last one. */
import { useEffect, useState } from "preact/hooks";

export const LOCK_MS = 10 * 60_000;
const WARN_MS = LOCK_MS - 60_000;
const LOOK_MS = 5_000;
const SIGNS = ["pointerdown", "keydown", "wheel", "touchstart"] as const;

/** Whether the warning is due; `lock` is called when the time is up, also after the computer slept. */
export function useIdleLock(lock: () => void): boolean {
  const [warned, setWarned] = useState(false);
  useEffect(() => {
    let last = Date.now();
    const look = () => {
      const idle = Date.now() - last;
      if (idle >= LOCK_MS) lock();
      else setWarned(idle >= WARN_MS);
    };
    // A sign of life after the time was up, as when a laptop is opened again, comes too late.
    const alive = () => {
      if (Date.now() - last < LOCK_MS) last = Date.now();
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
