/** Fields that belong to keys: passphrases, files, one line of text. */
import type { ComponentChildren, InputHTMLAttributes, TargetedInputEvent } from "preact";
import { useId } from "preact/hooks";

interface TypedProps {
  readonly label: string;
  readonly value: string;
  readonly hint?: ComponentChildren;
  readonly onInput: (value: string) => void;
}

interface PassphraseProps extends TypedProps {
  /** A new one, so that the browser does not fill in an old one. */
  readonly fresh?: boolean;
}

export function PassphraseField({ fresh = false, ...field }: PassphraseProps) {
  return <Line {...field}>{(line) => <input type="password" autocomplete={fresh ? "new-password" : "off"} {...line} />}</Line>;
}

export function LineField(field: TypedProps) {
  return <Line {...field}>{(line) => <input type="text" autocomplete="off" autocapitalize="off" {...line} />}</Line>;
}

type LineAttributes = Pick<InputHTMLAttributes, "id" | "spellcheck" | "dir" | "value" | "aria-describedby" | "onInput">;

interface LineProps extends TypedProps {
  readonly children: (line: LineAttributes) => ComponentChildren;
}

/** A field for one line that the browser neither corrects nor learns. */
function Line({ label, value, hint, onInput, children }: LineProps) {
  const id = useId();
  const typed = (event: TargetedInputEvent<HTMLInputElement>) => { onInput(event.currentTarget.value); };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children({ id, spellcheck: false, dir: "auto", value, "aria-describedby": hint === undefined ? undefined : `${id}-hint`, onInput: typed })}
      {hint !== undefined && <p class="hint" id={`${id}-hint`}>{hint}</p>}
    </div>
  );
}

export function FileField({ label, onPick }: { readonly label: string; readonly onPick: (file: File | null) => void }) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input id={id} type="file" accept="application/json,.json" onChange={(event) => { onPick(event.currentTarget.files?.[0] ?? null); }} />
    </div>
  );
}
