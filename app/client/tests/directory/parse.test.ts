/** Reading a directory on the phone: what is misshapen is named by its field and never repeated; keys by date. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { canReceive, entityById, isVacant, MisshapenDirectory, nameIn, newestValid, officeById, parseDirectory, sealKeys } from "../../src/directory/parse";
import type { DatedKey, Directory } from "../../src/directory/types";

const FILE = join(import.meta.dirname, "../../../../tests/vectors/routing.json");
const { directories } = JSON.parse(readFileSync(FILE, "utf-8")) as { directories: Record<string, unknown> };
const AT = new Date("2026-06-15T12:00:00Z");
const MARK = "typed-by-somebody";
const UNTIL = "2027-01-01T00:00:00Z";

const document = (): Record<string, unknown> => structuredClone(directories.demonstration) as Record<string, unknown>;
const parsed = (name: string): Directory => parseDirectory(structuredClone(directories[name]));
const key = (letter: string, until: string, from?: string): DatedKey => ({ key: letter.repeat(64), until, ...(from === undefined ? {} : { from }) });

describe("reading", () => {
  test.each(Object.keys(directories))("the directory %s of the vectors can be read", (name) => {
    expect(parsed(name).offices.length).toBeGreaterThan(0);
  });

  test("what came later has defaults", () => {
    const { roots, intake, ...older } = document();
    expect(roots).toBeDefined();
    expect(intake).toHaveLength(1);
    const directory = parseDirectory({ ...older, policy: { min_devices: 1, batch: { min: 1, timeout: 0, deadline: 1 } } });
    expect(directory.roots).toEqual({ threshold: 1, keys: [] });
    expect(directory.intake).toEqual([]);
    expect(directory.policy).toMatchObject({ min_devices: 1, reply_days: 30, grace: 259_200 });
  });

  test("fields that nobody knows are kept", () => {
    expect(parseDirectory({ ...document(), later: { any: 1 } })).toMatchObject({ later: { any: 1 } });
  });

  test("confirmed facts and help nearby are read; who says nothing has none", () => {
    const help = [
      { kind: "medical", name: "Clinic", names: { fr: "Clinique" }, contact: "000", hours: "always", country: "KE" },
      { kind: "a_kind_of_next_year", name: "Helper", contact: "000", country: null },
    ];
    const whole = document();
    const organisation = { ...(whole.organisation as object), confirmed: { hotline: "000" }, help };

    expect(parseDirectory({ ...whole, organisation }).organisation).toMatchObject({ confirmed: { hotline: "000" }, help });
    expect(parseDirectory(document()).organisation.help).toBeUndefined();
  });

  /** The document with another value at a path, or with nothing there. */
  const spoiled = (path: string, value: unknown): unknown => {
    const whole = document();
    const steps = path.split(".");
    const last = steps.pop() ?? "";
    const parent = steps.reduce((at, step) => at[step] as Record<string, unknown>, whole);
    parent[last] = value;
    return JSON.parse(JSON.stringify(whole));
  };
  const wrong: readonly (readonly [field: string, path: string, value: unknown])[] = [
    ["version", "version", MARK],
    ["version", "version", 1.5],
    ["previous", "previous", undefined],
    ["issued", "issued", 7],
    ["expires", "expires", ""],
    ["notice_key", "notice_key", MARK],
    ["notice_key", "notice_key", "00".repeat(31)],
    ["notice_key", "notice_key", null],
    ["organisation", "organisation", MARK],
    ["id", "organisation.id", MARK],
    ["name", "organisation.name", undefined],
    ["confirmed", "organisation.confirmed", [MARK]],
    ["confirmed", "organisation.confirmed", { hotline: 7 }],
    ["confirmed", "organisation.confirmed", { hotline: "" }],
    ["help", "organisation.help", MARK],
    ["help", "organisation.help", [MARK]],
    ["kind", "organisation.help", [{ name: "Clinic", contact: "000" }]],
    ["contact", "organisation.help", [{ kind: "medical", name: "Clinic", contact: "" }]],
    ["hours", "organisation.help", [{ kind: "medical", name: "Clinic", contact: "000", hours: 7 }]],
    ["country", "organisation.help", [{ kind: "medical", name: "Clinic", contact: "000", country: 7 }]],
    ["roots", "roots", []],
    ["threshold", "roots.threshold", MARK],
    ["keys", "roots.keys", [7]],
    ["entities", "entities", MARK],
    ["entities", "entities", [MARK]],
    ["name", "entities.0.name", ""],
    ["offices", "offices", undefined],
    ["offices", "offices.0", null],
    ["id", "offices.0.id", "A".repeat(32)],
    ["role", "offices.0.role", undefined],
    ["alternate", "offices.0.alternate", [7]],
    ["members", "offices.0.members", MARK],
    ["members", "offices.0.members", [MARK]],
    ["devices", "offices.0.members.0.devices", undefined],
    ["sign", "offices.0.members.0.devices.0.sign", MARK],
    ["seal", "offices.0.members.0.devices.0.seal", MARK],
    ["key", "offices.0.members.0.devices.0.seal.0.key", "0".repeat(63)],
    ["keys", "offices.0.members.0.devices.0.seal.0.until", MARK],
    ["keys", "offices.0.members.0.devices.0.seal.0.from", MARK],
    ["routing", "routing", [MARK]],
    ["relays", "relays", MARK],
    ["intake", "intake", MARK],
    ["policy", "policy", MARK],
    ["min_devices", "policy.min_devices", MARK],
    ["batch", "policy.batch", MARK],
    ["version", "version", 0],
    ["previous", "previous", MARK],
    ["expires", "expires", "2026-02-30T00:00:00Z"],
    ["roots", "roots", null],
    ["threshold", "roots.threshold", 0],
    ["kind", "entities.0.kind", undefined],
    ["contracting", "entities.0.contracting", MARK],
    ["countries", "entities.0.countries", null],
    ["countries", "offices.0.countries", "KENYA"],
    ["languages", "offices.0.languages", [7]],
    ["keys", "offices.0.members.0.devices.0.seal.0.until", "2026-02-30T00:00:00Z"],
    ["intake", "intake", null],
    ["min_devices", "policy.min_devices", 0],
    ["timeout", "policy.batch.timeout", -1],
    ["deadline", "policy.batch", { min: 1, timeout: 0 }],
    ["reply_days", "policy.reply_days", MARK],
    ["grace", "policy.grace", -1],
  ];

  test.each(wrong)("refuses by its name the field %s, spoiled at %s with %j", (field, path, value) => {
    const refused = (): unknown => parseDirectory(spoiled(path, value));
    expect(refused).toThrow(MisshapenDirectory);
    expect(refused).toThrow(expect.objectContaining({ field }) as Error);
    expect(refused).not.toThrow(MARK);
  });

  test.each([null, 7, "text", []])("refuses %j, which is no object", (raw) => {
    expect(() => parseDirectory(raw)).toThrow(expect.objectContaining({ field: "document" }) as Error);
  });
});

describe("keys", () => {
  const old = key("a", UNTIL);
  const first = key("b", UNTIL, "2026-01-01T00:00:00Z");
  const later = key("c", UNTIL, "2026-09-01T00:00:00Z");

  test.each([
    ["the newest of those that are valid", [old, first, later], first],
    ["in whichever order they stand", [later, first, old], first],
    ["one without a first day is the oldest", [first, old], first],
    ["one that lapses at this moment has lapsed", [old, key("d", "2026-06-15T12:00:00Z", "2026-05-01T00:00:00Z")], old],
    ["one that begins at this moment is valid", [first, key("e", UNTIL, "2026-06-15T12:00:00Z")], key("e", UNTIL)],
    ["none", [later], undefined],
  ])("%s", (_, keys, expected) => {
    expect(newestValid(keys, AT)).toBe(expected?.key);
  });

  test("a report is sealed to each device that has a valid key", () => {
    const directory = parsed("one lapsed");
    const office = directory.offices.find(({ role, entity }) => role === "psea" && entity === "un-habitat");
    if (office === undefined) throw new Error("no such office");
    const [lapsed, valid] = office.members.flatMap(({ devices }) => devices);
    expect(sealKeys(office, AT)).toEqual([{ device: valid?.id, key: valid?.seal[0]?.key }]);
    expect(sealKeys(office, new Date("2026-05-01T00:00:00Z")).map(({ device }) => device)).toEqual([lapsed?.id, valid?.id]);
    expect(canReceive(directory, office, AT)).toBe(false);
    expect(canReceive(directory, office, new Date("2026-05-01T00:00:00Z"))).toBe(true);
  });

  test("an office is vacant when it is marked so or nobody has a device", () => {
    const [office] = parsed("demonstration").offices;
    if (office === undefined) throw new Error("no office");
    expect(isVacant(office)).toBe(false);
    expect(isVacant({ ...office, vacant: true })).toBe(true);
    expect(isVacant({ ...office, members: [] })).toBe(true);
    expect(isVacant({ ...office, members: [{ id: "m1", devices: [] }] })).toBe(true);
  });
});

describe("names", () => {
  const named = { name: "Office", names: { fr: "Bureau", zh: "办公室", pt_BR: "Escritório" } };

  test.each([
    ["fr", "Bureau"],
    ["fr-CA", "Bureau"],
    ["zh_Hans", "办公室"],
    ["pt_BR", "Escritório"],
    ["pt", "Office"],
    ["ru", "Office"],
    ["", "Office"],
  ])("in %j it is %j", (language, expected) => {
    expect(nameIn(named, language)).toBe(expected);
  });

  test("without translations it has one name", () => {
    expect(nameIn({ name: "Office" }, "fr")).toBe("Office");
  });

  test("offices and entities are found by id, or not", () => {
    const directory = parsed("demonstration");
    expect(officeById(directory, directory.offices[3]?.id ?? "")).toBe(directory.offices[3]);
    expect(entityById(directory, "un-habitat")?.name).toBe("UN-Habitat");
    expect(officeById(directory, MARK)).toBeUndefined();
    expect(entityById(directory, MARK)).toBeUndefined();
  });
});
