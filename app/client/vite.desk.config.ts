/** Builds the officer's desk into app/static/, beside the phone app. */
import { resolve } from "node:path";
import { defineConfig } from "vite";
import { built, here, precompressed, shared } from "./vite.shared.ts";

export default defineConfig({
  ...shared,
  publicDir: false,
  plugins: [precompressed()],
  build: {
    ...built,
    emptyOutDir: false,
    // The desk's worker carries libsodium whole: it is loaded once, by officers, after the first screen stands.
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      input: { desk: resolve(here, "desk.html") },
      output: { entryFileNames: "assets/[name]-[hash].js", chunkFileNames: "assets/[name]-[hash].js" },
    },
  },
});
