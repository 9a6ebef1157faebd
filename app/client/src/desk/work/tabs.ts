/**
 * One desk of a device at a time: two would answer the same reporter twice and write over each other's store.
 *
 * The lock lies with the browser (Web Locks) and is let go when the worker ends, however it ends. Where the browser
 * has none, nobody is stopped: the server and the fold bear two desks, as they bear two devices.
 */

export interface Tabs {
  /** False when another tab has the desk of this device; with `takeOver` that one loses it. */
  claim(device: string, takeOver: boolean): Promise<boolean>;
  release(): void;
}

/** `lost` is called when another tab takes over. */
export function openTabs(locks: LockManager | undefined, lost: () => void): Tabs {
  let release = (): void => undefined;
  let held = false;
  return {
    claim: (device, takeOver) =>
      new Promise((resolve) => {
        if (locks === undefined || held) {
          resolve(true);
          return;
        }
        const holding = (lock: Lock | null): Promise<void> | undefined => {
          held = lock !== null;
          resolve(held);
          return held ? new Promise((free) => { release = free; }) : undefined;
        };
        const asked = locks.request(`speakup-desk-${device}`, takeOver ? { steal: true } : { ifAvailable: true }, holding);
        asked.then(() => { held = false; }, () => { lost(); });
      }),
    release: () => { release(); },
  };
}
