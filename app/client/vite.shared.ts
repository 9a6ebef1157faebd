/** What both builds share: the phone app's (`vite.config.ts`) and the desk's (`vite.desk.config.ts`). */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { Plugin, UserConfig } from "vite";

export const here = import.meta.dirname;
const COMPRESSED = /\.(?:js|css|html|svg|json|webmanifest)$/;

/** Apart from each other, so that neither is cut into pieces for what the other one shares with it. */
export const shared: UserConfig = {
  root: here,
  base: "/",
  logLevel: "warn",
  // Root keys that this client trusts, as `speakup org pins` prints them; without them the first directory is trusted.
  define: { __SPEAKUP_PINS__: process.env.SPEAKUP_CLIENT_PINS ?? "null" },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  worker: {
    format: "es",
    rolldownOptions: { output: { entryFileNames: "assets/worker-[name]-[hash].js", chunkFileNames: "assets/worker-[name]-[hash].js" } },
  },
};

export const built: NonNullable<UserConfig["build"]> = {
  outDir: resolve(here, "../static"),
  target: "es2022",
  modulePreload: { polyfill: false },
  assetsInlineLimit: 0,
  reportCompressedSize: false,
};

/** Writes `.gz` and `.br` beside every text file of the build. */
export function precompressed(): Plugin {
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
