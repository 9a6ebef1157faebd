/** Files that came with a text: what they are, and a way to look at them or save them. */
import { useEffect, useState } from "preact/hooks";
import { useDesk } from "../context";
import { bare, safeName } from "../fileName";
import { troubleText } from "../trouble";
import "../files.css";
import { Button, Note } from "../ui";
import type { FileView } from "../view";

/** Types that a browser shows without running anything in them. */
const PICTURES = ["image/jpeg", "image/png", "image/webp"];
const SOUNDS = ["audio/webm", "audio/wav", "audio/mp4", "audio/ogg", "audio/mpeg"];

interface Props {
  readonly thread: string;
  readonly files: readonly FileView[];
}

export function Files({ thread, files }: Props) {
  const { t } = useDesk();
  if (files.length === 0) return null;
  return (
    <>
      <h3>{t("Files that came with it")}</h3>
      <ul class="files">
        {files.map((file) => <li key={file.number} data-file={file.number}>{file.known ? <OneFile thread={thread} file={file} /> : t("A file that cannot be understood")}</li>)}
      </ul>
    </>
  );
}

type Shown = { readonly address: string } | { readonly trouble: string } | "opening" | null;

function OneFile({ thread, file }: { readonly thread: string; readonly file: FileView }) {
  const { t, calls, locale } = useDesk();
  const [shown, setShown] = useState<Shown>(null);
  const address = shown !== null && typeof shown === "object" && "address" in shown ? shown.address : null;
  useEffect(() => () => { if (address !== null) URL.revokeObjectURL(address); }, [address]);
  const type = [...PICTURES, ...SOUNDS].find((known) => known === bare(file.type)) ?? null;

  const open = (use: (bytes: Uint8Array<ArrayBuffer>) => void) => {
    setShown("opening");
    calls.file(thread, file.number).then(use, (error: unknown) => { setShown({ trouble: troubleText(error, t) }); });
  };
  const look = () => { open((bytes) => { setShown({ address: URL.createObjectURL(new Blob([bytes], { type: type ?? "" })) }); }); };
  const save = () => { open((bytes) => { download(bytes, safeName(file.number, file.name, file.type)); setShown(null); }); };
  return (
    <>
      <p>
        <bdi>{file.name === "" ? t("Without a name") : file.name}</bdi> · {sizeText(file.length, locale.tag)}
      </p>
      {address !== null && type !== null && (PICTURES.includes(type) ? <img class="file-look" src={address} alt={file.name} /> : <audio controls src={address} />)}
      {shown === "opening" && <p role="status">{t("The file is being fetched and opened…")}</p>}
      {shown !== null && typeof shown === "object" && "trouble" in shown && <Note kind="warn">{shown.trouble}</Note>}
      <div class="file-actions">
        {type !== null && address === null && <Button disabled={shown === "opening"} onPress={look}>{t("Show")}</Button>}
        <Button disabled={shown === "opening"} onPress={save}>{t("Save a readable copy")}</Button>
      </div>
    </>
  );
}

/** Saved as mere bytes: the browser must not open it as a page. */
function download(bytes: Uint8Array<ArrayBuffer>, name: string): void {
  const address = URL.createObjectURL(new Blob([bytes], { type: "application/octet-stream" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

function sizeText(bytes: number, tag: string): string {
  const large = bytes >= 1_000_000;
  const number = large ? bytes / 1_000_000 : Math.max(1, Math.ceil(bytes / 1_000));
  return new Intl.NumberFormat(tag, { style: "unit", unit: large ? "megabyte" : "kilobyte", maximumFractionDigits: 1 }).format(number);
}
