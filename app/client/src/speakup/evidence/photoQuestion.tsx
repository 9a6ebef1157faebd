/** One question before the first photo: pictures of naked bodies, above all of a child, must not be sent. */
import { useApp } from "../context";
import { Button, Note } from "../ui";
import { Panel } from "./panel";

interface Props {
  readonly answer: (intimate: boolean) => void;
  readonly close: () => void;
}

export function PhotoQuestion({ answer, close }: Props) {
  const { t } = useApp();
  return (
    <Panel name="photo-question" title={t("Before you add a photo")}>
      <p>{t("Does any of the pictures show a naked person, a sexual act, or a child who is naked or being hurt?")}</p>
      <Button onPress={() => { answer(true); }}>{t("Yes, or I am not sure")}</Button>
      <Button kind="main" onPress={() => { answer(false); }}>{t("No")}</Button>
      <Button kind="quiet" onPress={close}>{t("No photos")}</Button>
    </Panel>
  );
}

/** Why such a picture is refused, and what to do instead. */
export function IntimateNotice() {
  const { t } = useApp();
  return (
    <Note>
      <p>{t("Having or sending such a picture of a child is against the law almost everywhere, also for a good reason. It can hurt the child again, and it can bring you into danger.")}</p>
      <p>{t("Pictures of naked adults are not needed either. Nobody has to show their body to be believed.")}</p>
      <p>{t("Do not send it to anybody else. You can write in your report that such a picture exists and who has it. People who are trained for this will say what to do.")}</p>
    </Note>
  );
}
