/** A newer version of the app waits: said at the start only, never in the middle of something. */
import { useApp } from "./context";

export function NewVersion({ load }: { readonly load: () => void }) {
  const { t } = useApp();
  return (
    <div class="pending" role="status">
      <p>{t("A newer version of this app is ready.")}</p>
      <button type="button" class="button small" onClick={load}>
        {t("Load it")}
      </button>
    </div>
  );
}
