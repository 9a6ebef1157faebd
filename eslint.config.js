import js from "@eslint/js";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["app/static/**", "node_modules/**", "var/**", ".venv/**", "app/client/src/words/generated/**"] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "max-lines": ["error", { max: 400 }],
      "max-lines-per-function": ["error", { max: 60, skipBlankLines: true, skipComments: true }],
      "no-console": "error",
      // Numbers in template strings are how positions, versions and counts are written.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
    },
  },
  { files: ["app/client/tests/**", "**/*.test.ts", "**/*.test.tsx"], rules: { "max-lines-per-function": "off" } },
  { files: ["app/client/src/sealing/conformance.ts", "app/client/src/sealing/interop.ts"], rules: { "no-console": "off" } },
  { files: ["**/*.js"], extends: [tseslint.configs.disableTypeChecked] },
);
