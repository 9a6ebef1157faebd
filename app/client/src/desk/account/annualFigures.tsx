/** Figures that only people know: one panel a part of the package. Nothing that is typed is refused; it is named. */
import { type Draft, doubts, FIGURES, type Part, type Place, rates } from "../case/annual";
import { useDesk } from "../context";
import { Note, TextArea, TextField } from "../ui";
import { doubtText, figureName, partName } from "./annualWords";

interface Props {
  readonly part: Part;
  readonly draft: Draft;
  readonly change: (draft: Draft) => void;
}

export function FiguresPanel({ part, draft, change }: Props) {
  const { t } = useDesk();
  const names = Object.keys(FIGURES).filter((name) => FIGURES[name]?.part === part);
  const percent = rates(draft);
  const found = doubts(draft).filter(({ field }) => names.includes(field));
  const field = (name: string) => {
    const rate = percent[name] ?? null;
    const put = (value: string) => { change({ ...draft, figures: { ...draft.figures, [name]: value } }); };
    return { label: figureName(name, t), value: draft.figures[name] ?? "", onInput: put, hint: rate === null ? undefined : `${rate} %` };
  };
  return (
    <section class="panel" aria-label={partName(part, t)}>
      <h2>{partName(part, t)}</h2>
      {part === "words" && <p class="hint">{t("This goes out as you write it: no names, and nothing by which somebody could recognize a case.")}</p>}
      <div class={part === "words" ? "annual-words" : "annual-fields"}>
        {names.map((name) => {
          if (FIGURES[name]?.form === "places") return <Places key={name} name={name} draft={draft} change={change} />;
          return FIGURES[name]?.form === "text" ? <TextArea key={name} rows={3} {...field(name)} /> : <TextField key={name} {...field(name)} />;
        })}
      </div>
      {found.map((doubt) => <Note key={`${doubt.check} ${doubt.field}`} kind="warn">{doubtText(doubt, t)}</Note>)}
    </section>
  );
}

/** Rows of a place and a number; the last one is always empty. */
function Places({ name, draft, change }: { readonly name: string } & Pick<Props, "draft" | "change">) {
  const { t } = useDesk();
  const rows: readonly Place[] = [...draft.sessions, { place: "", number: "" }];
  const put = (at: number, row: Place) => {
    const next = rows.map((one, index) => (index === at ? row : one));
    // Empty rows before the last one stay until they are left behind: what one types must not jump.
    change({ ...draft, sessions: next.at(-1)?.place === "" && next.at(-1)?.number === "" ? next.slice(0, -1) : next });
  };
  return (
    <fieldset class="annual-places">
      <legend>{figureName(name, t)}</legend>
      {rows.map((row, at) => (
        <div class="annual-place" key={at}>
          <TextField label={t("Place")} value={row.place} onInput={(place) => { put(at, { ...row, place }); }} />
          <TextField label={t("How many")} value={row.number} onInput={(number) => { put(at, { ...row, number }); }} />
        </div>
      ))}
    </fieldset>
  );
}
