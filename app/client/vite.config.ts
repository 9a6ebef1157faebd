/**
 * Builds the phone app into app/static/: hashed files under assets/, pages at the top, and beside each text file its
 * gzip and brotli, so that no server compresses a byte at run time. The desk's build adds its own files to it.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { defineConfig, type Plugin } from "vite";
import { built, here, precompressed, shared } from "./vite.shared.ts";

/** What the first screens need, in one file: on a slow line each request costs more than its bytes. */
const CORE =
  /\/(?:preact\/|client\/src\/(?:trusted|words\/[a-z]+|offline\/keep|directory\/parse|api\/reporter|sealing\/(?:bytes|errors)|speakup\/(?:[a-zA-Z]+|delivery\/[a-z]+|screens\/(?:home|language)))\.tsx?$)/;

export default defineConfig({
  ...shared,
  publicDir: resolve(here, "public"),
  plugins: [shell(), precompressed()],
  build: {
    ...built,
    emptyOutDir: true,
    rolldownOptions: {
      input: { speakup: resolve(here, "index.html"), sw: resolve(here, "src/offline/sw.ts") },
      output: {
        // The worker's address never changes, so that every phone finds the next version of it.
        entryFileNames: ({ name }) => (name === "sw" ? "sw.js" : "assets/[name]-[hash].js"),
        chunkFileNames: "assets/[name]-[hash].js",
        codeSplitting: { groups: [{ name: "core", test: CORE }] },
      },
    },
  },
});

/** What lies at the top beside the page. */
const BESIDE = ["/manifest.webmanifest", "/speakup.webmanifest", "/notes.svg", "/speakup.svg"];

/** Tells the service worker which files make up the app; their names carry their content, so the list is its version. */
function shell(): Plugin {
  return {
    name: "shell",
    apply: "build",
    // After Vite has dropped an entry that only imports another file.
    enforce: "post",
    generateBundle: (_, bundle) => {
      const [first, words] = reachable(bundle);
      const later = Object.keys(bundle).filter((name) => name.startsWith("assets/worker-") && name.endsWith(".js"));
      const files = { first: ["/", ...BESIDE, ...paths(first)], later: paths(later), words: paths(words) };
      const page = readFileSync(resolve(here, "index.html"));
      const version = createHash("sha256").update(page).update(JSON.stringify(files)).digest("hex").slice(0, 16);
      const worker = bundle["sw.js"];
      if (worker?.type !== "chunk") throw new Error("the build has no service worker");
      worker.code = worker.code.replaceAll(/["'`]%SPEAKUP_SHELL%["'`]/g, JSON.stringify({ version, ...files }));
    },
  };
}

/** Where the app begins. */
const START = new Set(["speakup", "core"]);

function paths(names: readonly string[]): string[] {
  return names.map((name) => `/${name}`).sort();
}

type Bundle = Parameters<Extract<NonNullable<Plugin["generateBundle"]>, (...given: never[]) => unknown>>[1];

/** The scripts and styles that the phone app can come to, and apart from them the words of each language. */
function reachable(bundle: Bundle): [string[], string[]] {
  const found = new Set<string>();
  const words: string[] = [];
  const visit = (name: string) => {
    const chunk = bundle[name];
    if (chunk?.type !== "chunk" || found.has(name)) return;
    if (/\/words\/generated\/[a-z]{2,3}(?:_\w+)?\.json$/.test(chunk.facadeModuleId ?? "")) {
      words.push(name);
      return;
    }
    found.add(name);
    for (const style of chunk.viteMetadata?.importedCss ?? []) found.add(style);
    [...chunk.imports, ...chunk.dynamicImports].forEach(visit);
  };
  for (const chunk of Object.values(bundle)) if (chunk.type === "chunk" && START.has(chunk.name)) visit(chunk.fileName);
  return [[...found], words];
}
