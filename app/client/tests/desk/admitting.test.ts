/** What a lead signs is what was compared, and a key of somebody else under one's own name shuts the desk. */
import { afterEach, expect, test, vi } from "vitest";
import { NotListed } from "../../src/desk/errors";
import { peopleCalls } from "../../src/desk/work/areas/people";
import { base64, hex, unbase64, unhex } from "../../src/sealing/bytes";
import { seededKeys, seededSealKey } from "../../src/sealing/deviceSeed";
import { askedBy, invitationSecret, joinWords, sealRequest } from "../../src/sealing/joining";
import { newBoxKeys } from "../../src/sealing/primitives";
import { loadWordlist } from "../../src/sealing/wordlists";
import { Office, p, TODAY } from "./office";

const DATES = { from: "2026-11-21T00:00:00Z", until: "2027-11-21T00:00:00Z" };
const ENGLISH = (await loadWordlist("en")) ?? [];

afterEach(() => { vi.unstubAllGlobals(); });

interface Said {
  readonly document?: string;
  readonly device?: string;
}

/** A server with one invitation, which holds whatever request it is given, and two colleagues to keep out. */
class Server {
  request = "";
  readonly approved: { document: string }[] = [];
  readonly suspended: { device: string; by: string }[] = [];

  constructor(readonly id: string, readonly by: string) {
    vi.stubGlobal("fetch", (url: string, { method, body }: { method: string; body?: string }) => Promise.resolve(this.#answer(url, method, JSON.parse(body ?? "{}") as Said)));
  }

  #answer(url: string, method: string, said: Said): Response {
    if (method === "PUT") this.approved.push({ document: said.document ?? "" });
    if (method === "POST") this.suspended.push({ device: said.device ?? "", by: this.by });
    if (method !== "GET") return new Response(null, { status: 204 });
    if (url.endsWith("/suspensions")) return Response.json({ suspensions: this.suspended.map((row) => ({ ...row, day: TODAY, removal: null })) });
    return Response.json({ joins: [{ id: this.id, day: TODAY, request: this.request, approval: null }], renewals: [] });
  }
}

async function place(devices = 2) {
  const office = new Office(devices);
  const [lead] = office.devices;
  if (lead === undefined) throw new Error("no device");
  const desk = await office.desk(lead);
  const id = hex(p.random(16));
  const secret = hex(invitationSecret(p, lead.sign, unhex(id)));
  const server = new Server(id, lead.device);
  const asking = (title = "Focal point C", member = "", seed = p.random(16)) => {
    const { device, sign } = seededKeys(p, seed);
    const seal = [{ key: hex(seededSealKey(p, seed, 0).public), ...DATES }];
    return askedBy(p, sign, office.office, { device, sign: hex(sign.public), seal, title, member });
  };
  const sealed = (request: ReturnType<typeof asking>) => base64(sealRequest(p, { id, secret }, request));
  return { office, lead, desk, server, id, asking, sealed, calls: peopleCalls(desk) };
}

test("a lead signs the keys that were compared, with the device's own signature of them", async () => {
  const { office, server, id, asking, sealed, calls } = await place();
  const request = asking();
  server.request = sealed(request);
  const shown = (await calls.people()).joins[0]?.asks;
  if (!shown) throw new Error("no request");

  await calls.approve(id, shown, false);

  expect(shown.words).toEqual(joinWords(p, office.office, request, office.pins, ENGLISH));
  expect(shown.words).not.toEqual(joinWords(p, office.office, request, { roots: ["11".repeat(32)], threshold: 1 }, ENGLISH));
  const document = JSON.parse(new TextDecoder().decode(unbase64(server.approved[0]?.document ?? ""))) as object;
  expect(document).toMatchObject({ device: { id: request.device, seal: request.seal }, asked: request.signature });
});

test("a request that was exchanged after it was shown is not signed", async () => {
  const { server, id, asking, sealed, calls } = await place();
  const seed = p.random(16);
  const honest = asking("Focal point C", "", seed);
  server.request = sealed(honest);
  const shown = (await calls.people()).joins[0]?.asks;
  if (!shown) throw new Error("no request");

  const mine = { key: hex(newBoxKeys(p).public), ...DATES };
  for (const other of [{ ...honest, seal: [mine] }, { ...honest, seal: [...honest.seal, mine] }, asking(), asking("Lead", "", seed), asking("Focal point C", "m0", seed)]) {
    server.request = sealed(other);
    await expect(calls.approve(id, shown, false)).rejects.toThrow("request");
  }
  expect(server.approved).toEqual([]);
});

test("a directory that lists somebody else's key under this device opens no desk", async () => {
  const { office, lead, desk } = await place();
  office.devices[0] = { ...lead, seal: [...lead.seal, { ...newBoxKeys(p), ...DATES }] };
  office.publish();

  await expect(office.desk(lead)).rejects.toThrow(NotListed);
  office.now += 2 * 3_600_000;
  await expect(desk.entered().fetch()).rejects.toThrow(NotListed);
});

test("one member keeps out the devices of one other member, and says so before asking the server", async () => {
  const { office, server, calls } = await place(3);
  const [, second, third] = office.devices.map(({ device }) => device);
  await calls.stop([second ?? ""], "lost");

  await expect(calls.stop([third ?? ""], "lost")).rejects.toThrow("colleague");
  await calls.stop([second ?? ""], "left");
  expect(server.suspended.map(({ device }) => device)).toEqual([second, second]);
});
