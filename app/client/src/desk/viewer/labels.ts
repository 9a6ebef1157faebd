/** What kinds of files, odd names and failures are called on the screen. */
import type { Words } from "../../words/words";
import type { Kind } from "./kinds";
import type { Doubt } from "./names";
import { Unshowable, type Why } from "./unshowable";

type T = Words["t"];

export function kindName(kind: Kind, t: T): string {
  const names: Record<Kind, string> = {
    jpeg: t("a picture (JPEG)"),
    png: t("a picture (PNG)"),
    gif: t("a picture (GIF)"),
    webp: t("a picture (WebP)"),
    heic: t("a picture (HEIC or AVIF)"),
    pdf: t("a PDF file"),
    wav: t("a recording (WAV)"),
    mpeg: t("a recording (MP3)"),
    ogg: t("a recording (Ogg)"),
    webm: t("a recording (WebM)"),
    mp4: t("a recording (MP4)"),
    flac: t("a recording (FLAC)"),
    amr: t("a recording (AMR)"),
    text: t("plain text"),
    page: t("a web page or a drawing that can run programs"),
    rtf: t("a document (RTF)"),
    archive: t("a packed folder (archive)"),
    office: t("an office document"),
    program: t("a program"),
    nothing: t("an empty file"),
    unknown: t("a file of an unknown kind"),
  };
  return names[kind];
}

export function doubtText(doubt: Doubt, t: T): string {
  const texts: Record<Doubt, string> = {
    hidden: t("Its name has hidden signs that can turn letters round. They are written out here."),
    path: t("Its name tries to lead into another folder. It is saved under a name of our own."),
    endings: t("Its name has two endings. Files that want to deceive are often named like this."),
    program: t("Its name ends like that of a program or a web page. Please do not open it on an office computer."),
    long: t("Its name is very long. Only the beginning is shown."),
  };
  return texts[doubt];
}

/** Why it is only saved, and what to take care of. */
export function onlySavedText(kind: Kind, t: T): string {
  const texts: Partial<Record<Kind, string>> = {
    archive: t("Nothing in it was unpacked: a small packed file can fill a whole computer. Please let your security people open it."),
    office: t("Office documents can run programs when they are opened. Please open it in protected view only, or let your security people look at it first."),
    page: t("It can run programs when it is opened in a browser. Please do not open it on an office computer; your security people can read it safely."),
    program: t("It can take over the computer on which it is opened. Please do not open it; give it to your security people."),
    nothing: t("There is nothing in it."),
  };
  return texts[kind] ?? t("This desk cannot look into files of this kind. Please open a copy only where it can do no harm, or ask your security people.");
}

export function whyText(error: unknown, t: T): string {
  const texts: Record<Why, string> = {
    damaged: t("This file is damaged or not complete, so it cannot be shown. You can still save a copy. You may ask the reporter to send it again."),
    huge: t("This file is small but would fill the memory of this computer when it is shown. It is not opened here. This can be done on purpose; please tell your security people."),
    password: t("This PDF file is locked with a password, so it cannot be shown here. You may ask the reporter for the password and open a saved copy."),
    slow: t("This file takes too long to show. It was stopped so that the desk stays quick. You can still save a copy."),
    unloaded: t("The part of the desk that shows such files could not be loaded. Please check the connection and try again."),
  };
  return texts[error instanceof Unshowable ? error.why : "damaged"];
}
