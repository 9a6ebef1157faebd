/** Handing a text to another app, or to the clipboard. What is shared names nobody. */

export type Shared = "shared" | "copied" | "no";

interface Ways {
  readonly share?: (data: { text: string }) => Promise<void>;
  readonly clipboard?: { writeText(text: string): Promise<void> };
}

/** `no`: neither works here, or the person closed the phone's own dialog; then the text can still be read off. */
export async function share(text: string, ways: Ways = navigator): Promise<Shared> {
  try {
    if (ways.share !== undefined) {
      await ways.share({ text });
      return "shared";
    }
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") return "no";
  }
  return copy(text, ways);
}

async function copy(text: string, { clipboard }: Ways): Promise<Shared> {
  if (clipboard === undefined) return "no";
  return clipboard.writeText(text).then(() => "copied" as const, () => "no" as const);
}
