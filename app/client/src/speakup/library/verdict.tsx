/** What is proven, and what is not, in plain words. */
import { officeById } from "../../directory/parse";
import type { Directory } from "../../directory/types";
import type { Words } from "../../words/words";
import type { Fault, Verdict } from "../content/judge";
import type { AckProof, ShownProof } from "../content/shownProof";
import { useApp } from "../context";
import type { CertificateClaim } from "../crypto/certificate";
import { dayOf, nameOf } from "../names";
import { Back, Note, Screen } from "../ui";
import { monthOf } from "./certificateSheet";
import { usePack } from "./pack";
import { Points } from "./text";

export interface Judged {
  readonly shown: ShownProof;
  readonly verdict: Verdict;
  readonly newest: Directory;
}

interface Props {
  readonly judged: Judged;
  readonly back: () => void;
}

export function VerdictView({ judged: { shown, verdict, newest }, back }: Props) {
  const { t } = useApp();
  const demonstration = newest.organisation.demonstration === true;
  return (
    <Screen name="verdict" turn={String(verdict.good)} title={verdict.good ? t("It is genuine") : t("It cannot be confirmed")} actions={<Back onPress={back} />}>
      {verdict.good ? (
        shown.kind === "certificate" ? <CertificateTold claim={shown.claim} newest={newest} /> : <ProofTold claim={shown.claim} directory={verdict.directory} newest={newest} />
      ) : (
        <Note kind="alert">{faultText(verdict.fault, newest.organisation.name, t)}</Note>
      )}
      {demonstration && <Note>{t("This is a demonstration: its signatures are real, its offices and results are not.")}</Note>}
      <p class="hint">{t("Checked against the signed list of {organization}. Nothing about this check was sent or stored.", { organization: newest.organisation.name })}</p>
    </Screen>
  );
}

function CertificateTold({ claim, newest }: { readonly claim: CertificateClaim; readonly newest: Directory }) {
  const { t, locale } = useApp();
  const state = usePack();
  const title = typeof state === "object" && "pack" in state ? state.pack.quizzes.find(({ id }) => id === claim.quiz)?.title : undefined;
  return (
    <>
      <dl class="told">
        <Told name={t("Name")}>{claim.name}</Told>
        <Told name={t("Quiz")}>{title ?? claim.quiz}</Told>
        <Told name={t("Result")}>{t("{right} of {of} right", { right: claim.right, of: claim.of })}</Told>
        <Told name={t("Month")}>{monthOf(claim.month, locale)}</Told>
      </dl>
      <h2>{t("What this proves")}</h2>
      <p>{t("The server of {organization} signed this result for this name in this month, and nothing was changed since.", { organization: newest.organisation.name })}</p>
      <h2>{t("What it does not prove")}</h2>
      <Points of={[t("Who answered. The quiz was taken without supervision, and the name is the one that was typed."), t("How the person behaves. A quiz is about knowing.")]} />
    </>
  );
}

function ProofTold({ claim, directory, newest }: { readonly claim: AckProof; readonly directory: Directory; readonly newest: Directory }) {
  const { t, locale } = useApp();
  const office = officeById(directory, claim.office);
  return (
    <>
      <dl class="told">
        <Told name={t("Office")}>{office === undefined ? claim.office : nameOf(office, locale)}</Told>
        <Told name={t("Organization")}>{newest.organisation.name}</Told>
        <Told name={t("Opened on")}>{dayOf(claim.day, locale)}</Told>
      </dl>
      <h2>{t("What this proves")}</h2>
      <p>{t("A device of this office, named in the signed list, confirmed that the office opened one certain report on that day.")}</p>
      <h2>{t("What it does not prove")}</h2>
      <Points of={[t("What was reported, or if it is true."), t("Who reported. Whoever has this file can show it."), t("What the office did afterwards.")]} />
    </>
  );
}

function Told({ name, children }: { readonly name: string; readonly children: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <bdi>{children}</bdi>
      </dd>
    </div>
  );
}

function faultText(fault: Fault, organization: string, t: Words["t"]): string {
  switch (fault) {
    case "changed":
      return t("Something in it was changed, or it was not copied whole. The signature does not fit.");
    case "stranger":
      return t("It is signed, but not by a key that {organization} used in that month. Anybody can make such a certificate.", { organization });
    case "other_organisation":
      return t("It is of another organization. This app can only check what belongs to {organization}.", { organization });
    case "no_version":
      return t("It names a list of offices that this server does not have.");
    case "no_device":
      return t("The list of offices that it names does not have this device.");
    case "day":
      return t("Its day lies before the list of offices that it names, or in the future.");
    case "revoked":
      return t("The device that signed it was no longer a device of this office on that day.");
  }
}
