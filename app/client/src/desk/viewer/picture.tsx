/** A picture, drawn anew, with what it tells beside what it shows. */
import { useEffect, useState } from "preact/hooks";
import { useDesk } from "../context";
import { Note } from "../ui";
import { type Told, toldBy } from "./exif";
import { Facts } from "./facts";
import type { Kind } from "./kinds";
import { whyText } from "./labels";
import { visible } from "./names";
import { type Redrawn, redrawn } from "./redraw";

interface Props {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly kind: Kind;
  readonly name: string;
}

export function Picture({ bytes, kind, name }: Props) {
  const { t, locale } = useDesk();
  const [shown, setShown] = useState<(Redrawn & { readonly address: string }) | null>(null);
  const [trouble, setTrouble] = useState<unknown>(null);
  useEffect(() => {
    let address = "";
    let gone = false;
    redrawn(bytes, kind).then((made) => {
      if (gone) return;
      address = URL.createObjectURL(made.picture);
      setShown({ ...made, address });
    }, (error: unknown) => { if (!gone) setTrouble(error); });
    return () => {
      gone = true;
      URL.revokeObjectURL(address);
    };
  }, [bytes, kind]);
  if (trouble !== null) return <Note kind="warn">{whyText(trouble, t)}</Note>;
  if (shown === null) return <p role="status">{t("One moment.")}</p>;
  const { width, height } = shown.size;
  return (
    <>
      <img class="file-look" src={shown.address} alt={name} />
      <p class="hint">
        {t("{width} by {height} dots.", { width: number(width, locale.tag), height: number(height, locale.tag) })} {shown.smaller && t("It is shown smaller than it is; a saved copy has all of it.")}
      </p>
      <Tells told={toldBy(bytes, kind)} />
    </>
  );
}

/** Place, time and camera, and what that means for whoever passes the file on. */
function Tells({ told }: { readonly told: Told }) {
  const { t } = useDesk();
  const facts = [
    [t("Where it was taken"), told.place === null ? "" : placeText(told.place)],
    [t("When it was taken, by the camera's clock"), visible(told.taken)],
    [t("Camera"), visible(told.camera)],
    [t("Program"), visible(told.program)],
    [t("Names and notes inside it"), visible(told.names)],
  ] as const;
  if (facts.every(([, value]) => value === "")) return null;
  return (
    <>
      <Facts facts={facts} />
      <Note kind="warn">{t("A saved copy still tells this. It can show who took the picture and where. Pass it on only to those whom the reporter allows.")}</Note>
    </>
  );
}

function placeText({ latitude, longitude }: { readonly latitude: number; readonly longitude: number }): string {
  return `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
}

function number(value: number, tag: string): string {
  return new Intl.NumberFormat(tag, { useGrouping: false }).format(value);
}
