/**
 * Handing in an envelope for another office through the reporters' door (protocol §4): the outer layer, the intake,
 * and its signature. The server learns that something came, not for whom.
 */
import type { ReporterApi } from "../../api/reporter";
import { Unreachable } from "../../api/reporter";
import { isValid, newestValid } from "../../directory/parse";
import { hex, unhex } from "../../sealing/bytes";
import { leaf, sealOuter } from "../../sealing/outer";
import type { Primitives } from "../../sealing/primitives";
import { verify } from "../../sealing/signatures";
import type { Directories } from "./directories";

/** Hand it in; done only when an intake key of the directory has signed for it. Throws `Unreachable`, `Refused`. */
export type HandIn = (office: string, envelope: Uint8Array) => Promise<void>;

export function openDeposits(p: Primitives, api: Pick<ReporterApi, "intake">, directories: Directories, now: () => number): HandIn {
  return async (office, envelope) => {
    const { directory } = directories.newest();
    const at = new Date(now());
    const relay = newestValid(directory.relays, at);
    // No key to seal the outer layer to: as good as no server, until a newer directory comes.
    if (relay === undefined) throw new Unreachable();
    const outer = sealOuter(p, unhex(office), envelope, unhex(relay));
    const { leaf: signed, key, signature } = await api.intake(outer);
    const ours = signed === hex(leaf(p, outer)) && directory.intake.some((dated) => dated.key === key && isValid(dated, at));
    if (!ours || !verify(p, unhex(key), "intake", leaf(p, outer), unhex(signature))) throw new Unreachable();
  };
}
