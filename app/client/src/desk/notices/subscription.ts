/** This browser's address for pushes: asked for in the page, because only a page may ask the person. */

/** What the desk seals for the server's worker, or why there is none. */
export type Subscribed = { readonly place: Readonly<Record<string, unknown>> } | { readonly why: "unable" | "refused" | "away" };

/** Whether this browser knows pushes at all. */
export function canBePushed(): boolean {
  return "serviceWorker" in navigator && "PushManager" in globalThis && "Notification" in globalThis;
}

/** Ask the person, then the browser's push service. `key` is the server's, base64url. */
export async function subscribe(key: string, language: string): Promise<Subscribed> {
  const registration = canBePushed() ? await navigator.serviceWorker.getRegistration("/desk") : undefined;
  if (registration === undefined) return { why: "unable" };
  if ((await Notification.requestPermission()) !== "granted") return { why: "refused" };
  try {
    const found = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
    const { endpoint, keys } = found.toJSON();
    return { place: { endpoint, keys: { p256dh: keys?.p256dh, auth: keys?.auth }, lang: language } };
  } catch {
    // Whatever the browser calls it: its push service gave no address. A later try may.
    return { why: "away" };
  }
}

/** Give the address back, so that the push service forgets it too. */
export async function unsubscribe(): Promise<void> {
  const registration = canBePushed() ? await navigator.serviceWorker.getRegistration("/desk") : undefined;
  const found = await registration?.pushManager.getSubscription();
  await found?.unsubscribe();
}
