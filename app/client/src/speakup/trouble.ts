/** What to tell a person when something does not work: what it means and what to do, never a code. */
import { Refused, Unreachable } from "../api/reporter";
import { MisshapenDirectory } from "../directory/parse";
import { CannotBeTrusted, ReceiptUnreadable } from "../sealing/errors";
import { fileTrouble } from "./evidence/refusals";
import type { Words } from "../words/words";

const UNVERIFIED = [CannotBeTrusted, MisshapenDirectory];
/** Checks that a clock years off fails too. */
const OF_TIME: ReadonlySet<string> = new Set(["expired", "issued"]);

export function troubleText(error: unknown, t: Words["t"]): string {
  if (UNVERIFIED.some((kind) => error instanceof kind)) {
    return error instanceof CannotBeTrusted && OF_TIME.has(error.check)
      ? t("The list of offices is out of date, or the date on this phone is wrong. Nothing is sealed with it. Please look at the date of the phone, or try again later.")
      : t("The list of offices could not be verified. Nothing is sealed with it. Please try again later, or report in another way.");
  }
  if (error instanceof ReceiptUnreadable) return receiptText(error.check, t);
  const aboutFiles = fileTrouble(error, t);
  if (aboutFiles !== null) return aboutFiles;
  if (error instanceof Unreachable) return t("There is no connection. Please try again when there is one.");
  if (error instanceof Refused) return t("The server cannot answer now. Please try again in a few minutes.");
  return t("This part of the app could not be loaded. Please load the page again.");
}

function receiptText(check: ReceiptUnreadable["check"], t: Words["t"]): string {
  if (check === "digits" || check === "words") return t("A receipt has six words or twenty digits.");
  if (check === "word") return t("One of the words is not a word of a receipt. Please look at the spelling.");
  return t("This does not fit together. There is probably a mistake in one word or digit.");
}
