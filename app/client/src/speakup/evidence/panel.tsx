/** One thing at a time within the step: its heading gets the focus, so that a screen reader begins there. */
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";

interface Props {
  readonly title: string;
  /** Names the panel for tests. */
  readonly name: string;
  /** What it is doing, for tests. */
  readonly state?: string;
  readonly children: ComponentChildren;
}

export function Panel({ title, name, state = "", children }: Props) {
  const id = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, []);
  return (
    <div class="evidence" role="group" aria-labelledby={id} data-panel={name} data-state={state}>
      <h2 id={id} ref={heading} tabIndex={-1}>
        {title}
      </h2>
      {children}
    </div>
  );
}
