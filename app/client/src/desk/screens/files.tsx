/** Files that came with a text: what they are, and a way to look at them or save them without harm. */
import { useState } from "preact/hooks";
import { useDesk } from "../context";
import { safeName } from "../fileName";
import { troubleText } from "../trouble";
import "../files.css";
import { Button, Note } from "../ui";
import type { FileView } from "../view";
import { isDisguised, type Kind, kindOf, SHOWN } from "../viewer/kinds";
import { doubtText, kindName, onlySavedText } from "../viewer/labels";
import { Look } from "../viewer/look";
import { doubtsOf, visible } from "../viewer/names";

interface Props {
  readonly thread: string;
  readonly files: readonly FileView[];
  /** Opens a file that stands in no case, by its number. */
  readonly opens?: Opens | undefined;
}

type Opens = (number: number) => Promise<Uint8Array<ArrayBuffer>>;

export function Files({ thread, files, opens }: Props) {
  const { t } = useDesk();
  if (files.length === 0) return null;
  return (
    <>
      <h3>{t("Files that came with it")}</h3>
      <ul class="files">
        {files.map((file) => <li key={file.number} data-file={file.number}>{file.known ? <OneFile thread={thread} file={file} opens={opens} /> : t("A file that cannot be understood")}</li>)}
      </ul>
    </>
  );
}

/** A file whose bytes are here. */
interface Opened {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly kind: Kind;
  readonly disguised: boolean;
}

type State = { readonly name: "closed" } | { readonly name: "opening" } | { readonly name: "trouble"; readonly text: string } | { readonly name: "open"; readonly file: Opened; readonly looking: boolean };
const CLOSED: State = { name: "closed" };

function OneFile({ thread, file, opens }: { readonly thread: string; readonly file: FileView; readonly opens: Opens | undefined }) {
  const { t, calls, locale } = useDesk();
  const [state, setState] = useState<State>(CLOSED);
  const opened = state.name === "open" ? state.file : null;
  const look = opened !== null && state.name === "open" && state.looking;

  const open = (use: (opened: Opened) => void) => {
    if (opened !== null) {
      use(opened);
      return;
    }
    setState({ name: "opening" });
    (opens?.(file.number) ?? calls.file(thread, file.number)).then(
      (bytes) => { use(judged(bytes, file.type)); },
      (error: unknown) => { setState({ name: "trouble", text: troubleText(error, t) }); },
    );
  };
  const show = () => { open((found) => { setState({ name: "open", file: found, looking: true }); }); };
  const save = (known: boolean) => {
    open((found) => {
      // What can do harm is named first; then the officer decides.
      if (!known && isRisky(found)) setState({ name: "open", file: found, looking: false });
      else download(found.bytes, safeName(file.number, file.name, file.type));
      if (!isRisky(found)) setState((now) => (now.name === "open" ? now : CLOSED));
    });
  };
  const name = file.name === "" ? t("Without a name") : visible(file.name);
  const busy = state.name === "opening";
  return (
    <>
      <p><bdi>{name}</bdi> · {sizeText(file.length, locale.tag)}</p>
      {doubtsOf(file.name).map((doubt) => <Note key={doubt} kind="warn">{doubtText(doubt, t)}</Note>)}
      {opened !== null && <Found file={opened} />}
      {look && <Look bytes={opened.bytes} kind={opened.kind} name={name} />}
      {busy && <p role="status">{t("The file is being fetched and opened…")}</p>}
      {state.name === "trouble" && <Note kind="warn">{state.text}</Note>}
      <div class="file-actions">
        {!look && (opened === null || SHOWN[opened.kind] !== undefined) && <Button disabled={busy} onPress={show}>{t("Show")}</Button>}
        {opened !== null && <Button onPress={() => { setState(CLOSED); }}>{t("Put away")}</Button>}
        <Button disabled={busy} onPress={() => { save(opened !== null); }}>{opened !== null && isRisky(opened) ? t("Save it all the same") : t("Save a readable copy")}</Button>
      </div>
    </>
  );
}

function judged(bytes: Uint8Array<ArrayBuffer>, stated: string): Opened {
  const kind = kindOf(bytes);
  return { bytes, kind, disguised: isDisguised(kind, stated) };
}

function isRisky({ kind, disguised }: Opened): boolean {
  return disguised || SHOWN[kind] === undefined;
}

/** What it truly is, whether that is what was said, and what to take care of. */
function Found({ file: { kind, disguised } }: { readonly file: Opened }) {
  const { t } = useDesk();
  return (
    <>
      <p class="hint" data-kind={kind}>{t("Kind of file, by its first bytes: {kind}", { kind: kindName(kind, t) })}</p>
      {disguised && <Note kind="warn">{t("It is not what it was said to be. This can be a mistake, or it can be done on purpose. Please be careful with it.")}</Note>}
      {SHOWN[kind] === undefined && <Note kind="warn">{t("This desk does not show such files.")} {onlySavedText(kind, t)}</Note>}
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
