/** The few building blocks of the desk's screens. */
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { Words } from "../words/words";
import { troubleText } from "./trouble";

interface ScreenProps {
  /** Stable name of the screen, in `data-screen`. */
  readonly name: string;
  readonly title: ComponentChildren;
  /** Before the heading, such as the way back. */
  readonly above?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** The root of a screen. The heading gets the focus, so that a screen reader begins there. */
export function Screen({ name, title, above, children }: ScreenProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, [name]);
  return (
    <main class={`screen ${name}`} data-screen={name}>
      {above}
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {children}
    </main>
  );
}

interface ButtonProps {
  readonly onPress: () => void;
  readonly kind?: "main" | "plain" | "quiet";
  readonly disabled?: boolean;
  readonly pressed?: boolean;
  readonly children: ComponentChildren;
}

export function Button({ onPress, kind = "plain", disabled = false, pressed, children }: ButtonProps) {
  return (
    <button type="button" class={`button ${kind}`} disabled={disabled} aria-pressed={pressed} onClick={onPress}>
      {children}
    </button>
  );
}

/** Something to know, set apart. An alert is read out at once. */
export function Note({ kind = "plain", children }: { readonly kind?: "plain" | "alert" | "warn" | "good"; readonly children: ComponentChildren }) {
  return (
    <div class={`note ${kind}`} role={kind === "alert" ? "alert" : undefined}>
      {children}
    </div>
  );
}

interface TextAreaProps {
  readonly label: string;
  readonly value: string;
  readonly rows: number;
  readonly hint?: ComponentChildren;
  readonly onInput: (value: string) => void;
}

/** A longer text; nothing that is typed is corrected or learned by the browser. */
export function TextArea({ label, value, rows, hint, onInput }: TextAreaProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <textarea
        id={id}
        rows={rows}
        value={value}
        dir="auto"
        autocomplete="off"
        spellcheck={false}
        aria-describedby={`${id}-hint`}
        onInput={(event) => { onInput(event.currentTarget.value); }}
      />
      <p class="hint" id={`${id}-hint`}>
        {hint}
      </p>
    </div>
  );
}

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly type?: "text" | "date" | "search";
  readonly hint?: ComponentChildren;
  readonly onInput: (value: string) => void;
}

/** A short text or a day. */
export function TextField({ label, value, type = "text", hint, onInput }: TextFieldProps) {
  const id = useId();
  const field = { id, value, "aria-describedby": `${id}-hint`, onInput: (event: { readonly currentTarget: HTMLInputElement }) => { onInput(event.currentTarget.value); } };
  const typed = { ...field, autocomplete: "off", spellcheck: false, dir: "auto" } as const;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {type === "date" && <input type="date" {...field} />}
      {type === "text" && <input type="text" {...typed} />}
      {type === "search" && <input type="search" {...typed} />}
      <p class="hint" id={`${id}-hint`}>{hint}</p>
    </div>
  );
}

interface TickProps {
  readonly label: ComponentChildren;
  readonly checked: boolean;
  readonly disabled?: boolean;
  readonly onPick: (checked: boolean) => void;
}

export function Tick({ label, checked, disabled = false, onPick }: TickProps) {
  return (
    <label class="tick">
      <input type="checkbox" checked={checked} disabled={disabled} onChange={(event) => { onPick(event.currentTarget.checked); }} />
      <span>{label}</span>
    </label>
  );
}

interface SelectProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onPick: (value: string) => void;
}

export function Select({ label, value, options, onPick }: SelectProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => { onPick(event.currentTarget.value); }}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}

export interface Doing {
  readonly busy: boolean;
  /** What to tell the person; null when nothing went wrong. */
  readonly trouble: string | null;
  /** Do something once at a time; true when it is done. */
  readonly run: (work: () => Promise<unknown>) => Promise<boolean>;
}

/** One action that takes a while and may fail. */
export function useDoing(t: Words["t"]): Doing {
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const run = async (work: () => Promise<unknown>): Promise<boolean> => {
    setBusy(true);
    setTrouble(null);
    try {
      await work();
      return true;
    } catch (error) {
      setTrouble(troubleText(error, t));
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { busy, trouble, run };
}
