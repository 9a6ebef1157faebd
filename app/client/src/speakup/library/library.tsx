/** Rules and how to report: the shelves, and one thing to read at a time. */
import { useMemo, useState } from "preact/hooks";
import { find, searched } from "../content/find";
import { lookUp } from "../content/lookup";
import type { Pack } from "../content/types";
import { useApp } from "../context";
import { Back, Field, Live, Screen } from "../ui";
import { Folding } from "./folding";
import { useVisit, WithPack } from "./pack";
import { ItemLines, Reader } from "./reader";
import { Paragraphs } from "./text";

type Shelf = "all" | "rules" | "howto" | "glossary";

interface Props {
  /** An item's id, or a shelf. */
  readonly item?: string;
}

export default function LibraryScreen({ item }: Props) {
  const { t } = useApp();
  return (
    <WithPack name="library" title={t("Rules and how to report")}>
      {(pack) => <Library pack={pack} {...(item === undefined ? {} : { item })} />}
    </WithPack>
  );
}

function isShelf(name: string): name is Shelf {
  return ["all", "rules", "howto", "glossary"].includes(name);
}

function Library({ pack, item }: Props & { readonly pack: Pack }) {
  const [shelf, setShelf] = useState<Shelf>(item !== undefined && isShelf(item) ? item : "all");
  const [reading, setReading] = useState(item !== undefined && !isShelf(item) ? item : null);
  if (reading !== null) return <Reader key={reading} pack={pack} id={reading} back={() => { setReading(null); }} />;
  const back = () => { setShelf("all"); };
  switch (shelf) {
    case "all":
      return <Shelves pack={pack} show={setShelf} read={setReading} />;
    case "rules":
      return <RulesScreen pack={pack} read={setReading} back={back} />;
    case "howto":
      return <HowtoScreen pack={pack} read={setReading} back={back} />;
    case "glossary":
      return <GlossaryScreen pack={pack} back={back} />;
  }
}

interface ShelvesProps {
  readonly pack: Pack;
  readonly show: (shelf: Shelf) => void;
  readonly read: (id: string) => void;
}

function Shelves({ pack, show, read }: ShelvesProps) {
  const { t, go } = useApp();
  const pages = ["why_this_matters", "what_we_count"].filter((id) => lookUp(pack, id) !== null);
  return (
    <Screen name="library" title={t("Rules and how to report")} actions={<Back onPress={() => { go("home"); }} />}>
      <p class="lead">{t("Short texts in plain words. They are kept on this phone for when there is no network.")}</p>
      <ul class="tiles">
        {pack.howto.length > 0 && <ShelfTile name="howto" title={t("How to report")} about={t("The ways, what to write, what comes after")} open={() => { show("howto"); }} />}
        {pack.rules.length > 0 && <ShelfTile name="rules" title={t("The rules")} about={t("What is forbidden, for whom, and what you can expect")} open={() => { show("rules"); }} />}
        {pack.conduct !== null && <ShelfTile name="conduct" title={pack.conduct.title} about={t("For everyone who takes part")} open={() => { read(pack.conduct?.id ?? ""); }} />}
        {pack.terms.length > 0 && <ShelfTile name="glossary" title={t("Words and what they mean")} about={t("Look up a word")} open={() => { show("glossary"); }} />}
      </ul>
      {pages.length > 0 && <h2 class="home-part">{t("About this")}</h2>}
      <ItemLines pack={pack} ids={pages} open={read} />
    </Screen>
  );
}

function ShelfTile({ name, title, about, open }: { readonly name: string; readonly title: string; readonly about: string; readonly open: () => void }) {
  return (
    <li>
      <button type="button" class="tile shelf" data-shelf={name} onClick={open}>
        <span>{title}</span>
        <span class="about">{about}</span>
      </button>
    </li>
  );
}

interface ShelfProps {
  readonly pack: Pack;
  readonly read: (id: string) => void;
  readonly back: () => void;
}

function RulesScreen({ pack, read, back }: ShelfProps) {
  const { t } = useApp();
  return (
    <Screen name="rules" title={t("The rules")} actions={<Back onPress={back} />}>
      <p>{t("They hold for everyone who works for the United Nations or its partners: staff, consultants, volunteers, drivers, guards, peacekeepers.")}</p>
      <ItemLines pack={pack} ids={pack.rules.map(({ id }) => id)} open={read} />
    </Screen>
  );
}

function HowtoScreen({ pack, read, back }: ShelfProps) {
  const { t, go } = useApp();
  return (
    <Screen name="howto" title={t("How to report")} actions={<Back onPress={back} />}>
      <p>{t("You can read all of this first and decide later.")}</p>
      <ItemLines pack={pack} ids={pack.howto.map(({ id }) => id)} open={read} />
      <div class="stack">
        <button type="button" class="button" onClick={() => { go("report"); }}>
          {t("Report")}
        </button>
      </div>
    </Screen>
  );
}

function GlossaryScreen({ pack, back }: Omit<ShelfProps, "read">) {
  const { t, tn } = useApp();
  const visit = useVisit();
  const [query, setQuery] = useState("");
  const all = useMemo(() => pack.terms.map((term) => searched(term, term.term, term.meaning.map((each) => (typeof each === "string" ? each : each.text)).join(" "))), [pack]);
  const terms = find(all, query);
  return (
    <Screen name="glossary" title={t("Words and what they mean")} actions={<Back onPress={back} />}>
      <div role="search">
        <Field label={t("Look for a word")} value={query} onInput={setQuery} />
      </div>
      <Live>{query.trim() !== "" && <p class="hint">{tn("One found.", "{count} found.", terms.length)}</p>}</Live>
      <ul class="folds">
        {terms.map((term) => (
          <li key={term.id}>
            <Folding title={term.term} level={2} opened={() => { visit.opened(pack, term.id); }}>
              <Paragraphs of={term.meaning} />
            </Folding>
          </li>
        ))}
      </ul>
    </Screen>
  );
}
