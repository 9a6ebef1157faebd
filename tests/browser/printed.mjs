/** The text of each page of a PDF, as a JSON list: `node tests/browser/printed.mjs FILE`. */
import { readFileSync } from "node:fs";
import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";

const pdf = await getDocument({ data: new Uint8Array(readFileSync(process.argv[2])), verbosity: 0 }).promise;
const pages = [];
for (let number = 1; number <= pdf.numPages; number++) {
  const { items } = await (await pdf.getPage(number)).getTextContent();
  pages.push(items.map((item) => ("str" in item ? item.str : "")).join(" "));
}
process.stdout.write(JSON.stringify(pages));
