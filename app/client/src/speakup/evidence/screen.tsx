/** The step of a report after the questions: what somebody has already, if they want to add it. */
import { useState } from "preact/hooks";
import { useApp } from "../context";
import { Back, Button, Screen } from "../ui";
import type { Kept } from "./kept";
import { EvidencePicker, type PickerState } from "./picker";

interface Props {
  readonly kept: readonly Kept[];
  readonly onChange: (kept: readonly Kept[]) => void;
  readonly next: () => void;
  readonly back: () => void;
}

export function EvidenceScreen({ kept, onChange, next, back }: Props) {
  const { t } = useApp();
  const [state, setState] = useState<PickerState>("free");
  const actions = (
    <>
      <Back onPress={back} />
      <Button kind="main" disabled={state !== "free"} onPress={next}>
        {kept.length === 0 ? t("Skip") : t("Continue")}
      </Button>
    </>
  );
  return (
    <Screen name="evidence" title={t("Add photos, papers or a voice note")} actions={actions}>
      {state !== "asking" && (
        <>
          <p class="lead">{t("Only if you have something already. Please do not go and look for proof, and do not put yourself in danger: that is the work of others.")}</p>
          <p>{t("Photos are drawn anew on this phone, so where, when and with which phone they were taken is not sent.")}</p>
        </>
      )}
      <EvidencePicker kept={kept} onChange={onChange} onState={setState} />
    </Screen>
  );
}
