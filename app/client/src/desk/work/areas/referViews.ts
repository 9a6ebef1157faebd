/** What the screen is shown of passing on: who could get the case, who got it, and what others passed to us. Pure. */
import { canReceive, officeById } from "../../../directory/parse";
import type { Directory, Office } from "../../../directory/types";
import { understood } from "../../case/attachments";
import type { Answer, Json } from "../../case/fields";
import type { Handover } from "../../case/handover";
import { latest } from "../../case/registers";
import { recusalOf } from "../../case/recusal";
import type { AuthorityView, HandedView, OfficeOption, PassedView, ReferView } from "../../calls/refer";
import { type Case, type Done, named, textsOf } from "../../fold";
import { audienceOf } from "../../refer/audience";
import { withNumbers } from "../../refer/pack";
import { sourceOf } from "../../refer/source";
import type { FileView } from "../../view";
import { titleOf } from "../authorship";
import { filesOf } from "../files";
import type { Entered } from "../room";

/** All that the panels of the case show. `now` in milliseconds. */
export function referView(entered: Entered, found: Case, now: number): ReferView {
  const { directory, kin } = entered.directories.newest();
  const { office: ownOffice, device } = entered.device;
  const stepped = recusalOf(found, device, kin);
  return {
    offices: officeOptions(directory, ownOffice, new Date(now)),
    files: withNumbers(sourceOf(found).texts).flatMap(({ files }) => files.map(({ number, entry }) => fileView(number, entry))),
    recused: stepped === null ? null : { at: stepped.at, to: officeById(directory, stepped.office)?.name ?? "" },
    passed: [...named(found, "handover"), ...named(found, "referral")].sort(byMoment).map((done) => passedView(done, directory, ownOffice)),
    answerable: found.reports.length + found.assistance.length > 0,
    partner: Object.fromEntries(Object.entries(latest(found.events, "partner")).map(([item, { value }]) => [item, word(value)])),
    authority: named(found, "authority").map((done) => authorityView(done, directory, ownOffice)),
    contracting: contractingOf(directory, found),
  };
}

/** The offices that a case can go to: who stands in for us first, in the directory's order, then the others by name. */
export function officeOptions(directory: Directory, own: string, at: Date): OfficeOption[] {
  const standIns = officeById(directory, own)?.alternate ?? [];
  const place = ({ id }: Office) => (standIns.includes(id) ? standIns.indexOf(id) : standIns.length);
  return directory.offices
    .filter(({ id }) => id !== own)
    .sort((one, other) => place(one) - place(other) || one.name.localeCompare(other.name))
    .map((office) => ({
      ...{ id: office.id, name: office.name, names: office.names ?? {}, role: office.role, audience: audienceOf(office.role) },
      ...{ standsIn: standIns.includes(office.id), receives: canReceive(directory, office, at) },
    }));
}

function byMoment(one: Done, other: Done): number {
  return one.event.at < other.event.at ? -1 : Number(one.event.at > other.event.at);
}

function passedView({ ctx, event }: Done, directory: Directory, own: string): PassedView {
  const { at, by, text, data } = event;
  const office = officeById(directory, word(data.office));
  return {
    ...{ ctx, at, by: titleOf(directory, own, by), text, purpose: word(data.purpose), reference: word(data.reference) },
    ...{ to: office?.name ?? word(data.to), names: office?.names ?? {}, withheld: list(data.withheld), identity: word(data.identity) === "yes" },
  };
}

function authorityView({ ctx, event }: Done, directory: Directory, own: string): AuthorityView {
  const { at, by, text, data } = event;
  return { ctx, at, by: titleOf(directory, own, by), text, what: word(data.what), step: word(data.step), day: word(data.day), reference: word(data.reference) };
}

/** Who engages the partner that the reports name. */
function contractingOf(directory: Directory, found: Case): string[] {
  const named = found.reports.flatMap(({ payload }) => [payload.answers.entity, payload.answers.contracting].flatMap((answer) => answer ?? []));
  const partners = directory.entities.filter(({ id, kind }) => kind === "partner" && named.includes(id));
  const ids = [...new Set([...partners.flatMap(({ contracting }) => contracting ?? []), ...named.filter((id) => partners.length > 0 && !partners.some((one) => one.id === id))])];
  return ids.flatMap((id) => directory.entities.find((entity) => entity.id === id)?.name ?? []);
}

/** What other offices passed on to us in this case. */
export function handedViews(entered: Entered, found: Case): HandedView[] {
  const { directory } = entered.directories.newest();
  const numbered = filesOf(found);
  return found.handovers.map((handover) => ({
    ...giverView(handover, directory),
    ...{ ctx: handover.ctx, day: handover.day, missing: handover.missing },
    files: (numbered.get(handover.ctx) ?? []).map(({ number, entry }) => fileView(number, entry)),
    samePerson: samePerson(found, handover),
  }));
}

/** Who vouches for it, and what they say. */
export function giverView(handover: Pick<Handover, "at" | "by" | "office" | "purpose" | "body">, directory: Directory): Pick<HandedView, "at" | "purpose" | "title" | "office" | "names" | "body"> {
  const office = officeById(directory, handover.office);
  const { at, purpose, body } = handover;
  return { at, purpose, body, title: titleOf(directory, handover.office, handover.by), office: office?.name ?? "", names: office?.names ?? {} };
}

/** The key that the giver passed on is the reporter's own, whom we know by what they sealed to us. */
function samePerson(found: Case, { body }: Handover): boolean | null {
  const nobody = textsOf(found).length === 0;
  return nobody || body === null || body.reporter === "" ? null : body.reporter === found.reporter;
}

/** A file as the screen lists it; its entry may be the giver's or the reporter's own, or not understood. */
export function fileView(number: number, raw: Json | ReturnType<typeof understood>): FileView {
  const entry = raw === null ? null : understood({ ...raw });
  return { number, known: entry !== null, name: entry?.name ?? "", type: entry?.type ?? "", length: entry?.length ?? 0 };
}

function word(value: Answer | undefined): string {
  return typeof value === "string" ? value : "";
}

function list(value: Answer | undefined): readonly string[] {
  return value === undefined || typeof value === "string" ? [] : value;
}
