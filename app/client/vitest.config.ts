import { defineConfig } from "vitest/config";

export default defineConfig({
  root: import.meta.dirname,
  test: { include: ["tests/**/*.test.{ts,tsx}"], testTimeout: 60_000 },
});
