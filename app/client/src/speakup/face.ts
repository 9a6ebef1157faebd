/**
 * How the app looks from outside: the title of its tab, its icon, and its name on the home screen.
 *
 * It is neutral until the person chooses otherwise, because a name or an icon is a trace.
 */

export type Face = "plain" | "own";

/** Said once, kept on this phone until it is forgotten. */
const KEY = "n.face";

interface Look {
  readonly manifest: string;
  readonly icon: string;
}

const LOOKS: Readonly<Record<Face, Look>> = {
  plain: { manifest: "/manifest.webmanifest", icon: "/notes.svg" },
  own: { manifest: "/speakup.webmanifest", icon: "/speakup.svg" },
};

export function chosenFace(): Face {
  try {
    return localStorage.getItem(KEY) === "own" ? "own" : "plain";
  } catch (error) {
    if (error instanceof DOMException) return "plain";
    throw error;
  }
}

/** Keep the choice; a browser without storage forgets it with the page. */
export function keepFace(face: Face): void {
  try {
    if (face === "plain") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, face);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}

/** Show the face; `titles` are in the person's language. */
export function wear(face: Face, titles: Readonly<Record<Face, string>>): void {
  document.title = titles[face];
  link("manifest").href = LOOKS[face].manifest;
  link("icon").href = LOOKS[face].icon;
}

function link(rel: string): HTMLLinkElement {
  const there = document.querySelector<HTMLLinkElement>(`link[rel="${rel}"]`);
  if (there !== null) return there;
  const made = document.createElement("link");
  made.rel = rel;
  return document.head.appendChild(made);
}
