/** "Not sent yet": stands on every screen for as long as something sealed waits on this phone. */
import { useApp } from "./context";
import type { Standing } from "./delivery/courier";
import { UploadProgress } from "./evidence/progress";
import type { Words } from "../words/words";

export function PendingBanner() {
  const { t, tn, standing, session } = useApp();
  if (standing.waiting === 0) return null;
  // A store that is full refuses files for long; it must not hold the words back (docs/threat-model.md).
  const filesHold = standing.trouble === "later" && standing.upload !== undefined && standing.upload.done < standing.upload.total;
  return (
    <div class="pending" role="status" data-pending={standing.waiting}>
      <p>{standingText(standing, t, tn)}</p>
      <UploadProgress />
      {!standing.busy && (
        <button type="button" class="button small" onClick={() => { void session.courier.run(); }}>
          {t("Send now")}
        </button>
      )}
      {!standing.busy && filesHold && (
        <button type="button" class="button small" onClick={() => { void session.courier.withoutFiles(); }}>
          {t("Send without the files")}
        </button>
      )}
    </div>
  );
}

/** How much waits, and why. */
export function standingText({ waiting, busy, trouble }: Standing, t: Words["t"], tn: Words["tn"]): string {
  const count = tn("Not sent yet: one sealed letter waits on this phone.", "Not sent yet: {count} sealed letters wait on this phone.", waiting);
  if (busy) return `${count} ${t("Sending…")}`;
  switch (trouble) {
    case null:
      return count;
    case "offline":
      return `${count} ${t("There is no connection. It is tried again when there is one.")}`;
    case "later":
      return `${count} ${t("The server cannot take it now. It is kept and tried again.")}`;
    case "directory":
      return `${count} ${t("The list of offices cannot be verified now. It is kept and tried again.")}`;
    case "unsigned":
      return `${count} ${t("The server’s confirmation was not genuine, so it does not count as sent.")}`;
  }
}
