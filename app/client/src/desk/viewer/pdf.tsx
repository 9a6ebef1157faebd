/** A PDF file, one page at a time: a file of five hundred pages takes no more memory than one of five. */
import { useEffect, useRef, useState } from "preact/hooks";
import { useDesk } from "../context";
import { Button, Note } from "../ui";
import { Facts } from "./facts";
import { whyText } from "./labels";
import { openPdf, type PdfFile } from "./pdfFile";

/** Dots across a page: readable when it is made larger, quick to draw. */
const WIDTH = 1_200;

interface Props {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly name: string;
}

export function Pdf({ bytes, name }: Props) {
  const { t } = useDesk();
  const [file, setFile] = useState<PdfFile | null>(null);
  const [trouble, setTrouble] = useState<unknown>(null);
  useEffect(() => {
    let opened: PdfFile | null = null;
    let gone = false;
    openPdf(bytes).then((found) => {
      opened = found;
      if (gone) found.end();
      else setFile(found);
    }, (error: unknown) => { if (!gone) setTrouble(error); });
    return () => {
      gone = true;
      opened?.end();
    };
  }, [bytes]);
  if (trouble !== null) return <Note kind="warn">{whyText(trouble, t)}</Note>;
  if (file === null) return <p role="status">{t("One moment.")}</p>;
  return <Pages file={file} name={name} />;
}

function Pages({ file, name }: { readonly file: PdfFile; readonly name: string }) {
  const { t, locale } = useDesk();
  const { title, author, program, made, pages } = file.about;
  const [page, setPage] = useState(1);
  const { canvas, text, trouble } = useDrawn(file, page);
  const turn = (to: number) => { if (Number.isInteger(to) && to >= 1 && to <= pages) setPage(to); };
  return (
    <div class="pages">
      <Facts facts={[[t("Title inside the file"), title], [t("Author inside the file"), author], [t("Made with"), program], [t("Made on"), made]]} />
      <div class="turning">
        <Button disabled={page === 1} onPress={() => { turn(page - 1); }}>{t("Page before")}</Button>
        <label>
          {t("Page")}{" "}
          <input type="number" min={1} max={pages} value={page} onChange={(event) => { turn(event.currentTarget.valueAsNumber); event.currentTarget.value = String(page); }} />
        </label>
        <Button disabled={page === pages} onPress={() => { turn(page + 1); }}>{t("Next page")}</Button>
        <p role="status" data-page={page} data-drawn={text !== null}>{t("Page {page} of {pages}", { page: number(page, locale.tag), pages: number(pages, locale.tag) })}</p>
      </div>
      {trouble !== null && <Note kind="warn">{whyText(trouble, t)}</Note>}
      <canvas ref={canvas} class="page-look" hidden={trouble !== null} role="img" aria-label={t("Page {page} of {name}", { page: number(page, locale.tag), name })} />
      {text !== null && text !== "" && (
        <details>
          <summary>{t("The text of this page")}</summary>
          <pre class="text-look" dir="auto" tabIndex={0}>{text}</pre>
        </details>
      )}
    </div>
  );
}

/** Draws one page after another; the newest that was asked for wins. */
function useDrawn(file: PdfFile, page: number) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const turns = useRef<Promise<unknown>>(Promise.resolve());
  const [text, setText] = useState<string | null>(null);
  const [trouble, setTrouble] = useState<unknown>(null);
  useEffect(() => {
    let gone = false;
    const wanted = () => !gone;
    setText(null);
    // A canvas takes one drawing at a time.
    turns.current = turns.current.then(async () => {
      if (!wanted() || canvas.current === null) return;
      try {
        const drawn = await file.draw(page, canvas.current, WIDTH);
        if (wanted()) setText(drawn);
      } catch (error) {
        if (wanted()) setTrouble(error);
      }
    });
    return () => { gone = true; };
  }, [file, page]);
  return { canvas, text, trouble };
}

function number(value: number, tag: string): string {
  return new Intl.NumberFormat(tag).format(value);
}
