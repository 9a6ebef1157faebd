/** Questions and answers by topic, with a search over questions, keywords and answers. What is searched stays here. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { find, searched } from "../content/find";
import { furtherOf } from "../content/lookup";
import type { Faq, Pack } from "../content/types";
import { useApp } from "../context";
import { Back, Field, Live, Screen } from "../ui";
import { Folding } from "./folding";
import { useVisit, WithPack } from "./pack";
import { ItemLines, Reader } from "./reader";
import { Paragraphs } from "./text";

interface Props {
  /** The id of a question that is to be open. */
  readonly item?: string;
}

export default function QuestionsScreen({ item }: Props) {
  const { t } = useApp();
  return (
    <WithPack name="questions" title={t("Questions and answers")}>
      {(pack) => <Questions pack={pack} first={item ?? null} />}
    </WithPack>
  );
}

function Questions({ pack, first }: { readonly pack: Pack; readonly first: string | null }) {
  const [query, setQuery] = useState("");
  const [reading, setReading] = useState<{ readonly id: string; readonly from: string } | null>(null);
  // The question that is shown open: the one that was asked for, then the one from which the reader went on.
  const [shown, setShown] = useState(first);
  if (reading !== null) {
    return <Reader pack={pack} id={reading.id} back={() => { setShown(reading.from); setReading(null); }} />;
  }
  return <List pack={pack} query={query} search={setQuery} shown={shown} read={(id, from) => { setReading({ id, from }); }} />;
}

interface ListProps {
  readonly pack: Pack;
  readonly query: string;
  readonly search: (query: string) => void;
  readonly shown: string | null;
  readonly read: (id: string, from: string) => void;
}

function List({ pack, query, search, shown, read }: ListProps) {
  const { t, tn, go } = useApp();
  const list = useRef<HTMLDivElement>(null);
  const all = useMemo(() => pack.faqs.map((faq) => searched(faq, faq.question, faq.keywords.join(" "), answerText(faq))), [pack]);
  useEffect(() => {
    if (shown !== null) list.current?.querySelector<HTMLElement>(`[data-fold="${CSS.escape(shown)}"] summary`)?.focus();
  }, [shown]);
  const found = find(all, query);
  const searching = query.trim() !== "";
  const groups = searching ? [{ id: "found", title: "", faqs: found }] : byTopic(pack);
  return (
    <Screen name="questions" title={t("Questions and answers")} actions={<Back onPress={() => { go("home"); }} />}>
      <div role="search">
        <Field label={t("What would you like to know?")} value={query} onInput={search} />
      </div>
      <Live>
        {searching && found.length > 0 && <p class="hint">{tn("One answer found.", "{count} answers found.", found.length)}</p>}
        {searching && found.length === 0 && <p>{t("Nothing found. Try another word, or a shorter one.")}</p>}
      </Live>
      <div ref={list}>
        {groups.map(({ id, title, faqs }) => (
          <section key={id}>
            {title !== "" && <h2 class="home-part">{title}</h2>}
            <Answers pack={pack} faqs={faqs} level={title === "" ? 2 : 3} shown={shown} read={read} />
          </section>
        ))}
      </div>
    </Screen>
  );
}

interface AnswersProps extends Pick<ListProps, "pack" | "shown" | "read"> {
  readonly faqs: readonly Faq[];
  readonly level: 2 | 3;
}

function Answers({ pack, faqs, level, shown, read }: AnswersProps) {
  const visit = useVisit();
  return (
    <ul class="folds">
      {faqs.map((faq) => (
        <li key={faq.id}>
          <Folding id={faq.id} title={faq.question} level={level} startsOpen={faq.id === shown} opened={() => { visit.opened(pack, faq.id); }}>
            <Paragraphs of={faq.answer} />
            <ItemLines pack={pack} ids={furtherOf(pack, { kind: "faq", item: faq })} open={(id) => { read(id, faq.id); }} />
          </Folding>
        </li>
      ))}
    </ul>
  );
}

function answerText({ answer }: Faq): string {
  return answer.map((each) => (typeof each === "string" ? each : each.text)).join(" ");
}

/** The topics with their questions; questions of a topic that is not named come last. */
function byTopic({ topics, faqs }: Pack): { id: string; title: string; faqs: Faq[] }[] {
  const groups = topics.map(({ id, title }) => ({ id, title, faqs: faqs.filter(({ topic }) => topic === id) }));
  const rest = faqs.filter(({ topic }) => topics.every(({ id }) => id !== topic));
  return [...groups, { id: "rest", title: "", faqs: rest }].filter((group) => group.faqs.length > 0);
}
