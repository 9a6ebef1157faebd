/**
 * The quick exit: cover the screen, forget everything but the sealed unsent queue, and be on another page.
 *
 * `location.replace` leaves no entry in the history that leads back here. Without JavaScript the same button is a
 * plain link (index.html).
 */
import { dropKept } from "../offline/keep";

/** Where people go who must be elsewhere at once; an organisation can set another page in its directory. */
export const NEUTRAL_PAGE = "https://www.wikipedia.org";

/** Longer than this nobody waits for the stores to be emptied: they go on by themselves. */
const MOST_MS = 300;

/** The databases that stay: what is sealed and not sent yet, and an officer's locked keys and sealed cases. */
const QUEUE = "q";
const DESK = "speakup-desk-";

/** Erase what this visit left in the browser's stores; the queue's database is kept on purpose. */
export async function erase(): Promise<void> {
  for (const storage of ["sessionStorage", "localStorage"] as const) {
    try {
      globalThis[storage].clear();
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
    }
  }
  await Promise.allSettled([dropKept(), dropDatabases()]);
}

async function dropDatabases(): Promise<void> {
  // Firefox before 126 cannot list them; there are none but the queue's unless a later version adds one.
  const databases = "databases" in indexedDB ? await indexedDB.databases() : [];
  for (const { name } of databases) if (name !== undefined && name !== QUEUE && !name.startsWith(DESK)) indexedDB.deleteDatabase(name);
}

/** Erase and leave. The page goes white first, because the other one may take long to load. */
export function leave(page: string | undefined): void {
  document.documentElement.replaceChildren();
  const away = () => { location.replace(page?.startsWith("https://") === true ? page : NEUTRAL_PAGE); };
  void Promise.race([erase(), new Promise((resolve) => setTimeout(resolve, MOST_MS))]).then(away, away);
}

/**
 * Browsers keep a page that was left as it was, to show it again at once when somebody goes "back" or "forward" to
 * it: with what was typed, the receipt, the answers. So it is emptied when it is left, and begins anew.
 */
export function forgetWhenLeft(forget: () => void): void {
  addEventListener("pagehide", (event) => {
    if (!(event as PageTransitionEvent).persisted) return;
    forget();
    document.documentElement.replaceChildren();
  });
  addEventListener("pageshow", (event) => { if ((event as PageTransitionEvent).persisted) location.reload(); });
}

/** Three presses of Shift within this are the exit; slower ones are typing. */
const TOGETHER_MS = 2000;

/** Call `exit` when Shift is pressed three times with nothing between; the answer stops listening. */
export function onThreeShifts(exit: () => void, target: EventTarget = globalThis): () => void {
  let pressed: number[] = [];
  const listen = (event: Event) => {
    const { key, repeat } = event as KeyboardEvent;
    if (repeat) return;
    pressed = key === "Shift" ? [...pressed, event.timeStamp].slice(-3) : [];
    const [first = 0, , third] = pressed;
    if (third !== undefined && third - first <= TOGETHER_MS) exit();
  };
  target.addEventListener("keydown", listen, true);
  return () => { target.removeEventListener("keydown", listen, true); };
}
