/** How far the files are: sealed on this phone, then sent. In percent and in words. */
import { useApp } from "../context";
import "./evidence.css";

interface BarProps {
  readonly label: string;
  readonly done: number;
  readonly total: number;
  /** Names the bar for tests. */
  readonly of: "sealing" | "upload";
}

function ProgressBar({ label, done, total, of }: BarProps) {
  const { locale } = useApp();
  const percent = new Intl.NumberFormat(locale.tag, { style: "percent" }).format(total === 0 ? 0 : Math.floor((done / total) * 100) / 100);
  return (
    <div class="progress" data-progress={of} data-done={done} data-total={total}>
      <p>{label} <span class="percent">{percent}</span></p>
      <progress max={total} value={done} aria-label={label} />
    </div>
  );
}

/** While files are sealed, before anything is sent. */
export function SealingProgress({ done, total }: { readonly done: number; readonly total: number }) {
  const { t } = useApp();
  return <ProgressBar of="sealing" label={t("Your files are being sealed on this phone.")} done={done} total={total} />;
}

/** Files that are on their way; nothing when there are none. */
export function UploadProgress() {
  const { t, standing } = useApp();
  const { upload, busy, trouble } = standing;
  if (upload === undefined) return null;
  const label = busy ? t("Your files are being sent, sealed.") : trouble === null ? t("Your files wait, sealed.") : t("Sending of your files has stopped. It goes on where it was.");
  return <ProgressBar of="upload" label={label} done={upload.done} total={upload.total} />;
}
