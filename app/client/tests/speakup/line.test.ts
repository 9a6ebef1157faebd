/** A line that breaks, or answers something else, is no way to the server: never a fault of the app, never "sent". */
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { type ReporterApi, reporterApi, Unreachable } from "../../src/api/reporter";
import { MisshapenDirectory } from "../../src/directory/parse";
import { unverified } from "../../src/speakup/delivery/trust";
import { utf8 } from "../../src/sealing/bytes";

let server: Server | null = null;
afterEach(() => { server?.closeAllConnections(); server?.close(); });

async function apiOver(answer: (response: ServerResponse) => void): Promise<ReporterApi> {
  const made = createServer((request, response) => { request.resume().on("end", () => { answer(response); }); });
  server = made;
  await new Promise<void>((resolve) => { made.listen(0, "127.0.0.1", resolve); });
  return reporterApi(`http://127.0.0.1:${(made.address() as AddressInfo).port}`);
}

const breaks = (response: ServerResponse) => {
  response.writeHead(200, { "Content-Type": "application/json", "Content-Length": "1000" });
  response.write("{", () => { response.destroy(); });
};
const says = (body: string) => (response: ServerResponse) => { response.end(body); };

const CALLS: readonly (readonly [string, (api: ReporterApi) => Promise<unknown>])[] = [
  ["the directory", (api) => api.directory()],
  ["the intake", (api) => api.intake(new Uint8Array(3))],
  ["a brick", (api) => api.putBrick("00", new Uint8Array(3))],
  ["tags", (api) => api.tags(0)],
  ["a tray", (api) => api.tray(0)],
];

describe("no way to the server", () => {
  test.each(CALLS)("when the line breaks in the middle of the answer: %s", async (_, call) => {
    await expect(call(await apiOver(breaks))).rejects.toBeInstanceOf(Unreachable);
  });

  test.each(["<!doctype html><h1>Log in to the network</h1>", "null", "[]", '{"version":1,"document":"%","signatures":[]}'])("when something else answers: %s", async (body) => {
    const api = await apiOver(says(body));
    await expect(api.directory()).rejects.toBeInstanceOf(Unreachable);
    await expect(api.intake(new Uint8Array(3))).rejects.toBeInstanceOf(Unreachable);
  });
});

test("a directory that is no JSON is told as a directory that cannot be read", () => {
  expect(() => unverified({ version: 1, document: utf8("<html>"), signatures: [] })).toThrow(MisshapenDirectory);
});
