/** Paragraphs and blocks of pages as people read them. Tables become cards: nobody scrolls sideways on a small phone. */
import { type Situation, shown, shownBlocks, SITUATIONS } from "../content/shown";
import type { Block, Paragraph, Table } from "../content/types";
import { useApp } from "../context";
import type { Words } from "../../words/words";
import { useConfirmed } from "./pack";

export function Paragraphs({ of }: { readonly of: readonly Paragraph[] }) {
  return <>{shown(of, useConfirmed()).map((words, place) => <p key={place}>{words}</p>)}</>;
}

interface BlocksProps {
  readonly of: readonly Block[];
  readonly situation: Situation | null;
}

export function Blocks({ of, situation }: BlocksProps) {
  const blocks = shownBlocks(of, situation, useConfirmed());
  return <>{blocks.map((block, place) => <OneBlock key={place} block={block} />)}</>;
}

function OneBlock({ block: { heading, text, list, table } }: { readonly block: Block }) {
  if (heading !== undefined) return <h2>{heading}</h2>;
  if (text !== undefined) return <p>{text}</p>;
  if (list !== undefined) return <Points of={list} />;
  return table === undefined ? null : <Cards of={table} />;
}

export function Points({ of }: { readonly of: readonly string[] }) {
  return (
    <ul class="plain-list">
      {of.map((point, place) => <li key={place}>{point}</li>)}
    </ul>
  );
}

/** One card a row: its first cell is the heading, the others stand under the names of their columns. */
function Cards({ of: { head, rows } }: { readonly of: Table }) {
  return (
    <ul class="cards">
      {rows.map(([first = "", ...cells], place) => (
        <li key={place}>
          <h3>{first}</h3>
          <dl>
            {cells.map((cell, column) => (
              <div key={column}>
                <dt>{head[column + 1] ?? ""}</dt>
                <dd>{cell}</dd>
              </div>
            ))}
          </dl>
        </li>
      ))}
    </ul>
  );
}

export function situationName(situation: Situation, t: Words["t"]): string {
  const names: Readonly<Record<Situation, string>> = {
    staff: t("I work for the United Nations"),
    partner: t("I work for a partner organization"),
    community: t("I live where help is given"),
    event: t("I take part in an event"),
  };
  return names[situation];
}

interface SituationProps {
  readonly chosen: Situation | null;
  readonly choose: (situation: Situation | null) => void;
}

/** For whom the page is to be: nobody has to say. */
export function SituationPick({ chosen, choose }: SituationProps) {
  const { t } = useApp();
  return (
    <fieldset class="chips">
      <legend>{t("What fits you best? (You do not have to say.)")}</legend>
      <div>
        {[null, ...SITUATIONS].map((each) => (
          <label key={each ?? "any"}>
            <input type="radio" name="situation" checked={chosen === each} onChange={() => { choose(each); }} />
            <span>{each === null ? t("Show what is for everyone") : situationName(each, t)}</span>
          </label>
        ))}
      </div>
      <p class="hint">{t("This is not stored and not sent.")}</p>
    </fieldset>
  );
}
