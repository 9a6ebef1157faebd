/** Why a file is not taken, in plain words: what it means, and what the person can do instead. */
import type { Words } from "../../words/words";
import { StorageFull } from "../../indexed";
import { BricksLost } from "../delivery/queue";
import type { Refusal } from "./judge";
import { FileGone } from "./sealing";

export function refusalText(why: Refusal, t: Words["t"]): string {
  switch (why) {
    case "empty":
      return t("This file is empty, so it was not added.");
    case "too-large":
      return t("This file is larger than 25 MB. Phones give up with files of that size. You can tell the office in your report that you have it: they will find a safe way.");
    case "too-large-together":
      return t("Together your files would be larger than 100 MB. Please take one away, or send it later with your receipt.");
    case "photo-too-large":
      return t("This photo is too large for a phone to make it safe. You can take a screenshot of it and add that.");
    case "undecodable":
      return t("This picture cannot be read here, so where and when it was taken cannot be removed. It was not added. You can take a screenshot of it and add that.");
    case "canvas":
      return t("Your browser protects you by changing what pages draw, so photos cannot be made safe here. You can allow this page to read pictures, or add a photo with another browser.");
    case "intimate":
      return t("Please do not send this picture. See below why, and what you can do.");
    default:
      return otherText(why, t);
  }
}

function otherText(why: Refusal, t: Words["t"]): string {
  switch (why) {
    case "video":
      return t("Videos cannot be added here: they are large and show more than you may want. You can add a screenshot, or tell the office that you have a video.");
    case "program":
      return t("This is a program, not a document. The office could not open it safely, so it was not added.");
    case "page":
      return t("Web pages and drawings of this kind can carry programs, so they are not taken. You can add a screenshot.");
    case "archive":
      return t("Packed folders are not taken, because nobody can see what is inside. Please add the files one by one.");
    case "unreadable":
      return t("This file cannot be read now. Please choose it again.");
    case "microphone-denied":
      return t("The microphone is not allowed for this page. You can allow it in the settings of your browser, or write instead.");
    case "microphone-missing":
      return t("No microphone can be used here. You can write instead.");
    case "recording-failed":
      return t("The recording did not work. Nothing was kept. Please try again, or write instead.");
    default:
      return t("Files of this kind are not taken. You can add photos, PDF, Word and other office documents, plain text, and sound recordings.");
  }
}

/** What went wrong with files while they were sealed; null for other errors. Nothing was sent in any of these cases. */
export function fileTrouble(error: unknown, t: Words["t"]): string | null {
  if (error instanceof StorageFull) return t("There is not enough room on this phone to keep this until it is sent. Nothing was sent. You can make room and try again, or leave files out.");
  if (error instanceof FileGone) return t("One of your files was moved or changed and cannot be read any more. Nothing was sent. You can send your words without the files.");
  if (error instanceof BricksLost) return t("The browser threw away a part of your files. Nothing was sent. Please try again.");
  return null;
}
