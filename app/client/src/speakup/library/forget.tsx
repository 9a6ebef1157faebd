/** What is kept of quizzes and lessons, said plainly, and how to make the phone forget it. */
import { useState } from "preact/hooks";
import { useApp } from "../context";
import { Button, Live } from "../ui";
import { useVisit } from "./pack";

/** `forgotten` lets the screen show itself anew. */
export function ForgetProgress({ forgotten }: { readonly forgotten: () => void }) {
  const { t } = useApp();
  const { progress } = useVisit();
  const [done, setDone] = useState(false);
  const forget = () => {
    progress.forget();
    setDone(true);
    forgotten();
  };
  return (
    <section class="forget">
      <p class="hint">{t("How far you are is kept on this phone only, and only after you begin. Nobody else gets it. Which texts you read is not kept.")}</p>
      {progress.any() && (
        <Button kind="quiet" onPress={forget}>
          {t("Forget my progress")}
        </Button>
      )}
      <Live>{done && <p>{t("Forgotten.")}</p>}</Live>
    </section>
  );
}
