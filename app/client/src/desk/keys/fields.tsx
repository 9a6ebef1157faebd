/** Fields that belong to keys: passphrases, files, one line of text. */
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

interface PassphraseProps {
  readonly label: string;
  readonly value: string;
  /** A new one, so that the browser does not fill in an old one. */
  readonly fresh?: boolean;
  readonly hint?: ComponentChildren;
  readonly onInput: (value: string) => void;
}

export function PassphraseField({ label, value, fresh = false, hint, onInput }: PassphraseProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="password"
        autocomplete={fresh ? "new-password" : "off"}
        spellcheck={false}
        dir="auto"
        value={value}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onInput={(event) => { onInput(event.currentTarget.value); }}
      />
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

interface LineProps {
  readonly label: string;
  readonly value: string;
  readonly hint?: ComponentChildren;
  readonly onInput: (value: string) => void;
}

export function LineField({ label, value, hint, onInput }: LineProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="text"
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        dir="auto"
        value={value}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onInput={(event) => { onInput(event.currentTarget.value); }}
      />
      {hint !== undefined && <p class="hint" id={`${id}-hint`}>{hint}</p>}
    </div>
  );
}
