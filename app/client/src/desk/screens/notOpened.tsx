/** Above the list of cases: envelopes that could not be opened, and those for which there may be a plain reason. */
import { useEffect, useState } from "preact/hooks";
import { useDesk } from "../context";
import { Button, Note } from "../ui";
import type { FailureView } from "../view";

/** `count`: how many there are; asked for once more when that changes. */
export function NotOpened({ count }: { readonly count: number }) {
  const { t, tn, calls, go } = useDesk();
  const [failures, setFailures] = useState<readonly FailureView[] | null>(null);
  useEffect(() => {
    let newest = true;
    if (count > 0) void calls.failures().then((found) => { if (newest) setFailures(found); });
    return () => { newest = false; };
  }, [calls, count]);
  if (count === 0 || failures === null) return null;
  const perhapsLeft = failures.filter((failure) => failure.perhapsLeft).length;
  const others = failures.length - perhapsLeft;
  const show = <Button kind="quiet" onPress={() => { go({ name: "unopened" }); }}>{t("Show them")}</Button>;
  return (
    <>
      {others > 0 && <Note kind="warn">{tn("{count} envelope could not be opened.", "{count} envelopes could not be opened.", others)} {show}</Note>}
      {perhapsLeft > 0 && (
        <Note>
          {tn("{count} envelope is not sealed to this device. It may belong to a case from which you stepped back.", "{count} envelopes are not sealed to this device. They may belong to cases from which you stepped back.", perhapsLeft)} {others === 0 && show}
        </Note>
      )}
    </>
  );
}
