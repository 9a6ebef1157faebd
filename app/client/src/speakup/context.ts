/** What every screen can reach: the words, the visit, and the way to other screens. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Directory } from "../directory/types";
import { type LanguageFacts, LANGUAGES } from "../words/locales";
import type { Words } from "../words/words";
import type { Standing } from "./delivery/courier";
import type { Session } from "./session";

/** The places of the app. There is no history of them: the address never changes. */
export type Place =
  | "language"
  | "home"
  | "about"
  | "settings"
  | "help"
  | "watched"
  | "shared"
  | "report"
  | "check"
  | "read"
  | "questions"
  | "quizzes"
  | "lessons"
  | "certificate"
  | "verify";

export interface App {
  readonly words: Words;
  readonly session: Session;
  /** Read, not believed: for names and notices. Null while loading or without a way to the server. */
  readonly preview: Directory | null;
  readonly standing: Standing;
  /** Show a place; `item` names what to show there, such as a rule. Help opens over what is shown, which stays as it is. */
  readonly go: (place: Place, item?: string) => void;
  /** Whether something is half written: then no single tap at the top may throw it away. */
  readonly hold: (held: boolean) => void;
}

export const AppContext = createContext<App | null>(null);

/** Throws outside of the app: a mistake of ours. */
export function useApp(): App & Pick<Words, "t" | "tn"> & { readonly locale: LanguageFacts } {
  const app = useContext(AppContext);
  if (app === null) throw new Error("this screen stands outside of the app");
  return { ...app, t: app.words.t, tn: app.words.tn, locale: LANGUAGES[app.words.language] };
}
