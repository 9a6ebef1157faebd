/**
 * Destroying a case by two members: propose, confirm, refuse.
 *
 * The server is told positions and a digest; the colleagues are told who, why and how many, sealed. What one member
 * confirms is what this device itself holds under those positions, and signs. Must never confirm what it has not opened.
 */
import { type DisposalRow, disposalsApi, type DisposalsApi, MOST_BRICKS } from "../../../api/disposals";
import { Refused } from "../../../api/reporter";
import { hex } from "../../../sealing/bytes";
import { BadInput } from "../../../sealing/errors";
import { changedSince, digest, type Disposal, disposals, doomed, isReason, mayPropose, MOST_POSITIONS, outlived, REASONS, signatureOf } from "../../case/disposal";
import type { AccountCalls, DisposalsView, DisposalView } from "../../calls/account";
import type { Case } from "../../fold";
import { titleOf } from "../authorship";
import { filesOf } from "../files";
import { caseIn, type Entered, type Room } from "../room";

type DisposalCalls = Pick<AccountCalls, "disposals" | "proposeDisposal" | "confirmDisposal" | "refuseDisposal">;

const ID_BYTES = 16;
const NOT_FOUND = 404;

export function disposalCalls(room: Room): DisposalCalls {
  const all = new Disposals(room, disposalsApi());
  return {
    disposals: (thread) => all.view(thread),
    proposeDisposal: (...given) => all.propose(...given),
    confirmDisposal: (...given) => all.confirm(...given),
    refuseDisposal: (...given) => all.refuse(...given),
  };
}

class Disposals {
  constructor(
    readonly room: Room,
    readonly api: DisposalsApi,
  ) {}

  async view(thread: string): Promise<DisposalsView | null> {
    const entered = this.room.entered();
    const rows = await this.#rows(entered);
    const found = entered.ledger.case(thread);
    if (found === undefined) return null;
    const files = [...filesOf(found).values()].flat().length;
    const views = disposals(found).map((one) => disposalView(one, rows.find(({ id }) => id === one.id), found, entered));
    return { may: mayPropose(found), count: doomed(found).length, files, disposals: views };
  }

  propose(thread: string, reason: string, reference: string): Promise<void> {
    return this.room.inTurn(async (entered) => {
      await entered.sync();
      const found = caseIn(entered, thread);
      if (!mayPropose(found)) throw new BadInput("status", "is not closed");
      if (!isReason(reason)) throw new BadInput("reason");
      if (REASONS[reason] && reference.trim() === "") throw new BadInput("reference", "is missing");
      const envelopes = placed(doomed(found), entered);
      if (envelopes.length > MOST_POSITIONS) throw new BadInput("case", "is too large");
      const { p } = this.room.around;
      const id = hex(p.random(ID_BYTES));
      const name = hex(digest(p, entered.device.office, id, envelopes));
      const positions = envelopes.map(({ position }) => position);
      const day = this.#today();
      const signature = signatureOf(p, entered.device.sign, { office: entered.device.office, id, digest: name, step: "propose", day });
      await entered.connection.with((token) => this.api.propose(token, { id, digest: name, positions, day, signature }));
      const data = { step: "proposed", id, reason, digest: name, day, count: String(envelopes.length) };
      await entered.outbox.send(`dispose ${thread} ${id}`, () => this.room.told(entered, found, "disposal", { text: reference, data }));
      await entered.sync();
    });
  }

  confirm(thread: string, id: string): Promise<void> {
    return this.room.inTurn(async (entered) => {
      await entered.sync();
      const found = caseIn(entered, thread);
      const said = disposals(found).find((one) => one.id === id && one.step === "proposed");
      const row = (await this.#rows(entered)).find((one) => one.id === id);
      if (said === undefined || row?.digest !== said.digest) throw new BadInput("disposal");
      if (row.approver === null) this.#checkHeld(found, row, entered);
      const bricks = [...new Set([...filesOf(found).values()].flat().flatMap(({ entry }) => entry?.bricks ?? []))].slice(0, MOST_BRICKS);
      const confirmed = { digest: said.digest, bricks };
      const step = { office: entered.device.office, id, step: "confirm", day: row.proposed, ...confirmed } as const;
      const signature = signatureOf(this.room.around.p, entered.device.sign, step);
      await entered.connection.with((token) => this.api.confirm(token, id, { ...confirmed, signature }));
      const data = { step: "done", id, digest: said.digest, day: this.#today(), count: String(row.positions.length) };
      // Sealed before the case goes from here: the event names what it was built on.
      const plan = this.room.told(entered, found, "disposal", { data });
      if (this.#isHeld(found, row, entered)) entered.ledger.remove(new Set(row.positions));
      await entered.outbox.send(`disposed ${thread} ${id}`, () => plan);
      await entered.sync();
    });
  }

  refuse(thread: string, id: string): Promise<void> {
    return this.room.inTurn(async (entered) => {
      const found = caseIn(entered, thread);
      try {
        await entered.connection.with((token) => this.api.withdraw(token, id));
      } catch (error) {
        // It lapsed, or this was broken off after the server knew.
        if (!(error instanceof Refused && error.status === NOT_FOUND)) throw error;
      }
      await entered.outbox.send(`refused ${thread} ${id}`, () => this.room.told(entered, found, "disposal", { data: { step: "refused", id, day: this.#today() } }));
      await entered.sync();
    });
  }

  /** What the server would destroy is what was proposed, all of it of this case, opened here, and nothing came since. */
  #checkHeld(found: Case, row: DisposalRow, entered: Entered): void {
    if (!this.#isHeld(found, row, entered)) throw new BadInput("disposal", "names what is not here");
    if (changedSince(found, going(found, row, entered).map(({ ctx }) => ctx))) throw new BadInput("changed");
  }

  /** Whether the digest, which both members name, is that of what stands here under these positions. */
  #isHeld(found: Case, row: DisposalRow, entered: Entered): boolean {
    const held = going(found, row, entered);
    return held.length === row.positions.length && hex(digest(this.room.around.p, entered.device.office, row.id, held)) === row.digest;
  }

  #rows(entered: Entered): Promise<readonly DisposalRow[]> {
    return entered.connection.with((token) => this.api.list(token));
  }

  #today(): string {
    return new Date(this.room.around.now()).toISOString().slice(0, 10);
  }
}

function going(found: Case, row: DisposalRow, entered: Entered) {
  return placed(doomed(found), entered).filter(({ position }) => row.positions.includes(position));
}

/** Where each stands at the server, if it is still there. Throws `BadInput` for something that waits to be sent. */
function placed(ctxs: readonly string[], { ledger }: Entered): { readonly ctx: string; readonly position: number }[] {
  const lost = new Set(ledger.lost().map(({ ctx }) => ctx));
  return ctxs.filter((ctx) => !lost.has(ctx)).map((ctx) => {
    const position = ledger.place(ctx)?.position ?? 0;
    if (position === 0) throw new BadInput("outbox", "has not been sent yet");
    return { ctx, position };
  });
}

function disposalView(one: Disposal, row: DisposalRow | undefined, found: Case, { device, directories, ledger }: Entered): DisposalView {
  const title = (id: string) => titleOf(directories.newest().directory, device.office, id);
  const seen = doomed(found).filter((ctx) => row?.positions.includes(ledger.place(ctx)?.position ?? 0));
  const { id, reason, reference, count, proposedAt, endedAt } = one;
  return {
    ...{ id, reason, reference, count, proposedAt, endedAt, digest: one.digest },
    state: stateOf(one, row, found),
    proposedBy: title(one.proposedBy),
    endedBy: one.endedBy === null ? null : title(one.endedBy),
    mine: one.proposedBy === device.device,
    changed: changedSince(found, seen),
  };
}

/** How it stands by the office's own record, and by the row that the server shows. */
export function stateOf({ step, endedAt }: Pick<Disposal, "step" | "endedAt">, row: Pick<DisposalRow, "approver" | "done"> | undefined, found: Case): DisposalView["state"] {
  if (step === "refused") return step;
  if (step === "proposed") return row === undefined ? "lapsed" : row.approver === null ? "waits" : "unwritten";
  // The worker, which checks both signatures anew, lets a row go that it does not believe: then the case is there again.
  if (row === undefined) return outlived(found, endedAt ?? "") ? "disbelieved" : "unshown";
  return row.done === null ? "closed" : "done";
}
