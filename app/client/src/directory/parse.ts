/**
 * Reading a directory out of untyped JSON: everything that the client relies on is checked once, here.
 *
 * Whether the document may be believed is decided in `sealing/directory.ts`, before this.
 */
import { readTimestamp } from "../sealing/timestamp";
import type { DatedKey, Directory, Entity, Office, Policy } from "./types";

/** The document has not the shape of a directory; `field` says where. */
export class MisshapenDirectory extends Error {
  constructor(readonly field: string) {
    super(`the directory's ${field} cannot be read`);
    this.name = "MisshapenDirectory";
  }
}

type Json = Readonly<Record<string, unknown>>;

/** What a directory of an earlier make may leave out. Times in seconds unless the name says otherwise. */
const POLICY: Omit<Policy, "min_devices" | "batch"> = {
  grace: 259_200,
  reply_days: 30,
  envelope_days: 3_650,
  acknowledge_hours_urgent: 24,
  acknowledge_working_days: 3,
  feedback_days: 30,
  benchmark_days: 120,
  retaliation_days: [30, 90, 180],
  unopened_alternate_days: 2,
  unopened_oversight_days: 4,
};

/** The directory in `raw`. Throws `MisshapenDirectory`. */
export function parseDirectory(raw: unknown): Directory {
  const document = object(raw, "document");
  whole(document, "version", 1);
  hexadecimal(document, "previous", 32);
  for (const name of ["issued", "expires"]) moment(document, name);
  const organisation = object(document.organisation, "organisation");
  hexadecimal(organisation, "id", 16);
  text(organisation, "name");
  checkConfirmed(organisation);
  if (organisation.help !== undefined) list(organisation, "help").forEach(checkService);
  const roots = document.roots === undefined ? { threshold: 1, keys: [] } : object(document.roots, "roots");
  whole(roots, "threshold", 1);
  texts(roots, "keys");
  list(document, "entities").forEach(checkEntity);
  list(document, "offices").forEach(checkOffice);
  list(document, "routing").forEach(checkRow);
  list(document, "relays").forEach(checkKey);
  const intake = document.intake === undefined ? [] : list(document, "intake");
  intake.forEach(checkKey);
  if (document.notice_key !== undefined) hexadecimal(document, "notice_key", 32);
  const policy = { ...POLICY, ...object(document.policy, "policy") };
  checkPolicy(policy);
  return { ...document, roots, intake, policy } as unknown as Directory;
}

/** The office with this id, if there is one. */
export function officeById(directory: Directory, id: string): Office | undefined {
  return directory.offices.find((office) => office.id === id);
}

export function entityById(directory: Directory, id: string): Entity | undefined {
  return directory.entities.find((entity) => entity.id === id);
}

/** Each device's newest seal key that is valid at `at`: to these a report is sealed. Keys in hex. */
export function sealKeys(office: Office, at: Date): { device: string; key: string }[] {
  const devices = office.members.flatMap((member) => member.devices);
  return devices.flatMap(({ id, seal }) => {
    const key = newestValid(seal, at);
    return key === undefined ? [] : [{ device: id, key }];
  });
}

/** Whether nobody holds the office. */
export function isVacant(office: Office): boolean {
  return office.vacant === true || office.members.every((member) => member.devices.length === 0);
}

/** Whether a report can be sealed to this office now: not vacant, and enough devices with a valid key. */
export function canReceive(directory: Directory, office: Office, at: Date): boolean {
  return !isVacant(office) && sealKeys(office, at).length >= Math.max(1, directory.policy.min_devices);
}

/** The newest of some keys that is valid at `at`, in hex. */
export function newestValid(keys: readonly DatedKey[], at: Date): string | undefined {
  const valid = keys.filter((dated) => isValid(dated, at));
  return valid.reduce<DatedKey | undefined>((newest, dated) => (newest === undefined || since(dated) > since(newest) ? dated : newest), undefined)?.key;
}

/** Whether a key is valid: from its first moment on, until just before its last. */
export function isValid(dated: DatedKey, at: Date): boolean {
  return since(dated) <= at.getTime() && at.getTime() < Date.parse(dated.until);
}

/** A name in a language, else the first name. */
export function nameIn(named: { readonly name: string; readonly names?: Readonly<Record<string, string>> }, language: string): string {
  return named.names?.[language] ?? named.names?.[language.split(/[-_]/)[0] ?? ""] ?? named.name;
}

/** A key without a beginning is as old as any can be, and no older. */
const FIRST = Date.parse("0001-01-01T00:00:00Z");

function since({ from }: DatedKey): number {
  return from === undefined ? FIRST : Date.parse(from);
}

function checkConfirmed({ confirmed }: Json): void {
  if (confirmed === undefined) return;
  const facts = object(confirmed, "confirmed");
  if (Object.values(facts).some((value) => typeof value !== "string" || value === "")) throw new MisshapenDirectory("confirmed");
}

/** A kind that came later than this client is let through: it is help all the same. */
function checkService(value: unknown): void {
  const service = object(value, "help");
  for (const name of ["kind", "name", "contact", ...("hours" in service ? ["hours"] : [])]) text(service, name);
  const { country } = service;
  if (country !== undefined && country !== null) text(service, "country");
}

function checkEntity(value: unknown): void {
  const entity = object(value, "entities");
  for (const name of ["id", "name", "kind"]) text(entity, name);
  optionalTexts(entity, "contracting", "countries");
}

function checkOffice(value: unknown): void {
  const office = object(value, "offices");
  hexadecimal(office, "id", 16);
  for (const name of ["entity", "role", "name"]) text(office, name);
  texts(office, "alternate");
  optionalTexts(office, "countries", "languages");
  for (const member of list(office, "members")) list(object(member, "members"), "devices").forEach(checkDevice);
}

function checkDevice(value: unknown): void {
  const device = object(value, "devices");
  hexadecimal(device, "id", 16);
  hexadecimal(device, "sign", 32);
  list(device, "seal").forEach(checkKey);
}

function checkKey(value: unknown): void {
  const dated = object(value, "keys");
  hexadecimal(dated, "key", 32);
  const times = [dated.until, ...(dated.from === undefined ? [] : [dated.from])];
  if (times.some((time) => readTimestamp(time) === null)) throw new MisshapenDirectory("keys");
}

const FROM_ONE = [
  ...["min_devices", "reply_days", "envelope_days", "acknowledge_hours_urgent", "acknowledge_working_days"],
  ...["feedback_days", "benchmark_days", "unopened_alternate_days", "unopened_oversight_days"],
];

function checkPolicy(policy: Json): void {
  for (const name of FROM_ONE) whole(policy, name, 1);
  for (const days of list(policy, "retaliation_days")) whole({ retaliation_days: days }, "retaliation_days", 1);
  whole(policy, "grace", 0);
  const batch = object(policy.batch, "batch");
  for (const name of ["min", "timeout", "deadline"]) whole(batch, name, 0);
}

function checkRow(value: unknown): void {
  const row = object(value, "routing");
  for (const name of ["id", "reason", ...("page" in row ? ["page"] : [])]) text(row, name);
  list(row, "when").forEach(checkCondition);
  list(row, "to").forEach(checkTarget);
  const copies = row.copy === undefined ? [] : list(row, "copy");
  for (const targets of copies) list({ copy: targets }, "copy").forEach(checkTarget);
}

function checkTarget(value: unknown): void {
  const target = object(value, "to");
  for (const name of ["role", "of"]) text(target, name);
  if ("when" in target) checkCondition(target.when);
}

function checkCondition(value: unknown): void {
  const when = object(value, "when");
  for (const name of Object.keys(when)) if (!list(when, name).every(isValue)) throw new MisshapenDirectory("when");
}

function isValue(value: unknown): boolean {
  return value === null || typeof value === "string" || typeof value === "boolean";
}

function object(value: unknown, field: string): Json {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new MisshapenDirectory(field);
  return value as Json;
}

function list(parent: Json, name: string): readonly unknown[] {
  const value = parent[name];
  if (!Array.isArray(value)) throw new MisshapenDirectory(name);
  return value as readonly unknown[];
}

function text(parent: Json, name: string): void {
  if (typeof parent[name] !== "string" || parent[name] === "") throw new MisshapenDirectory(name);
}

function texts(parent: Json, name: string): void {
  if (list(parent, name).some((value) => typeof value !== "string")) throw new MisshapenDirectory(name);
}

function optionalTexts(parent: Json, ...names: readonly string[]): void {
  for (const name of names) if (parent[name] !== undefined) texts(parent, name);
}

function whole(parent: Json, name: string, least: number): void {
  const value = parent[name];
  if (!Number.isSafeInteger(value) || (value as number) < least) throw new MisshapenDirectory(name);
}

function moment(parent: Json, name: string): void {
  if (readTimestamp(parent[name]) === null) throw new MisshapenDirectory(name);
}

function hexadecimal(parent: Json, name: string, size: number): void {
  const value = parent[name];
  if (typeof value !== "string" || value.length !== 2 * size || !/^[0-9a-f]+$/.test(value)) throw new MisshapenDirectory(name);
}
