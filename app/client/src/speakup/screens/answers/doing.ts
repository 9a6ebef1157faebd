/** What a person does in the dialogue, and what every form of it gets. */
import type { Thread } from "../../answers/letters";
import type { Trusted } from "../../delivery/trust";

export type Doing =
  | { readonly form: "write"; readonly office?: string; readonly text?: string }
  | { readonly form: "help" | "consent" | "withdraw" | "treated" }
  | { readonly form: "unheard"; readonly office: string | null };

export interface FormProps {
  readonly trusted: Trusted;
  readonly threads: readonly Thread[];
  readonly back: () => void;
}
