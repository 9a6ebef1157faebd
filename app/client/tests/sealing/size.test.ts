import { resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { build, type Rolldown } from "vite";
import { expect, test } from "vitest";

const SEALING = resolve(import.meta.dirname, "../../src/sealing");
/** What a phone loads to seal a report and to read its replies. */
const MODULES = ["noble", "envelope", "outer", "opening", "receipt", "tags", "signatures", "directory", "wordlists", "attachment"];
const BUDGET = 60 * 1024;

test("the phone's sealing and one word list stay within 60 KB on the line", async () => {
  const entry = MODULES.map((name) => `export * from ${JSON.stringify(resolve(SEALING, name))};`).join("\n");
  const built = await build({
    configFile: false,
    logLevel: "silent",
    plugins: [{ name: "entry", resolveId: (id) => (id === "phone" ? id : null), load: (id) => (id === "phone" ? entry : null) }],
    build: { write: false, target: "es2022", rolldownOptions: { input: "phone", preserveEntrySignatures: "strict" } },
  });
  const chunks = (built as Rolldown.RolldownOutput).output.filter((part) => part.type === "chunk");
  const loaded = chunks.filter((chunk) => chunk.isEntry || chunk.name === "english");
  const bytes = loaded.reduce((sum, chunk) => sum + gzipSync(chunk.code).length, 0);

  expect(loaded).toHaveLength(2);
  expect(bytes).toBeGreaterThan(30 * 1024);
  expect(bytes).toBeLessThanOrEqual(BUDGET);
});
