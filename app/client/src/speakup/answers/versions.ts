/**
 * Earlier directories, believed because the newest one names them: each version names its predecessor's hash (protocol §8).
 */
import type { ReporterApi } from "../../api/reporter";
import type { Directory } from "../../directory/types";
import type { Seen } from "../../sealing/directory";
import type { Workshop } from "../crypto/workshop";
import { type Trusted, unverified } from "../delivery/trust";

export interface Known {
  readonly directory: Directory;
  /** The newest, or superseded no longer than the policy's grace ago. */
  readonly recent: boolean;
}

export interface Versions {
  /** The directory of that version and hash, or null when there is none that the newest vouches for. */
  get(named: Seen): Promise<Known | null>;
  /** The directory of that version, whatever its hash, or null when there is none that the newest vouches for. */
  at(version: number): Promise<Directory | null>;
}

/** Walks back from the newest; each version is fetched once. */
export function openVersions(trusted: Trusted, api: Pick<ReporterApi, "directory">, workshop: Pick<Workshop, "hash">, now: () => number): Versions {
  const chain: { directory: Directory; hash: string }[] = [{ directory: trusted.directory, hash: trusted.seen.hash }];

  /** Fetch the version before the oldest known one; false when its bytes are not the ones that were named. */
  const back = async (): Promise<boolean> => {
    const oldest = chain.at(-1)?.directory;
    if (oldest === undefined || oldest.version <= 1) return false;
    const published = await api.directory(oldest.version - 1);
    const hash = await workshop.hash(published.document);
    if (hash !== oldest.previous) return false;
    chain.push({ directory: unverified(published), hash });
    return true;
  };

  /** The link of that version, `steps` behind the newest. */
  const link = async (steps: number) => {
    while (chain.length <= steps) if (!(await back())) return null;
    return chain[steps] ?? null;
  };

  return {
    at: async (version) => (await link(trusted.directory.version - version))?.directory ?? null,
    get: async ({ version, hash }) => {
      const steps = trusted.directory.version - version;
      const known = await link(steps);
      if (known?.hash !== hash) return null;
      const successor = chain[steps - 1]?.directory;
      const superseded = successor === undefined ? now() : Date.parse(successor.issued);
      return { directory: known.directory, recent: successor === undefined || now() - superseded <= trusted.directory.policy.grace * 1000 };
    },
  };
}
