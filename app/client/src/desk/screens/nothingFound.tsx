/** In place of the list of cases: nothing is there, nothing fits, or what fits stands under another heading. */
import { ANY, type Found, type Wanted } from "../calls/store";
import { useDesk } from "../context";
import { Button } from "../ui";
import type { Filter } from "../view";

interface EmptyProps {
  readonly wanted: Wanted;
  readonly counts: Found["counts"];
  readonly want: (wanted: Wanted) => void;
}

export function NothingFound({ wanted, counts, want }: EmptyProps) {
  const { t, tn, edition } = useDesk();
  if (edition === 0) return <p class="empty">{t("One moment.")}</p>;
  const narrowed = JSON.stringify({ ...wanted, page: 0 }) !== JSON.stringify({ ...ANY, filter: wanted.filter });
  if (!narrowed) return <p class="empty" role="status">{t("There is nothing here.")}</p>;
  const elsewhere = bucketOf(wanted.filter, counts);
  const clear = <Button kind="quiet" onPress={() => { want({ ...ANY, filter: wanted.filter }); }}>{t("Clear the search")}</Button>;
  if (elsewhere === null) return <p class="empty" role="status">{t("No case fits what you look for.")} {clear}</p>;
  const count = counts[elsewhere];
  return (
    <p class="empty" role="status">
      {elsewhere === "closed" ? tn("{count} closed case fits.", "{count} closed cases fit.", count) : tn("{count} open case fits.", "{count} open cases fit.", count)}{" "}
      <Button kind="main" onPress={() => { want({ ...wanted, filter: elsewhere, page: 0 }); }}>{t("Show them")}</Button> {clear}
    </p>
  );
}

/** Where something fits though nothing does under the heading that is chosen: open ones first. */
function bucketOf(chosen: Filter, counts: Found["counts"]): "open" | "closed" | null {
  const buckets = ["open", "closed"] as const;
  return buckets.find((bucket) => bucket !== chosen && counts[bucket] > 0) ?? null;
}
