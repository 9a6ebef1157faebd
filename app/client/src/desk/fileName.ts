/**
 * Names under which a reporter's files are saved; the same as `app/desk/filenames.py`.
 *
 * A name that somebody else chose can hide its ending, run a program, or turn text around. So only letters, digits
 * and few marks of it are kept, the ending follows from the stated type, and a number stands before it.
 */

const ENDINGS: Readonly<Record<string, string>> = {
  "application/msword": "doc",
  "application/pdf": "pdf",
  "application/rtf": "rtf",
  "application/vnd.ms-excel": "xls",
  "application/vnd.ms-powerpoint": "ppt",
  "application/vnd.oasis.opendocument.presentation": "odp",
  "application/vnd.oasis.opendocument.spreadsheet": "ods",
  "application/vnd.oasis.opendocument.text": "odt",
  "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
  "audio/amr": "amr",
  "audio/mp4": "m4a",
  "audio/mpeg": "mp3",
  "audio/ogg": "ogg",
  "audio/wav": "wav",
  "audio/webm": "webm",
  "image/jpeg": "jpg",
  "image/png": "png",
  "image/webp": "webp",
  "text/csv": "csv",
  "text/plain": "txt",
};
const MOST_CHARACTERS = 60;

/** A name for the file that is the `number`th of its case: `02-bank statement.pdf`. */
export function safeName(number: number, name: string, type: string): string {
  const plain = name.normalize("NFC");
  const dot = plain.lastIndexOf(".");
  const stem = (dot > 0 ? plain.slice(0, dot) : "") || name;
  const kept = Array.from(stem, (character) => (/[\p{L}\p{M}\p{N} \-_()]/u.test(character) ? character : "_")).slice(0, MOST_CHARACTERS).join("");
  return `${String(number).padStart(2, "0")}-${kept.replace(/^[ _]+|[ _]+$/g, "") || "file"}.${ENDINGS[bare(type)] ?? "bin"}`;
}

/** A media type without what stands behind a semicolon. */
export function bare(type: string): string {
  return (type.split(";")[0] ?? "").trim().toLowerCase();
}
