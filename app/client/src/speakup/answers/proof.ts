/**
 * The reporter's proof as a file: an office's signed word that it opened the report on that day (protocol §5).
 *
 * Anyone who holds the directory can check it; it says nothing of what was reported. Made only from an
 * acknowledgement whose signature was verified on this phone. Pure.
 */
import type { Acknowledgement, DirectoryRef } from "../../payloads";

export interface ProofFile {
  /** Says nothing to who looks through the phone. */
  readonly name: string;
  readonly text: string;
}

export function proofFile(organisation: string, ack: Acknowledgement, directory: DirectoryRef): ProofFile {
  const { office, device, ctx, thread, day, signature } = ack;
  const content = {
    v: 1,
    kind: "speakup-acknowledgement",
    ...{ organisation, office, device, ctx, thread, day, signature },
    directory: { version: directory.version, hash: directory.hash },
  };
  return { name: `note-${/^\d{4}-\d\d-\d\d$/.test(day) ? day : "1"}.json`, text: `${JSON.stringify(content, null, 1)}\n` };
}
