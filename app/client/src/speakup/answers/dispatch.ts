/** Sealing letters of a dialogue with the receipt that is in use, and handing them to the courier. */
import { officeById, sealKeys } from "../../directory/parse";
import type { Directory } from "../../directory/types";
import type { Draft } from "../crypto/parts";
import type { Order } from "../crypto/workshop";
import type { Trusted } from "../delivery/trust";
import type { Session } from "../session";

/** A draft and the office that it is for. */
export interface Addressed {
  readonly office: string;
  readonly draft: Draft;
}

/** The order for an office, with its devices of that moment; null when the directory does not list it. */
export function orderTo(directory: Directory, { office: id, draft }: Addressed, at: Date): Order | null {
  const office = officeById(directory, id);
  if (office === undefined) return null;
  return { office: id, devices: sealKeys(office, at).map(({ device, key }) => ({ id: device, key })), draft };
}

/** Seal and queue; resolves when everything is kept. */
export async function dispatch(session: Session, trusted: Trusted, letters: readonly Addressed[], lang: string): Promise<void> {
  const orders = letters.map((letter) => orderTo(trusted.directory, letter, new Date())).filter((order) => order !== null);
  const sealed = await session.workshop().seal(orders, { directory: trusted.seen, lang });
  await session.courier.take(sealed.map((deposit) => ({ ...deposit, directory: trusted.seen.version })));
}
