/** Who else should have got a report by the rules of its day: what should have been, never what was. */
import { nameIn } from "../../directory/parse";
import { useAsked } from "../asked";
import type { CopiesView } from "../calls/copies";
import { useDesk } from "../context";
import { Note } from "../ui";

/** Null until it is known. */
export function useCopies(thread: string): CopiesView | null {
  return useAsked(thread, (calls) => calls.copies(thread));
}

/** Nothing when the report should have gone to this office alone, or nobody can tell. */
export function ShouldHave({ copies }: { readonly copies: CopiesView | null }) {
  const { t, locale } = useDesk();
  if (copies === null || copies.should.length === 0) return null;
  const names = copies.should.map((office) => nameIn(office, locale.tag));
  const offices = new Intl.ListFormat(locale.tag, { type: "conjunction" }).format(names);
  return <Note>{t("By the rules of that day this report should have gone to {offices} as well. That is no proof: the reporter may have left an office out because of somebody who works there. Do not ask that office about it.", { offices })}</Note>;
}
