/**
 * The way of a report: before, questions, readers, receipt, typing back, sending.
 *
 * All answers live in this component's state and nowhere else; leaving it erases them.
 */
import { useEffect, useReducer, useState } from "preact/hooks";
import { officeById, sealKeys } from "../../directory/parse";
import type { Route } from "../../directory/types";
import { useApp } from "../context";
import type { Order, ShownReceipt } from "../crypto/workshop";
import type { Trusted } from "../delivery/trust";
import { decide } from "../form/decision";
import { helpOnly, sayable, wantsHelp } from "../form/facts";
import { FORM, flowOf, standing } from "../form/form";
import { plan } from "../form/plan";
import { advance, begin, current, type Progress, type Step } from "../form/progress";
import type { Session } from "../session";
import { troubleText } from "../trouble";
import { BeforeScreen } from "./before";
import { QuestionScreen } from "./question";
import { ReadersScreen } from "./readers";
import { ReceiptScreen, type Shape, TypeBackScreen } from "./receipt";
import { SendingScreen } from "./sending";

type Stage = "before" | "questions" | "receipt" | "typeback" | "sending";

interface Prepared {
  readonly trusted: Trusted;
  readonly receipt: ShownReceipt;
}

/** `item`: an office that did not answer, which the report must go past. */
export function ReportJourney({ item }: { readonly item?: string }) {
  const { session, go, locale } = useApp();
  const [progress, step] = useReducer((before: Progress, action: Step) => advance(FORM, before, action), FORM, begin);
  const [stage, setStage] = useState<Stage>("before");
  const [anyway, setAnyway] = useState(false);
  const [conflict, setConflict] = useState<readonly string[]>([]);
  const [shape, setShape] = useState<Shape>(locale.wordlist === null ? "digits" : "words");
  const [prepared, retry] = usePreparation(session, locale.wordlist ?? "none");
  const [sealing, seal] = useSealing(session);
  useEffect(() => () => { session.forgetReceipt(); }, [session]);

  if (stage === "before" || !("receipt" in prepared)) {
    const state = "receipt" in prepared ? "ready" : "trouble" in prepared ? prepared : "loading";
    return <BeforeScreen state={state} begin={() => { setStage("questions"); }} retry={retry} />;
  }
  const { trusted, receipt } = prepared;
  const erase = () => { go("home"); };
  const decision = decide(trusted.directory, progress.answers, { conflict, anyway, item }, new Date());
  const send = () => {
    setStage("sending");
    seal(trusted, ordersOf(trusted, decision.chosen, progress), receipt, progress.answers.language?.[0] ?? locale.tag);
  };
  const question = progress.done ? undefined : current(FORM, progress);
  switch (stage) {
    case "questions":
      if (question === undefined) break;
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
    case "receipt":
      return <ReceiptScreen receipt={receipt} shape={shape} setShape={setShape} next={() => { setStage("typeback"); }} back={() => { setStage("questions"); }} />;
    case "typeback":
      return <TypeBackScreen receipt={receipt} shape={shape} send={send} back={() => { setStage("receipt"); }} />;
    case "sending":
      return <SendingScreen state={sealing} flow={flowOf(FORM, progress.answers)} retry={send} />;
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
      toggle={(value) => { setConflict(conflict.includes(value) ? conflict.filter((other) => other !== value) : [...conflict, value]); }}
      next={() => { setStage("receipt"); }}
      back={() => { step({ type: "back" }); }}
      erase={erase}
    />
  );
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

/** Load the crypto, verify the directory, draw the receipt and derive its keys, while the person reads. */
function usePreparation(session: Session, list: string): [Prepared | { trouble: string } | { loading: true }, () => void] {
  const { t } = useApp();
  const [attempt, setAttempt] = useState(0);
  const [state, setState] = useState<Prepared | { trouble: string } | { loading: true }>({ loading: true });
  useEffect(() => {
    setState({ loading: true });
    prepare(session, list).then(setState, (error: unknown) => { setState({ trouble: troubleText(error, t) }); });
  }, [attempt, session, list]);
  return [state, () => { setAttempt(attempt + 1); }];
}

async function prepare(session: Session, list: string): Promise<Prepared> {
  const trusted = await session.trusted();
  const receipt = await session.workshop().newReceipt(list);
  await session.workshop().take(receipt.digits, trusted.directory.organisation.id);
  return { trusted, receipt };
}

type Sealing = "sealing" | "sealed" | { readonly trouble: string };

/** Seal the orders in the worker, keep them in the queue, forget the keys. */
function useSealing(session: Session): [Sealing, (trusted: Trusted, orders: readonly Order[], receipt: ShownReceipt, lang: string) => void] {
  const { t } = useApp();
  const [state, setState] = useState<Sealing>("sealing");
  const seal = async ({ seen, directory }: Trusted, orders: readonly Order[], receipt: ShownReceipt, lang: string) => {
    await session.workshop().take(receipt.digits, directory.organisation.id);
    const sealed = await session.workshop().seal(orders, { directory: seen, lang });
    await session.courier.take(sealed.map((deposit) => ({ ...deposit, directory: seen.version })));
    await session.workshop().forget();
  };
  return [
    state,
    (...given) => {
      setState("sealing");
      seal(...given).then(() => { setState("sealed"); }, (error: unknown) => { setState({ trouble: troubleText(error, t) }); });
    },
  ];
}
