/** What to tell an officer when something does not work: what it means and what to do. */
import { Refused, Unreachable } from "../api/reporter";
import { BadInput, CannotBeOpened, CannotBeTrusted, ReceiptUnreadable, TooLong } from "../sealing/errors";
import type { Words } from "../words/words";
import { NoPasskey } from "./keys/passkey";
import { NoReporter, NotListed, OpenElsewhere } from "./errors";

const NOT_ACCEPTED = [401, 403];
const TOO_MANY = 429;
const GONE = 404;
const SERVERS_FAULT = 500;

export function troubleText(error: unknown, t: Words["t"]): string {
  if (error instanceof CannotBeOpened && error.check === "passphrase") return t("This passphrase does not open this device key file.");
  if (error instanceof CannotBeOpened && error.check === "passkey") return t("This passkey does not open these keys.");
  if (error instanceof NoPasskey || error instanceof ReceiptUnreadable) return keyText(error, t);
  if (error instanceof CannotBeOpened) return t("This file is damaged or was tampered with ({check}). It is not shown.", { check: error.check });
  if (error instanceof CannotBeTrusted) return trustText(error.check, t);
  if (error instanceof NotListed) return t("The directory does not list this device, or lists it with another key. Nobody would believe what it sends. Please ask those who keep the directory.");
  if (error instanceof OpenElsewhere) return t("This desk is open in another tab.");
  if (error instanceof NoReporter) return t("No report of this case could be opened, so there is no key to answer to.");
  if (error instanceof TooLong) return t("This text is too long.");
  if (error instanceof Unreachable) return t("There is no connection to the server.");
  if (error instanceof Refused) return refusalText(error.status, t);
  if (error instanceof BadInput && error.field === "device file") return t("This is not a device key file.");
  if (error instanceof BadInput && error.field === "invitation") return t("This is not a whole invitation link of this organization. Please ask for it again.");
  if (error instanceof BadInput && error.field === "title") return t("Please write a title on one line, of at most 80 characters.");
  if (error instanceof BadInput && error.field === "colleague") return t("You have stopped the devices of one colleague already. A second colleague has to stop this one, or the root holders publish the first removal.");
  if (error instanceof BadInput && error.field === "recused") return t("You stepped back from this case");
  if (error instanceof BadInput && error.field === "text") return t("Please write something first.");
  return t("Something went wrong at this desk. Please lock it, load the page again and unlock it.");
}

function keyText(error: NoPasskey | ReceiptUnreadable, t: Words["t"]): string {
  if (error instanceof NoPasskey) {
    return error.reason === "prf"
      ? t("This passkey cannot keep keys. Please choose a passphrase instead.")
      : t("The passkey was not used. Please try again, or choose a passphrase.");
  }
  if (error.check === "words") return t("A sheet has twelve words. Please check that none is missing or there twice.");
  return t("These are not the words of a recovery sheet. Please check the spelling and the order.");
}

function refusalText(status: number, t: Words["t"]): string {
  if (NOT_ACCEPTED.includes(status)) return t("The server does not accept this device. It may have been removed from the directory.");
  if (status === GONE) return t("The server does not have all of this any more. It may have expired.");
  if (status === TOO_MANY) return t("The server asks us to wait. Please try again in a minute.");
  if (status < SERVERS_FAULT) return t("The server does not understand this desk. Load the page again; if it stays, tell those who run the server.");
  return t("The server cannot answer now. Please try again in a few minutes.");
}

function trustText(check: CannotBeTrusted["check"], t: Words["t"]): string {
  if (check === "expired") return t("The directory has expired. Those who keep it have to sign a new one; until then nothing can be checked.");
  return t("The directory could not be verified ({check}). Nothing was opened. Please tell those who keep it.", { check });
}
