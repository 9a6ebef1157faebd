/**
 * A photo, drawn anew on this phone: upright, at most 2,048 pixels long, JPEG, with nothing in it but the picture.
 *
 * Nothing leaves the page's memory. Where and when it was taken, and with which device, is not copied.
 */
import type { Bytes } from "../../sealing/bytes";
import { bare } from "./jpeg";
import type { Refusal } from "./judge";

const LONGEST = 2_048;
const QUALITY = 0.82;
const TYPE = "image/jpeg";
/** Browsers that guard against fingerprinting give back other colours than were drawn; some by very little. */
const COLOUR_TOLERANCE = 16;

/** Why a photo could not be made safe. */
export class NotAPicture extends Error {
  constructor(readonly why: Extract<Refusal, "undecodable" | "canvas">) {
    super(`the photo was refused: ${why}`);
    this.name = "NotAPicture";
  }
}

/** Draw a photo anew. Throws `NotAPicture`. */
export async function redrawn(photo: Blob): Promise<Bytes> {
  if (!tellsTheTruth()) throw new NotAPicture("canvas");
  const bitmap = await createImageBitmap(photo, { imageOrientation: "from-image" }).catch(() => { throw new NotAPicture("undecodable"); });
  const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
  const { canvas, pen } = sheet(Math.max(1, Math.round(bitmap.width * scale)), Math.max(1, Math.round(bitmap.height * scale)));
  pen.fillStyle = "#fff"; // what is see-through would be black in a JPEG
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  const encoded = await new Promise<Blob | null>((resolve) => { canvas.toBlob(resolve, TYPE, QUALITY); });
  canvas.width = canvas.height = 0;
  const clean = encoded?.type === TYPE ? bare(new Uint8Array(await encoded.arrayBuffer())) : null;
  if (clean === null) throw new NotAPicture("undecodable");
  return clean;
}

/** Whether what is drawn can be read back as it was. */
function tellsTheTruth(): boolean {
  const { pen } = sheet(4, 4);
  return [[200, 40, 90], [20, 220, 160]].every(([red = 0, green = 0, blue = 0]) => {
    pen.fillStyle = `rgb(${red} ${green} ${blue})`;
    pen.fillRect(0, 0, 4, 4);
    const { data } = pen.getImageData(1, 1, 1, 1);
    return [red, green, blue].every((value, at) => Math.abs((data[at] ?? 0) - value) <= COLOUR_TOLERANCE);
  });
}

function sheet(width: number, height: number) {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const pen = canvas.getContext("2d", { willReadFrequently: width * height < 64 });
  if (pen === null) throw new NotAPicture("canvas");
  return { canvas, pen };
}
