/** The twelve keys of a phone; they stay left to right in every language, as on every phone. */
import type { ComponentChildren } from "preact";
import type { Words } from "../words/words";

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"] as const;

interface KeypadProps {
  readonly words: Words;
  readonly press: (key: string) => void;
  readonly disabled?: boolean;
  /** Further keys. */
  readonly children?: ComponentChildren;
}

export function Keypad({ words: { t }, press, disabled = false, children }: KeypadProps) {
  return (
    <div class="keypad" role="group" aria-label={t("Keys")} dir="ltr">
      {KEYS.map((key) => (
        <button key={key} type="button" class="key" disabled={disabled} onClick={() => { press(key); }}>{key}</button>
      ))}
      {children}
    </div>
  );
}
