/** The few building blocks of all screens. A screen is one heading, some content, and actions at the thumb. */
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { useBackGesture } from "./backGesture";
import { useApp } from "./context";

interface ScreenProps {
  /** Stable name of the screen, in `data-screen`. */
  readonly name: string;
  readonly title: string;
  /** Changes when the same screen shows something else: then the heading gets the focus again. */
  readonly turn?: string;
  /** What the app says above the heading, such as the part of the form. */
  readonly above?: ComponentChildren;
  readonly actions?: ComponentChildren;
  readonly children?: ComponentChildren;
}

/** The root of a screen. The heading gets the focus, so that a screen reader begins there. */
export function Screen({ name, title, turn = "", above, actions, children }: ScreenProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, [name, turn]);
  return (
    <main class="screen" data-screen={name} data-turn={turn}>
      <div class="content">
        {above}
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {children}
      </div>
      {actions !== undefined && <div class="actions">{actions}</div>}
    </main>
  );
}

interface ButtonProps {
  readonly onPress: () => void;
  readonly kind?: "main" | "plain" | "quiet";
  readonly disabled?: boolean;
  readonly children: ComponentChildren;
}

export function Button({ onPress, kind = "plain", disabled = false, children }: ButtonProps) {
  return (
    <button type="button" class={`button ${kind}`} disabled={disabled} onClick={onPress}>
      {children}
    </button>
  );
}

/** Back, at the place where the thumb expects it; the phone's own gesture for "back" does the same. */
export function Back({ onPress }: { readonly onPress: () => void }) {
  const { t } = useApp();
  useBackGesture(onPress);
  return <Button onPress={onPress}>{t("Back")}</Button>;
}

interface PickProps {
  readonly kind: "radio" | "checkbox";
  readonly legend: string;
  readonly hideLegend?: boolean;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly chosen: readonly string[];
  readonly onPick: (value: string) => void;
}

/** Answers to choose from; each is a whole line that can be pressed. */
export function Pick({ kind, legend, hideLegend = false, options, chosen, onPick }: PickProps) {
  const name = useId();
  return (
    <fieldset class="pick">
      <legend class={hideLegend ? "unseen" : ""}>{legend}</legend>
      {options.map(({ value, label }) => (
        <label key={value} class="option">
          <input type={kind} name={name} value={value} checked={chosen.includes(value)} onChange={() => { onPick(value); }} />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  );
}

interface FieldProps {
  readonly label: string;
  readonly hideLabel?: boolean;
  readonly value: string;
  readonly rows?: number;
  readonly direction?: "ltr";
  readonly onInput: (value: string) => void;
}

/** A text; nothing that is typed is offered again, corrected or learned by the browser. */
export function Field({ label, hideLabel = false, value, rows = 1, direction, onInput }: FieldProps) {
  const id = useId();
  const shared = { id, value, autocomplete: "off", autocapitalize: "off", spellcheck: false, dir: direction ?? "auto" } as const;
  return (
    <div class="field">
      <label for={id} class={hideLabel ? "unseen" : ""}>
        {label}
      </label>
      {rows > 1 ? (
        <textarea {...shared} rows={rows} onInput={(event) => { onInput(event.currentTarget.value); }} />
      ) : (
        <input {...shared} type="text" onInput={(event) => { onInput(event.currentTarget.value); }} />
      )}
    </div>
  );
}

/** Something to know, set apart. `alert` is read out at once. */
export function Note({ kind = "plain", children }: { readonly kind?: "plain" | "alert" | "good"; readonly children: ComponentChildren }) {
  return (
    <div class={`note ${kind}`} role={kind === "alert" ? "alert" : undefined}>
      {children}
    </div>
  );
}

/** A state that changes while the person waits; read out when it does. */
export function Live({ children }: { readonly children: ComponentChildren }) {
  return (
    <div class="live" role="status" aria-live="polite">
      {children}
    </div>
  );
}
