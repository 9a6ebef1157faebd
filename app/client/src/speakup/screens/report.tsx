/**
 * The way of a report: before, questions, files, readers, receipt, typing back, sending.
 *
 * All answers and files live in this component's state and nowhere else; leaving it erases them.
 */
import { useEffect, useReducer, useState } from "preact/hooks";
import { officeById, sealKeys } from "../../directory/parse";
import type { Route } from "../../directory/types";
import { useApp } from "../context";
import type { Order, ShownReceipt } from "../crypto/workshop";
import type { Trusted } from "../delivery/trust";
import { heardBy } from "../answers/times";
import type { Kept } from "../evidence/kept";
import { EvidenceScreen } from "../evidence/screen";
import { decide } from "../form/decision";
import { helpOnly, sayable, wantsHelp } from "../form/facts";
import { FORM, flowOf, standing } from "../form/form";
import { isPast } from "../form/outside";
import { plan } from "../form/plan";
import { advance, begin, current, type Progress, type Step } from "../form/progress";
import type { Session } from "../session";
import { troubleText } from "../trouble";
import { BeforeScreen } from "./before";
import { QuestionScreen } from "./question";
import { ReadersScreen } from "./readers";
import { ReceiptScreen, type Shape, TypeBackScreen } from "./receipt";
import { SendingScreen } from "./sending";
import { useSealing } from "./useSealing";

type Stage = "before" | "questions" | "receipt" | "typeback" | "sending";

interface Prepared {
  readonly trusted: Trusted;
  /** Null: the person has one already, and it is in use. */
  readonly receipt: ShownReceipt | null;
}

/** `item`: an office that did not answer, which the report must go past; it goes under the receipt that is in use. */
export function ReportJourney({ item }: { readonly item?: string }) {
  const { session, go, locale } = useApp();
  const { progress, step, anyway, setAnyway, kept, setKept, filesDone, setFilesDone, conflict, toggle } = useGiven();
  const [stage, setStage] = useState<Stage>("before");
  const [shape, setShape] = useState<Shape>(locale.wordlist === null ? "digits" : "words");
  const [prepared, retry] = usePreparation(session, isPast(item) ? null : (locale.wordlist ?? "none"));
  const [sealing, sealedFiles, seal] = useSealing(session);
  useHold(stage !== "before" && sealing !== "sealed");

  if (stage === "before" || !("receipt" in prepared)) {
    const state = "receipt" in prepared ? "ready" : "trouble" in prepared ? prepared : "loading";
    return <BeforeScreen state={state} again={isPast(item)} begin={() => { setStage("questions"); }} retry={retry} />;
  }
  const { trusted, receipt } = prepared;
  const erase = () => { go("home"); };
  const decision = decide(trusted.directory, progress.answers, { conflict, anyway, item }, new Date());
  const noFiles = asksNoFiles(progress);
  const send = (files: readonly Kept[]) => {
    setStage("sending");
    seal({ trusted, orders: ordersOf(trusted, decision.chosen, progress), files: noFiles ? [] : files, receipt, lang: progress.answers.language?.[0] ?? locale.tag });
  };
  const question = progress.done ? undefined : current(FORM, progress);
  if (receipt !== null && stage === "receipt") return <ReceiptScreen receipt={receipt} shape={shape} setShape={setShape} next={() => { setStage("typeback"); }} back={() => { setStage("questions"); }} />;
  if (receipt !== null && stage === "typeback") return <TypeBackScreen receipt={receipt} shape={shape} send={() => { send(kept); }} back={() => { setStage("receipt"); }} />;
  switch (stage) {
    case "questions":
      if (question === undefined && (filesDone || noFiles)) break;
      if (question === undefined) return <EvidenceScreen kept={kept} onChange={setKept} next={() => { setFilesDone(true); }} back={() => { step({ type: "back" }); }} />;
      return (
        <QuestionScreen
          question={question}
          progress={progress}
          directory={trusted.directory}
          answer={(values) => { step({ type: "answer", id: question.id, values }); }}
          next={() => { step({ type: "next" }); }}
          back={() => { if (question.id === FORM.flows[0]?.questions[0]) setStage("before"); else step({ type: "back" }); }}
          erase={erase}
        />
      );
    case "sending":
      return <SendingScreen by={heardBy(trusted.directory.policy, decision.chosen.urgent, new Date().toISOString().slice(0, 10))} state={sealing} files={sealedFiles} flow={flowOf(FORM, progress.answers)} retry={() => { send(kept); }} withoutFiles={kept.length === 0 ? undefined : () => { setKept([]); send([]); }} />;
  }
  return (
    <ReadersScreen
      directory={trusted.directory}
      decision={decision}
      helpOnly={helpOnly(progress.answers)}
      wantsHelp={wantsHelp(standing(FORM, progress.answers))}
      sayable={sayable(progress.answers)}
      anyway={anyway}
      tellAnyway={setAnyway}
      conflict={conflict}
      toggle={toggle}
      next={() => { if (receipt === null) send(kept); else setStage("receipt"); }}
      back={() => { if (noFiles) step({ type: "back" }); else setFilesDone(false); }}
      erase={erase}
    />
  );
}

/** While `half` is written, the sign at the top leads nowhere. */
function useHold(half: boolean): void {
  const { hold } = useApp();
  useEffect(() => {
    hold(half);
    return () => { hold(false); };
  }, [half]);
}

/** All that the person gives: answers, files, and whom the report must go past. */
function useGiven() {
  const [progress, step] = useReducer((before: Progress, action: Step) => advance(FORM, before, action), FORM, begin);
  const [anyway, setAnyway] = useState(false);
  const [kept, setKept] = useState<readonly Kept[]>([]);
  const [filesDone, setFilesDone] = useState(false);
  const [conflict, setConflict] = useState<readonly string[]>([]);
  const toggle = (value: string) => { setConflict(conflict.includes(value) ? conflict.filter((other) => other !== value) : [...conflict, value]); };
  return { progress, step, anyway, setAnyway, kept, setKept, filesDone, setFilesDone, conflict, toggle };
}

/** A child is not asked for files: pictures of it are a danger to the child. Who only wants help sends none either. */
function asksNoFiles({ answers }: Progress): boolean {
  return helpOnly(answers) || flowOf(FORM, answers) === "child";
}

/** The drafts with the devices of their offices. */
function ordersOf({ directory }: Trusted, chosen: Route, { answers }: Progress): Order[] {
  return plan(FORM, answers, chosen).flatMap(({ office: id, draft }) => {
    const office = officeById(directory, id);
    if (office === undefined) return [];
    const devices = sealKeys(office, new Date()).map(({ device, key }) => ({ id: device, key }));
    return [{ office: id, devices, draft }];
  });
}

/** Load the crypto, verify the directory, draw the receipt and derive its keys, while the person reads. `list` null: no new receipt. */
function usePreparation(session: Session, list: string | null): [Prepared | { trouble: string } | { loading: true }, () => void] {
  const { t } = useApp();
  const [attempt, setAttempt] = useState(0);
  useEffect(() => () => { session.forgetReceipt(); }, [session]);
  const [state, setState] = useState<Prepared | { trouble: string } | { loading: true }>({ loading: true });
  useEffect(() => {
    setState({ loading: true });
    prepare(session, list).then(setState, (error: unknown) => { setState({ trouble: troubleText(error, t) }); });
  }, [attempt, session, list]);
  return [state, () => { setAttempt(attempt + 1); }];
}

async function prepare(session: Session, list: string | null): Promise<Prepared> {
  const trusted = await session.trusted();
  if (list === null) return { trusted, receipt: null };
  const receipt = await session.workshop().newReceipt(list);
  await session.workshop().take(receipt.digits, trusted.directory.organisation.id);
  return { trusted, receipt };
}
