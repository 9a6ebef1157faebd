/** A button that opens the phone's own choice of files. The app never reaches for the camera itself. */
import { useId } from "preact/hooks";

interface Props {
  readonly label: string;
  readonly accept: string;
  readonly disabled: boolean;
  readonly chosen: (files: readonly File[]) => void;
}

export function FilePress({ label, accept, disabled, chosen }: Props) {
  const id = useId();
  return (
    <div class="file-press">
      <input
        id={id}
        class="unseen"
        type="file"
        multiple
        accept={accept}
        disabled={disabled}
        onChange={({ currentTarget }) => {
          chosen(Array.from(currentTarget.files ?? []));
          // So that the same file can be chosen again.
          currentTarget.value = "";
        }}
      />
      <label class="button plain" for={id}>
        {label}
      </label>
    </div>
  );
}
