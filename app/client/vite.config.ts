/**
 * Builds the phone app and the desk into app/static/: hashed files under assets/, pages at the top, and beside each
 * text file its gzip and brotli, so that no server compresses a byte at run time.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { defineConfig, type Plugin } from "vite";

const here = import.meta.dirname;
const COMPRESSED = /\.(?:js|css|html|svg|json|webmanifest)$/;

export default defineConfig({
  root: here,
  base: "/",
  logLevel: "warn",
  publicDir: resolve(here, "public"),
  // Root keys that this client trusts, as `speakup org pins` prints them; without them the first directory is trusted.
  define: { __SPEAKUP_PINS__: process.env.SPEAKUP_CLIENT_PINS ?? "null" },
  plugins: [precompressed()],
  build: {
    outDir: resolve(here, "../static"),
    emptyOutDir: true,
    target: "es2022",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    // The desk's worker carries libsodium whole: it is loaded once, by officers, after the first screen stands.
    chunkSizeWarningLimit: 700,
    reportCompressedSize: false,
    rolldownOptions: {
      input: { speakup: resolve(here, "index.html"), desk: resolve(here, "desk.html") },
      output: { entryFileNames: "assets/[name]-[hash].js", chunkFileNames: "assets/[name]-[hash].js" },
    },
  },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  worker: {
    format: "es",
    rolldownOptions: { output: { entryFileNames: "assets/worker-[name]-[hash].js", chunkFileNames: "assets/worker-[name]-[hash].js" } },
  },
});

/** Writes `.gz` and `.br` beside every text file of the build. */
function precompressed(): Plugin {
  let folder = "";
  return {
    name: "precompressed",
    apply: "build",
    configResolved: (config) => {
      folder = resolve(config.root, config.build.outDir);
    },
    closeBundle: () => {
      for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
        if (COMPRESSED.test(name)) compress(join(folder, name));
      }
    },
  };
}

function compress(path: string): void {
  const bytes = readFileSync(path);
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
  writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
}
