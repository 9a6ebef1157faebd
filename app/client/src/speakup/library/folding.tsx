/** A heading that opens what stands under it: the browser's own, so that keys, readers and "find in page" know it. */
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";

interface Props {
  readonly title: string;
  readonly level: 2 | 3;
  readonly id?: string;
  readonly startsOpen?: boolean;
  /** Called each time that it is opened. */
  readonly opened: () => void;
  readonly children: ComponentChildren;
}

export function Folding({ title, level, id, startsOpen = false, opened, children }: Props) {
  const [open, setOpen] = useState(startsOpen);
  useEffect(() => { if (startsOpen) opened(); }, []);
  const Heading = level === 2 ? "h2" : "h3";
  const toggled = (now: boolean) => {
    if (now === open) return;
    setOpen(now);
    if (now) opened();
  };
  return (
    <details class="fold" open={open} data-fold={id} onToggle={(event) => { toggled(event.currentTarget.open); }}>
      <summary>
        <Heading>{title}</Heading>
      </summary>
      <div class="fold-body">{children}</div>
    </details>
  );
}
