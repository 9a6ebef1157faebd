/** The finished certificate: to see, to save, to print. It is gone when the screen is left. */
import { useEffect, useRef, useState } from "preact/hooks";
import { pdfOf } from "../content/pdf";
import { drawSheet, jpegOf, SHEET, type Sheet } from "../content/sheet";
import type { Quiz } from "../content/types";
import { useApp } from "../context";
import type { CertificateClaim } from "../crypto/certificate";
import type { Words } from "../../words/words";
import type { LanguageFacts } from "../../words/locales";
import { Back, Button, Live, Note, Screen } from "../ui";

interface Props {
  readonly quiz: Quiz;
  readonly claim: CertificateClaim;
  readonly link: string;
  readonly back: () => void;
}

export function CertificateSheet({ quiz, claim, link, back }: Props) {
  const { t, locale, preview } = useApp();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [state, setState] = useState<"drawing" | "ready" | "failed">("drawing");
  useEffect(() => {
    const organisation = preview === null ? "" : preview.organisation.name;
    const notes = preview?.organisation.demonstration === true ? [t("This is a demonstration, and no real certificate.")] : [];
    draw(canvas.current, { quiz, claim, link, organisation, notes }, t, locale).then((drawn) => { setState(drawn ? "ready" : "failed"); }, () => { setState("failed"); });
  }, []);
  const save = async () => {
    const jpeg = canvas.current === null ? null : await jpegOf(canvas.current);
    if (jpeg === null) setState("failed");
    else download(pdfOf({ jpeg, ...SHEET }, locale.tag), "certificate.pdf");
  };
  const { name, right, of, month } = claim;
  const said = t("Certificate for {name}: {right} of {of} right in “{quiz}”, {month}", { name, right, of, quiz: quiz.title, month: monthOf(month, locale) });
  return (
    <Screen name="certificate-sheet" title={t("Your certificate")} actions={<Back onPress={back} />}>
      <canvas data-link={link} class="sheet" ref={canvas} width={SHEET.width} height={SHEET.height} role="img" aria-label={said} />
      <Live>{state === "drawing" && <p>{t("One moment…")}</p>}</Live>
      {state === "failed" && <Note kind="alert">{t("This browser cannot draw the certificate. Please try another one.")}</Note>}
      <div class="stack">
        <Button kind="main" disabled={state !== "ready"} onPress={() => { void save(); }}>{t("Save as PDF")}</Button>
        <Button disabled={state !== "ready"} onPress={print}>{t("Print")}</Button>
      </div>
      <p class="hint">{t("It is not kept here: save it before you leave this screen. The saved file stays on this phone until you delete it.")}</p>
    </Screen>
  );
}

interface Drawn {
  readonly quiz: Quiz;
  readonly claim: CertificateClaim;
  readonly link: string;
  readonly organisation: string;
  readonly notes: readonly string[];
}

/** Draw it; false where there is no canvas to draw on. The code's library comes only now. */
async function draw(canvas: HTMLCanvasElement | null, drawn: Drawn, t: Words["t"], locale: LanguageFacts): Promise<boolean> {
  const { encode } = await import("uqr");
  const pen = canvas?.getContext("2d") ?? null;
  if (pen === null) return false;
  const { data } = encode(drawn.link, { ecc: "M", border: 0 });
  drawSheet(pen, sheetOf(drawn, data, t, locale));
  return true;
}

function sheetOf({ quiz, claim, organisation, notes }: Drawn, code: Sheet["code"], t: Words["t"], locale: LanguageFacts): Sheet {
  const { name, right, of, month } = claim;
  return {
    lines: [
      { text: t("Certificate"), size: 44, soft: true },
      { text: name, size: 76, strong: true },
      { text: t("answered {right} of {of} questions right in the quiz", { right, of }), size: 38 },
      { text: quiz.title, size: 54, strong: true },
      { text: [monthOf(month, locale), organisation].filter((each) => each !== "").join(" · "), size: 34, soft: true },
    ],
    notes: [
      ...notes,
      t("Self-declared: the quiz was taken without supervision, so this does not prove who answered."),
      t("The server signed the result, the month and a seal over the name. It does not know the name and keeps nothing."),
      t("To check it, scan the code. The name is read from the code and is not sent to anybody."),
    ],
    code,
    direction: locale.direction,
  };
}

/** `2026-11` as a person of this language writes a month. */
export function monthOf(month: string, locale: LanguageFacts): string {
  return new Intl.DateTimeFormat(locale.tag, { month: "long", year: "numeric", timeZone: "UTC" }).format(new Date(`${month}-01T00:00:00Z`));
}

/** Hand a file to the person. */
function download(bytes: Uint8Array<ArrayBuffer>, name: string): void {
  const url = URL.createObjectURL(new Blob([bytes], { type: "application/pdf" }));
  const link = document.createElement("a");
  Object.assign(link, { href: url, download: name });
  link.click();
  setTimeout(() => { URL.revokeObjectURL(url); }, 60_000);
}

/** Only the sheet: nothing else of the app is ever printed. */
function print(): void {
  const root = document.documentElement;
  root.classList.add("prints-sheet");
  addEventListener("afterprint", () => { root.classList.remove("prints-sheet"); }, { once: true });
  globalThis.print();
}
