/**
 * Drawing the certificate on a canvas, with the phone's own fonts: only the browser shapes every script right.
 *
 * A4 lying, 150 dots an inch. The code is drawn in whole dots, so that it can be scanned from paper.
 */

export const SHEET = { width: 1754, height: 1240 };

/** A line of the sheet, broken where it is too long. */
export interface Line {
  readonly text: string;
  /** Height of the letters in dots. */
  readonly size: number;
  readonly strong?: boolean;
  readonly soft?: boolean;
}

export interface Sheet {
  readonly lines: readonly Line[];
  /** Beside the code, small. */
  readonly notes: readonly string[];
  readonly code: readonly (readonly boolean[])[];
  readonly direction: "ltr" | "rtl";
}

const MARGIN = 110;
const CODE_DOTS = 360;
const NOTE_SIZE = 26;
const LEADING = 1.4;
/** Paper, green, ink and sun of the app's light colours: paper is light also where the phone is dark. */
const COLOURS = { paper: "#fffdf8", edge: "#0f5c55", ink: "#1f2d2b", soft: "#4d5d58", sun: "#e3a548" };
const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "PingFang SC", "Noto Sans SC", "Noto Sans Arabic", sans-serif';

type Pen = CanvasRenderingContext2D;

export function drawSheet(pen: Pen, sheet: Sheet): void {
  pen.canvas.width = SHEET.width;
  pen.canvas.height = SHEET.height;
  pen.direction = sheet.direction;
  pen.textBaseline = "top";
  drawPaper(pen);
  drawLines(pen, sheet.lines);
  drawCode(pen, sheet.code, sheet.direction);
  drawNotes(pen, sheet.notes, sheet.direction);
}

function drawPaper(pen: Pen): void {
  const { width, height } = SHEET;
  pen.fillStyle = COLOURS.paper;
  pen.fillRect(0, 0, width, height);
  pen.strokeStyle = COLOURS.edge;
  pen.lineWidth = 6;
  pen.strokeRect(45, 45, width - 90, height - 90);
  pen.fillStyle = COLOURS.sun;
  pen.beginPath();
  pen.arc(width / 2, 190, 70, Math.PI, 0);
  pen.fill();
  pen.fillStyle = COLOURS.edge;
  pen.fillRect(width / 2 - 110, 200, 220, 8);
}

function drawLines(pen: Pen, lines: readonly Line[]): void {
  let top = 270;
  pen.textAlign = "center";
  for (const { text, size, strong = false, soft = false } of lines) {
    pen.font = `${strong ? 650 : 400} ${size}px ${FONT}`;
    pen.fillStyle = soft ? COLOURS.soft : COLOURS.ink;
    for (const row of wrapped(pen, text, SHEET.width - 2 * MARGIN)) {
      pen.fillText(row, SHEET.width / 2, top);
      top += size * LEADING;
    }
    top += size * 0.3;
  }
}

/** At the end of the line of writing, below. */
function drawCode(pen: Pen, code: Sheet["code"], direction: Sheet["direction"]): void {
  const dot = Math.max(1, Math.floor(CODE_DOTS / code.length));
  const side = dot * code.length;
  const left = direction === "ltr" ? SHEET.width - MARGIN - side : MARGIN;
  const top = SHEET.height - MARGIN + 20 - side;
  pen.fillStyle = "#ffffff";
  pen.fillRect(left - 4 * dot, top - 4 * dot, side + 8 * dot, side + 8 * dot);
  pen.fillStyle = "#000000";
  code.forEach((row, y) => { row.forEach((on, x) => { if (on) pen.fillRect(left + x * dot, top + y * dot, dot, dot); }); });
}

/** From the bottom up, so that they stand level with the code. */
function drawNotes(pen: Pen, notes: readonly string[], direction: Sheet["direction"]): void {
  pen.font = `400 ${NOTE_SIZE}px ${FONT}`;
  pen.fillStyle = COLOURS.soft;
  pen.textAlign = "start";
  const rows = notes.flatMap((note) => wrapped(pen, note, SHEET.width - 3 * MARGIN - CODE_DOTS));
  const start = direction === "ltr" ? MARGIN : SHEET.width - MARGIN;
  rows.forEach((row, place) => { pen.fillText(row, start, SHEET.height - MARGIN + 20 - (rows.length - place) * NOTE_SIZE * LEADING); });
}

/** The rows of a text in a width: broken between words, and between characters where there are no spaces. */
export function wrapped(pen: Pick<Pen, "measureText">, text: string, width: number): string[] {
  const rows: string[] = [];
  let row = "";
  for (const part of text.match(/\s*(?:\p{Script=Han}[\p{P}]*|[^\s\p{Script=Han}]+)/gu) ?? []) {
    if (row !== "" && pen.measureText(row + part).width > width) {
      rows.push(row);
      row = part.trimStart();
    } else {
      row += part;
    }
  }
  return row === "" ? rows : [...rows, row];
}

/** The drawn sheet as JPEG; null where the browser cannot. */
export async function jpegOf(canvas: HTMLCanvasElement): Promise<Uint8Array | null> {
  const blob = await new Promise<Blob | null>((resolve) => { canvas.toBlob(resolve, "image/jpeg", 0.92); });
  return blob === null ? null : new Uint8Array(await blob.arrayBuffer());
}
