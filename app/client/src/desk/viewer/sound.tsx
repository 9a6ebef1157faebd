/** A recording; only its sound is played, also when it has pictures. */
import { useEffect, useState } from "preact/hooks";
import { useDesk } from "../context";
import { Note } from "../ui";
import { type Kind, SHOWN } from "./kinds";
import { whyText } from "./labels";
import { Unshowable } from "./unshowable";

interface Props {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly kind: Kind;
  readonly name: string;
}

export function Sound({ bytes, kind, name }: Props) {
  const { t } = useDesk();
  const [address, setAddress] = useState("");
  const [broken, setBroken] = useState(false);
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([bytes], { type: SHOWN[kind]?.type ?? "" }));
    setAddress(made);
    return () => { URL.revokeObjectURL(made); };
  }, [bytes, kind]);
  if (broken) return <Note kind="warn">{whyText(new Unshowable("damaged"), t)}</Note>;
  return (
    <>
      {address !== "" && <audio controls src={address} aria-label={name} onError={() => { setBroken(true); }} />}
      <p class="hint">{t("A voice can tell who somebody is. Pass it on only to those whom the reporter allows.")}</p>
    </>
  );
}
