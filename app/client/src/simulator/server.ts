/** What the simulator asks of the gateway of the demonstration: one turn of a conversation, or of a call. */

export type Channel = "sms" | "whatsapp" | "telegram";

/** One text of the hotline; a choice is what a button sends and what it shows. */
export interface Reply {
  /** Which text it is; stable. */
  readonly key: string;
  readonly text: string;
  readonly choices: readonly (readonly [string, string])[];
  /** The address that a button under it opens, and what the button shows. */
  readonly link: { readonly url: string; readonly label: string } | null;
  readonly encoding: string;
  readonly units: number;
  readonly segments: number;
}

export interface Said {
  readonly replies: readonly Reply[];
  /** BCP 47 tag of the replies. */
  readonly lang: string;
  /** Something was sealed or erased: where the channel can, the conversation before it is deleted. */
  readonly over: boolean;
}

export interface Turn {
  readonly channel: Channel;
  /** Random, made by this page: nobody's number. */
  readonly address: string;
  readonly message: string;
  readonly text: string;
  readonly lang: string;
}

/** Where the demonstration's app and desk are. */
export interface Place {
  readonly app: string;
}

/** The gateway did not answer, or not with an answer. */
export class NoAnswer extends Error {}

const ROOT = "/simulator";
const PATIENCE_MS = 30_000;

export async function place(): Promise<Place> {
  return (await asked(`${ROOT}/place`)) as Place;
}

export async function take(turn: Turn): Promise<Said> {
  return (await posted(`${ROOT}/turn`, turn)) as Said;
}

/** Post something, and read the answer. */
export function posted(path: string, body: unknown): Promise<unknown> {
  return asked(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
}

async function asked(path: string, options: RequestInit = {}): Promise<unknown> {
  try {
    const answer = await fetch(path, { ...options, credentials: "omit", cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) });
    if (answer.ok) return await answer.json();
  } catch {
    // Told to the person in one sentence, whatever it was.
  }
  throw new NoAnswer();
}

/** A name that nobody else has. */
export function randomName(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
