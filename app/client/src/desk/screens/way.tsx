/** From a sentence that names another part of the case to that part. */
import { type TabId, useDesk } from "../context";
import { tabName } from "../labels";
import { Button } from "../ui";

interface WayProps {
  readonly thread: string;
  readonly tab: TabId;
  /** What is wanted there, when that is not the part as a whole. */
  readonly name?: string;
}

export function Way({ thread, tab, name }: WayProps) {
  const { t, go } = useDesk();
  const place = name ?? tabName(tab, t);
  return <Button kind="quiet" onPress={() => { go({ name: "case", thread, tab }); }}>{t("Go to “{place}”", { place })}</Button>;
}
