/** Builds the officer's desk into app/static/, beside the phone app. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { defineConfig, type Plugin } from "vite";
import { built, here, precompressed, shared } from "./vite.shared.ts";

export default defineConfig({
  ...shared,
  publicDir: false,
  plugins: [shell(), precompressed()],
  build: {
    ...built,
    emptyOutDir: false,
    // The desk's worker carries libsodium whole: it is loaded once, by officers, after the first screen stands.
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      input: { desk: resolve(here, "desk.html"), "desk-sw": resolve(here, "src/desk/offline/sw.ts") },
      output: {
        // The worker's address never changes, so that every desk finds the next version of it.
        entryFileNames: ({ name }) => (name === "desk-sw" ? "desk-sw.js" : "assets/[name]-[hash].js"),
        chunkFileNames: "assets/[name]-[hash].js",
      },
    },
  },
});

/** Not every officer needs these: words of other languages, what reads PDF files. They are kept when they are used. */
const LATER = /pdf|\/worker-(?!desk\.|opening\.)|\.(?!(?:js|css|svg)$)\w+$/;

/** Tells the service worker which files make up the desk; their names carry their content, so the list is its version. */
function shell(): Plugin {
  return {
    name: "desk-shell",
    apply: "build",
    // After Vite has dropped an entry that only imports another file, and has written the workers' files.
    enforce: "post",
    generateBundle: (_, bundle) => {
      const isLater = (name: string) => {
        const made = bundle[name];
        return LATER.test(name) || (made?.type === "chunk" && (made.facadeModuleId ?? "").includes("/generated/"));
      };
      const names = Object.keys(bundle).filter((name) => name.startsWith("assets/")).sort();
      const paths = (wanted: readonly string[]) => wanted.map((name) => `/${name}`);
      const files = { first: paths(names.filter((name) => !isLater(name))), later: paths(names.filter(isLater)) };
      const page = readFileSync(resolve(here, "desk.html"));
      const version = createHash("sha256").update(page).update(JSON.stringify(files)).digest("hex").slice(0, 16);
      const worker = bundle["desk-sw.js"];
      if (worker?.type !== "chunk") throw new Error("the build has no service worker for the desk");
      if (worker.imports.length > 0) throw new Error("the desk's service worker must be one file");
      worker.code = worker.code.replaceAll(/["'`]%SPEAKUP_DESK_SHELL%["'`]/g, JSON.stringify({ version, ...files }));
    },
  };
}
