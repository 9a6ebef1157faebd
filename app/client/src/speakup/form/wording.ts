/** Questions of the form that are asked elsewhere too: one wording for all. */
import type { Words } from "../../words/words";
import { FORM } from "./form";

export interface Worded {
  readonly text: string;
  readonly hint: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

/** The text, hint and options of a question in the person's language. Throws for one that the form has not. */
export function wordingOf(id: string, t: Words["t"]): Worded {
  const question = FORM.questions.find((each) => each.id === id);
  if (question === undefined) throw new Error("the form has no such question");
  const { text, hint = "", options = [] } = question;
  return { text: t(text), hint: hint === "" ? "" : t(hint), options: options.map(({ value, label }) => ({ value, label: t(label) })) };
}
