/** Sealing a report: its files into bricks, then its envelopes; all of it kept in the queue, or nothing. */
import { useState } from "preact/hooks";
import { useApp } from "../context";
import { withFiles } from "../crypto/parts";
import type { Order, ShownReceipt } from "../crypto/workshop";
import type { Trusted } from "../delivery/trust";
import type { Kept } from "../evidence/kept";
import { type Tell, withSealedFiles } from "../evidence/sealing";
import type { Session } from "../session";
import { troubleText } from "../trouble";

/** What is to be sealed; `files` go to every office that gets the report. */
export interface Given {
  readonly trusted: Trusted;
  readonly orders: readonly Order[];
  readonly files: readonly Kept[];
  /** Null: the one that is in use. */
  readonly receipt: ShownReceipt | null;
  readonly lang: string;
}

export type Sealing = "sealing" | "sealed" | { readonly trouble: string };

/** How many bricks of the files are sealed, of how many; null when there are none. */
export type Sealed = { readonly done: number; readonly total: number } | null;

/** The state, how far the files are, and what begins. */
export function useSealing(session: Session): [Sealing, Sealed, (given: Given) => void] {
  const { t } = useApp();
  const [state, setState] = useState<Sealing>("sealing");
  const [sealed, setSealed] = useState<Sealed>(null);
  const begin = (given: Given) => {
    setState("sealing");
    setSealed(null);
    const done = session.whileSealing(() => sealAll(session, given, (count, total) => { setSealed({ done: count, total }); }));
    done.then(() => { setState("sealed"); }, (error: unknown) => { setState({ trouble: troubleText(error, t) }); });
  };
  return [state, sealed, begin];
}

/** Seal in the worker, keep in the queue, forget the keys. */
async function sealAll(session: Session, { trusted: { seen, directory }, orders, files, receipt, lang }: Given, tell: Tell): Promise<void> {
  const workshop = session.workshop();
  if (receipt !== null) await workshop.take(receipt.digits, directory.organisation.id);
  await withSealedFiles({ workshop, queue: session.queue }, files, tell, async (attachments) => {
    const sealed = await workshop.seal(orders.map((order) => ({ ...order, draft: withFiles(order.draft, attachments) })), { directory: seen, lang });
    await session.courier.take(sealed.map((deposit) => ({ ...deposit, directory: seen.version })));
  });
  await workshop.forget();
}
