/** A signed paper as a file, for whoever carries it to the root holders. */
import type { Paper } from "../../sealing/joining";

const SHORT = 8;
const KEEP_MS = 60_000;

/** Hand a paper to the person. Its name says what it is and nothing of whom. */
export function savePaper(paper: Paper, kind: "admission" | "removal" | "renewal"): void {
  const url = URL.createObjectURL(new Blob([JSON.stringify(paper)], { type: "application/json" }));
  const link = document.createElement("a");
  Object.assign(link, { href: url, download: `speakup-${kind}-${paper.signature.slice(0, SHORT)}.json` });
  link.click();
  setTimeout(() => { URL.revokeObjectURL(url); }, KEEP_MS);
}
