/** Sealing letters of a dialogue with the receipt that is in use, and handing them to the courier. */
import { officeById, sealKeys } from "../../directory/parse";
import type { Directory } from "../../directory/types";
import { type Draft, withFiles } from "../crypto/parts";
import type { Order } from "../crypto/workshop";
import type { Trusted } from "../delivery/trust";
import type { Kept } from "../evidence/kept";
import { type Tell, withSealedFiles } from "../evidence/sealing";
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

/** Files that go with letters, and who is told how far they are sealed. */
export interface WithFiles {
  readonly files: readonly Kept[];
  readonly tell: Tell;
}

const NO_FILES: WithFiles = { files: [], tell: () => undefined };

/** Seal and queue, the files first; resolves when everything is kept. Throws also what `sealFiles` throws. */
export async function dispatch(session: Session, trusted: Trusted, letters: readonly Addressed[], lang: string, { files, tell }: WithFiles = NO_FILES): Promise<void> {
  const workshop = session.workshop();
  await withSealedFiles({ workshop, queue: session.queue }, files, tell, async (attachments) => {
    const named = letters.map((letter) => ({ ...letter, draft: withFiles(letter.draft, attachments) }));
    const orders = named.map((letter) => orderTo(trusted.directory, letter, new Date())).filter((order) => order !== null);
    const sealed = await workshop.seal(orders, { directory: trusted.seen, lang });
    await session.courier.take(sealed.map((deposit) => ({ ...deposit, directory: trusted.seen.version })));
  });
}
