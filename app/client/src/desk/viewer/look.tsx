/** A file by what it truly is. */
import { useEffect, useState } from "preact/hooks";
import { useDesk } from "../context";
import { Note } from "../ui";
import { type Kind, SHOWN } from "./kinds";
import { whyText } from "./labels";
import type { Pdf } from "./pdf";
import { Picture } from "./picture";
import { Sound } from "./sound";
import { PlainText } from "./text";
import { Unshowable } from "./unshowable";
import "./viewer.css";

interface Props {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly kind: Kind;
  /** Already made visible. */
  readonly name: string;
}

export function Look({ bytes, kind, name }: Props) {
  switch (SHOWN[kind]?.way) {
    case "picture":
      return <Picture bytes={bytes} kind={kind} name={name} />;
    case "pdf":
      return <LaterPdf bytes={bytes} name={name} />;
    case "sound":
      return <Sound bytes={bytes} kind={kind} name={name} />;
    case "text":
      return <PlainText bytes={bytes} />;
    case undefined:
      return null;
  }
}

/** The reader of PDF files is large: it is fetched when somebody opens one. */
function LaterPdf({ bytes, name }: Omit<Props, "kind">) {
  const { t } = useDesk();
  const [part, setPart] = useState<{ readonly Reader: typeof Pdf } | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let gone = false;
    import("./pdf").then(({ Pdf: Reader }) => { if (!gone) setPart({ Reader }); }, () => { if (!gone) setFailed(true); });
    return () => { gone = true; };
  }, []);
  if (failed) return <Note kind="warn">{whyText(new Unshowable("unloaded"), t)}</Note>;
  return part === null ? <p role="status">{t("One moment.")}</p> : <part.Reader bytes={bytes} name={name} />;
}
