/** Which office, where more than one can be written to. */
import { officeById } from "../../../directory/parse";
import type { Directory } from "../../../directory/types";
import type { LanguageFacts } from "../../../words/locales";
import { useApp } from "../../context";
import { nameOf } from "../../names";
import { Pick } from "../../ui";

interface Props {
  readonly directory: Directory;
  readonly offices: readonly string[];
  readonly chosen: readonly string[];
  readonly onPick: (office: string) => void;
  readonly several?: boolean;
}

export function OfficePick({ directory, offices, chosen, onPick, several = false }: Props) {
  const { t, locale } = useApp();
  if (offices.length <= 1) return null;
  const options = offices.map((id) => ({ value: id, label: officeName(directory, id, locale) }));
  return <Pick kind={several ? "checkbox" : "radio"} legend={several ? t("Which offices?") : t("Which office?")} options={options} chosen={chosen} onPick={onPick} />;
}

/** The name of an office, or of one that is not listed any more. */
export function officeName(directory: Directory, id: string, locale: LanguageFacts): string {
  const office = officeById(directory, id);
  return office === undefined ? "" : nameOf(office, locale);
}
