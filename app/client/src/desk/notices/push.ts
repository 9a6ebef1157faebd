/**
 * Pushes in the desk's service worker: shows the words that came, and opens the desk when they are pressed.
 *
 * A push holds the same words every day and nothing of any case. What is no such push shows fixed words, because
 * a browser that is shown nothing shows words of its own.
 */

interface Shown {
  readonly title: string;
  readonly body: string;
}

const DESK = "/desk";
/** One notice on the screen at a time: a newer one takes the place of an older one. */
const TAG = "desk";
const PLAIN: Shown = { title: "Please look at your desk", body: "" };
const MOST_CHARACTERS = 400;

/** Have this service worker show pushes. Call it once, at the top of the worker. */
export function hearPushes(worker: ServiceWorkerGlobalScope): void {
  worker.addEventListener("push", (event) => {
    const { title, body } = shown(event.data?.text() ?? "");
    event.waitUntil(worker.registration.showNotification(title, { body, tag: TAG }));
  });
  worker.addEventListener("notificationclick", (event) => {
    event.notification.close();
    event.waitUntil(openDesk(worker.clients));
  });
}

/** The words of a push; fixed ones when it holds none. */
export function shown(text: string): Shown {
  try {
    const { title, body } = JSON.parse(text) as Partial<Record<keyof Shown, unknown>>;
    if (typeof title !== "string" || typeof body !== "string" || title === "") return PLAIN;
    return { title: title.slice(0, MOST_CHARACTERS), body: body.slice(0, MOST_CHARACTERS) };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return PLAIN;
    throw error;
  }
}

async function openDesk(clients: Clients): Promise<void> {
  const open = await clients.matchAll({ type: "window", includeUncontrolled: true });
  const desk = open.find(({ url }) => new URL(url).pathname === DESK);
  await (desk === undefined ? clients.openWindow(DESK) : desk.focus());
}
