/** One item to read, and further ones from there; back goes the same way. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { type Found, furtherOf, lookUp, publicSources, titleOf } from "../content/lookup";
import { hasSituations } from "../content/shown";
import type { Item, Pack } from "../content/types";
import { useApp } from "../context";
import { dayOf } from "../names";
import { Back, Note, Screen } from "../ui";
import { useOpened, useVisit } from "./pack";
import { Blocks, Paragraphs, SituationPick } from "./text";

interface Props {
  readonly pack: Pack;
  readonly id: string;
  readonly back: () => void;
}

export function Reader({ pack, id, back }: Props) {
  const { t } = useApp();
  const [way, setWay] = useState([id]);
  const present = way.at(-1) ?? id;
  const found = lookUp(pack, present);
  useOpened(pack, found === null ? null : present);
  const step = () => { if (way.length > 1) setWay(way.slice(0, -1)); else back(); };
  if (found === null) {
    return (
      <Screen name="reading" title={t("This is not here any more")} actions={<Back onPress={step} />}>
        <p>{t("The texts were changed since. You find the others in the lists.")}</p>
      </Screen>
    );
  }
  return (
    <Screen name="reading" turn={present} title={titleOf(found)} actions={<Back onPress={step} />}>
      <Body key={present} found={found} />
      <Further pack={pack} ids={furtherOf(pack, found)} open={(next) => { setWay([...way, next]); }} />
      <Provenance item={found.item} />
    </Screen>
  );
}

function Body({ found }: { readonly found: Found }) {
  switch (found.kind) {
    case "rule":
      return (
        <>
          <Paragraphs of={found.item.body} />
          {found.item.example !== undefined && <Example>{found.item.example}</Example>}
        </>
      );
    case "faq":
      return <Paragraphs of={found.item.answer} />;
    case "term":
      return <Paragraphs of={found.item.meaning} />;
    case "conduct":
      return (
        <>
          <Paragraphs of={found.item.about} />
          {found.item.sections.map(({ id, heading, body }) => (
            <section key={id}>
              <h2>{heading}</h2>
              <Paragraphs of={body} />
            </section>
          ))}
        </>
      );
    case "page":
      return <PageBody blocks={found.item.blocks} />;
  }
}

function Example({ children }: { readonly children: ComponentChildren }) {
  const { t } = useApp();
  return (
    <Note>
      <p class="example-head">{t("For example")}</p>
      <p>{children}</p>
    </Note>
  );
}

/** The blocks of a page; where it says more to some, they can say that they are. */
export function PageBody({ blocks }: { readonly blocks: Parameters<typeof hasSituations>[0] }) {
  const visit = useVisit();
  const [situation, setSituation] = useState(visit.situation);
  return (
    <>
      {hasSituations(blocks) && (
        <SituationPick chosen={situation} choose={(chosen) => { visit.situation = chosen; setSituation(chosen); }} />
      )}
      <Blocks of={blocks} situation={situation} />
    </>
  );
}

interface FurtherProps {
  readonly pack: Pack;
  readonly ids: readonly string[];
  readonly open: (id: string) => void;
}

function Further({ pack, ids, open }: FurtherProps) {
  const { t } = useApp();
  if (ids.length === 0) return null;
  return (
    <>
      <h2 class="home-part">{t("Read on")}</h2>
      <ItemLines pack={pack} ids={ids} open={open} />
    </>
  );
}

/** A list of items to open, one a line. */
export function ItemLines({ pack, ids, open }: FurtherProps) {
  if (ids.length === 0) return null;
  return (
    <ul class="lines item-lines">
      {ids.map((id) => {
        const found = lookUp(pack, id);
        return found === null ? null : (
          <li key={id}>
            <button type="button" class="line" data-item={id} onClick={() => { open(id); }}>
              {titleOf(found)}
            </button>
          </li>
        );
      })}
    </ul>
  );
}

function Provenance({ item: { source, reviewed_on } }: { readonly item: Item }) {
  const { t, locale } = useApp();
  const sources = publicSources(source);
  return (
    <p class="provenance">
      {sources.length > 0 && <span>{t("Based on: {sources}.", { sources: sources.join(", ") })} </span>}
      {t("Last read over on {day}.", { day: dayOf(reviewed_on, locale) })}
    </p>
  );
}
