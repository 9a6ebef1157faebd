/**
 * One PDF file, read by pdf.js in a worker of its own and drawn page by page.
 *
 * Nothing that is in the file runs: no scripts, no forms of the XFA kind, no links, no files inside of it, and pdf.js
 * makes no program text. Character tables, fonts and picture decoders come from our own server. A page that takes too
 * long ends the worker. Must never: load anything that the file names.
 */
import { AnnotationMode, getDocument, PDFWorker, VerbosityLevel } from "pdfjs-dist/legacy/build/pdf.mjs";
import { startWorker } from "../../trusted";
import { MOST_PIXELS } from "./sizes";
import { Unshowable } from "./unshowable";
import workerUrl from "./pdf.worker.ts?worker&url";

/** What pdf.js may ask for, by its name there. */
const ASSETS = new Map(
  Object.entries({
    ...import.meta.glob<string>("/../../node_modules/pdfjs-dist/cmaps/*.bcmap", { query: "?url", import: "default", eager: true }),
    ...import.meta.glob<string>("/../../node_modules/pdfjs-dist/standard_fonts/*.{pfb,ttf}", { query: "?url", import: "default", eager: true }),
    ...import.meta.glob<string>("/../../node_modules/pdfjs-dist/wasm/{jbig2,openjpeg}.wasm", { query: "?url", import: "default", eager: true }),
  }).map(([path, url]) => [path.slice(path.lastIndexOf("/") + 1), url]),
);

class OwnAssets {
  async fetch({ filename }: { readonly filename: string }): Promise<Uint8Array> {
    const url = ASSETS.get(filename);
    if (url === undefined) throw new Unshowable("damaged");
    const answer = await fetch(url);
    if (!answer.ok) throw new Unshowable("unloaded");
    return new Uint8Array(await answer.arrayBuffer());
  }
}

/** Reading the head, or a page, may take so long. */
const PATIENCE_MS = 20_000;
/** A page is drawn with so many dots at most, however large it says it is. */
const MOST_DOTS = 8_000_000;

/** What the file says of itself. */
export interface About {
  readonly pages: number;
  readonly title: string;
  readonly author: string;
  readonly program: string;
  readonly made: string;
}

export interface PdfFile {
  readonly about: About;
  /** Draws a page, from 1, as wide as asked for; returns its text. */
  draw(page: number, canvas: HTMLCanvasElement, width: number): Promise<string>;
  end(): void;
}

/** Throws `Unshowable`. */
export async function openPdf(bytes: Uint8Array<ArrayBuffer>): Promise<PdfFile> {
  const port = startWorker(workerUrl);
  // pdf.js takes a worker where its types say null.
  const worker = new PDFWorker({ port: port as unknown as null, verbosity: VerbosityLevel.ERRORS });
  const task = getDocument({
    // A copy: the bytes are handed over to the worker.
    data: bytes.slice(),
    worker,
    BinaryDataFactory: OwnAssets,
    useWorkerFetch: false,
    enableXfa: false,
    maxImageSize: MOST_PIXELS,
    canvasMaxAreaInBytes: 4 * MOST_PIXELS,
    verbosity: VerbosityLevel.ERRORS,
  });
  const end = () => {
    task.destroy().catch(() => undefined);
    port.terminate();
  };
  const broken = new Promise<never>((_, reject) => { port.addEventListener("error", () => { reject(new Unshowable("unloaded")); }); });
  broken.catch(() => undefined);
  const inTime = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await Promise.race([work, broken, after(PATIENCE_MS)]);
    } catch (error) {
      end();
      throw error instanceof Unshowable ? error : new Unshowable(nameOf(error) === "PasswordException" ? "password" : "damaged");
    }
  };
  const file = await inTime(task.promise);
  const about = await inTime(aboutOf(file));
  return { about, end, draw: (page, canvas, width) => inTime(draw(file, page, canvas, width)) };
}

type Document = Awaited<ReturnType<typeof getDocument>["promise"]>;

async function aboutOf(file: Document): Promise<About> {
  const said: Readonly<Record<string, unknown>> = await file.getMetadata().then(({ info }) => info as Record<string, unknown>, () => ({}));
  const word = (name: string) => (typeof said[name] === "string" ? said[name].slice(0, 200) : "");
  return { pages: file.numPages, title: word("Title"), author: word("Author"), program: [word("Creator"), word("Producer")].filter((each) => each !== "").join(", "), made: dayOf(word("CreationDate")) };
}

/** `D:20261121093000Z` as a day; empty when it is none. */
function dayOf(date: string): string {
  const [, year, month, day] = /^(?:D:)?(\d{4})(\d{2})(\d{2})/.exec(date) ?? [];
  return year === undefined ? "" : `${year}-${month ?? ""}-${day ?? ""}`;
}

async function draw(file: Document, number: number, canvas: HTMLCanvasElement, width: number): Promise<string> {
  const page = await file.getPage(number);
  try {
    const natural = page.getViewport({ scale: 1 });
    const scale = Math.min(width / natural.width, Math.sqrt(MOST_DOTS / (natural.width * natural.height)));
    const viewport = page.getViewport({ scale });
    canvas.width = Math.max(1, Math.floor(viewport.width));
    canvas.height = Math.max(1, Math.floor(viewport.height));
    await page.render({ canvas, viewport, annotationMode: AnnotationMode.ENABLE }).promise;
    const { items } = await page.getTextContent();
    return items.map((item) => ("str" in item ? item.str + (item.hasEOL ? "\n" : "") : "")).join("").trim();
  } finally {
    page.cleanup();
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "";
}

function after(ms: number): Promise<never> {
  return new Promise((_, reject) => { setTimeout(() => { reject(new Unshowable("slow")); }, ms); });
}
