/**
 * Builds the hotline's simulator into a folder of its own under app/static/: the gateway of a demonstration serves it,
 * and no web process can.
 */
import { resolve } from "node:path";
import { defineConfig } from "vite";
import { built, here, precompressed, shared } from "./vite.shared.ts";

export default defineConfig({
  ...shared,
  base: "/simulator/",
  publicDir: false,
  plugins: [precompressed()],
  build: {
    ...built,
    outDir: resolve(here, "../static/simulator"),
    emptyOutDir: true,
    rolldownOptions: {
      input: { simulator: resolve(here, "simulator.html") },
      output: { entryFileNames: "assets/[name]-[hash].js", chunkFileNames: "assets/[name]-[hash].js" },
    },
  },
});
