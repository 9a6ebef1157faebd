/** The recovery sheet: twelve words and a code, to be printed or written down; then three of them are asked. */
import { useEffect, useState } from "preact/hooks";
import type { LanguageFacts } from "../../words/locales";
import type { Words } from "../../words/words";
import type { SheetView } from "../calls/joining";
import { LineField } from "../keys/fields";
import { dayName } from "../labels";
import { Button, Note } from "../ui";

export interface SheetOwner {
  readonly organisation: string;
  readonly office: string;
  readonly title: string;
  /** The id of the device. */
  readonly device: string;
}

interface SheetProps {
  readonly words: Words;
  readonly locale: LanguageFacts;
  readonly sheet: SheetView;
  readonly owner: SheetOwner;
  readonly goOn: () => void;
}

/** As many of the id as are on the sheet, to tell two sheets apart. */
const SHORT = 8;

export function RecoverySheet({ words, locale, sheet, owner, goOn }: SheetProps) {
  const { t } = words;
  return (
    <div class="card">
      <p>{t("These twelve words are your keys. With them you open your desk again when this computer breaks or you forget how it is locked.")}</p>
      <article class="recovery" aria-label={t("Recovery sheet")}>
        <header>
          <h2>{t("Recovery sheet")}</h2>
          <p>{owner.title}</p>
          <p>{owner.office}</p>
          <p>{owner.organisation}</p>
        </header>
        <ol lang={sheet.lang} dir="ltr">
          {sheet.words.map((word, place) => <li key={place}>{word}</li>)}
        </ol>
        <Code text={sheet.words.join(" ")} label={t("The same words as a code")} />
        <footer>
          <p>{t("Made on {day}. Device {device}.", { day: dayName(new Date().toISOString().slice(0, 10), locale), device: owner.device.slice(0, SHORT) })}</p>
          <p>{t("Whoever has this sheet can open what you can open. Keep it locked away, not beside the computer, and never photograph it.")}</p>
        </footer>
      </article>
      <div class="acts">
        <Button onPress={() => { print(); }}>{t("Print")}</Button>
        <Button kind="main" onPress={goOn}>{t("I have it on paper")}</Button>
      </div>
      <p class="hint">{t("Without a printer, write the words down in order. They are shown only now.")}</p>
    </div>
  );
}

/** The code, drawn as one path. */
function Code({ text, label }: { readonly text: string; readonly label: string }) {
  const [cells, setCells] = useState<readonly (readonly boolean[])[]>([]);
  useEffect(() => {
    void import("uqr").then(({ encode }) => { setCells(encode(text, { ecc: "M", border: 2 }).data); });
  }, [text]);
  const path = cells.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join("");
  return (
    <svg class="qr" role="img" aria-label={label} viewBox={`0 0 ${cells.length || 1} ${cells.length || 1}`} shape-rendering="crispEdges">
      <path d={path} />
    </svg>
  );
}

interface ConfirmProps {
  readonly words: Words;
  readonly sheet: SheetView;
  readonly back: () => void;
  readonly goOn: () => void;
}

const ASKED = 3;

/** Ask for three of the words, so that the sheet is known to be real. */
export function ConfirmSheet({ words, sheet, back, goOn }: ConfirmProps) {
  const { t } = words;
  const [asked] = useState(() => drawn(sheet.words.length, ASKED));
  const [typed, setTyped] = useState<readonly string[]>(asked.map(() => ""));
  const [wrong, setWrong] = useState<number | null>(null);

  const submit = (event: Event) => {
    event.preventDefault();
    const bad = asked.find((place, index) => plain(typed[index] ?? "") !== plain(sheet.words[place] ?? ""));
    setWrong(bad ?? null);
    if (bad === undefined) goOn();
  };
  return (
    <form class="card" onSubmit={submit}>
      <p>{t("Please take your sheet and type these three words.")}</p>
      {asked.map((place, index) => (
        <LineField
          key={place}
          label={t("Word {number}", { number: place + 1 })}
          value={typed[index] ?? ""}
          onInput={(value) => { setTyped(typed.map((before, at) => (at === index ? value : before))); }}
        />
      ))}
      {wrong !== null && <Note kind="alert">{t("Word {number} is another one on the sheet. Please look again.", { number: wrong + 1 })}</Note>}
      <div class="acts">
        <Button onPress={back}>{t("Show the sheet again")}</Button>
        <button type="submit" class="button main" disabled={typed.some((word) => word.trim() === "")}>{t("Go on")}</button>
      </div>
    </form>
  );
}

/** Some places of a list, in order, drawn anew each time. */
function drawn(length: number, count: number): number[] {
  const places = Array.from({ length }, (_, place) => place);
  while (places.length > count) places.splice((crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) % places.length, 1);
  return places;
}

/** Without case and accents. */
function plain(word: string): string {
  return word.normalize("NFKD").replace(/\p{M}/gu, "").trim().toLowerCase();
}
