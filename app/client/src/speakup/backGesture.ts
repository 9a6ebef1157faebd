/**
 * The phone's gesture or key for "back" closes the screen instead of leaving the app, where the browser can do that.
 *
 * A history entry would do the same everywhere, but it would be a way back for whoever holds the phone after the
 * quick exit. `CloseWatcher` leaves no entry.
 */
import { useEffect, useRef } from "preact/hooks";

interface Watcher {
  onclose: (() => void) | null;
  destroy(): void;
}

export function useBackGesture(back: () => void): void {
  const latest = useRef(back);
  latest.current = back;
  useEffect(() => {
    const Closes = (globalThis as { CloseWatcher?: new () => Watcher }).CloseWatcher;
    if (Closes === undefined) return;
    let watcher: Watcher | null = null;
    const watch = () => {
      watcher = new Closes();
      watcher.onclose = () => {
        latest.current();
        watch();
      };
    };
    watch();
    return () => { watcher?.destroy(); };
  }, []);
}
