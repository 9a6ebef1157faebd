/**
 * What a file is, by its first bytes, whatever its name and its sender say.
 *
 * Only what a browser shows without running anything of it is ever shown; pages, drawings with scripts (SVG), archives
 * and programs are named and left closed. Must never: trust the stated type to decide what is shown.
 */
/* eslint-disable no-control-regex -- the first bytes of files are controls */
import { bare } from "../fileName";

export type Kind =
  | "jpeg" | "png" | "gif" | "webp" | "heic" | "pdf"
  | "wav" | "mpeg" | "ogg" | "webm" | "mp4" | "flac" | "amr"
  | "text" | "page" | "rtf" | "archive" | "office" | "program" | "nothing" | "unknown";

/** How a kind is shown; what is not in the table is only saved. */
export type Way = "picture" | "pdf" | "sound" | "text";

interface Shown {
  readonly way: Way;
  /** What the browser is told, in place of the stated type. */
  readonly type: string;
}

export const SHOWN: Readonly<Partial<Record<Kind, Shown>>> = {
  jpeg: { way: "picture", type: "image/jpeg" },
  png: { way: "picture", type: "image/png" },
  gif: { way: "picture", type: "image/gif" },
  webp: { way: "picture", type: "image/webp" },
  pdf: { way: "pdf", type: "application/pdf" },
  wav: { way: "sound", type: "audio/wav" },
  mpeg: { way: "sound", type: "audio/mpeg" },
  ogg: { way: "sound", type: "audio/ogg" },
  webm: { way: "sound", type: "audio/webm" },
  mp4: { way: "sound", type: "audio/mp4" },
  flac: { way: "sound", type: "audio/flac" },
  text: { way: "text", type: "text/plain" },
};

/** Beginnings, in Latin-1; the first that fits counts. */
const BEGINNINGS: readonly (readonly [RegExp, Kind])[] = [
  [/^\xff\xd8\xff/, "jpeg"],
  [/^\x89PNG\r\n\x1a\n/, "png"],
  [/^GIF8[79]a/, "gif"],
  [/^RIFF[^]{4}WEBP/, "webp"],
  [/^RIFF[^]{4}WAVE/, "wav"],
  [/^[^]{4}ftyp(?:hei[cfmsx]|hev[cmsx]|mif1|msf1|avi[fs])/, "heic"],
  [/^[^]{4}ftyp/, "mp4"],
  [/^OggS/, "ogg"],
  [/^fLaC/, "flac"],
  [/^#!AMR/, "amr"],
  [/^\x1aE\xdf\xa3/, "webm"],
  [/^ID3|^\xff[\xe2\xe3\xf2\xf3\xfa\xfb]/, "mpeg"],
  [/^\{\\rtf/, "rtf"],
  [/^PK\x03\x04[^]{0,4092}(?:\[Content_Types\]\.xml|mimetypeapplication\/vnd\.oasis)/, "office"],
  [/^\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1/, "office"],
  [/^PK(?:\x03\x04|\x05\x06|\x07\x08)|^Rar!|^7z\xbc\xaf|^\x1f\x8b|^BZh|^\xfd7zXZ|^\x28\xb5\x2f\xfd|^[^]{257}ustar/, "archive"],
  [/^MZ|^\x7fELF|^\xfe\xed\xfa[\xce\xcf]|^[\xce\xcf]\xfa\xed\xfe|^\xca\xfe\xba\xbe|^dex\n|^#!|^L\0\0\0\x01\x14\x02\0/, "program"],
  // A reader of PDF files accepts the mark within the first thousand bytes.
  [/^[^]{0,1019}%PDF-/, "pdf"],
];
const LOOKED_AT = 4_096;
/** Marks of pages and drawings, anywhere near the beginning: browsers look for them too. */
const MARKUP = /<(?:!doctype|\?xml|html|head|body|script|svg|iframe|style|title|table|div|a\s|img|meta|link|x:|!--)/i;
/** No text has these: all controls but tab, line feed, form feed and return. */
const CONTROLS = /[\0-\x08\x0b\x0e-\x1a\x1c-\x1f]/;

/** The kind of a file with these bytes. */
export function kindOf(bytes: Uint8Array): Kind {
  if (bytes.length === 0) return "nothing";
  const head = String.fromCharCode(...bytes.subarray(0, LOOKED_AT));
  const wide = /^(?:\xff\xfe|\xfe\xff)/.test(head);
  const found = wide ? undefined : BEGINNINGS.find(([beginning]) => beginning.test(head))?.[1];
  if (found !== undefined) return found;
  const plain = wide ? head.slice(2).replaceAll("\0", "") : head;
  if (CONTROLS.test(plain)) return "unknown";
  return MARKUP.test(plain) ? "page" : "text";
}

/** What each stated type can truly be. */
const TRUE_OF: readonly (readonly [RegExp, readonly Kind[]])[] = [
  [/^image\/jpe?g$/, ["jpeg"]],
  [/^image\/png$/, ["png"]],
  [/^image\/gif$/, ["gif"]],
  [/^image\/webp$/, ["webp"]],
  [/^image\/(?:hei[cf]|avif)/, ["heic"]],
  [/^image\/svg\+xml$/, ["page"]],
  [/^application\/pdf$/, ["pdf"]],
  [/^(?:audio|video)\/webm$/, ["webm"]],
  [/^audio\/(?:x-)?wav$/, ["wav"]],
  [/^(?:audio\/(?:mp4|x-m4a|aac)|video\/(?:mp4|quicktime|3gpp))$/, ["mp4"]],
  [/^audio\/(?:ogg|opus)$/, ["ogg"]],
  [/^audio\/mp(?:eg|3)$/, ["mpeg"]],
  [/^audio\/flac$/, ["flac"]],
  [/^audio\/amr/, ["amr"]],
  [/^text\/(?:plain|csv)$/, ["text"]],
  [/^(?:text\/html|application\/xhtml\+xml)$/, ["page"]],
  [/^(?:application|text)\/rtf$/, ["rtf"]],
  [/^application\/(?:msword|vnd\.(?:ms-|oasis|openxmlformats))/, ["office"]],
  [/^application\/(?:zip|gzip|x-7z|x-rar|vnd\.rar|x-tar|x-zip)/, ["archive", "office"]],
];

/** Whether a file is something else than its sender said; a type that says nothing is no lie. */
export function isDisguised(kind: Kind, stated: string): boolean {
  const type = bare(stated);
  const true_ = TRUE_OF.find(([known]) => known.test(type))?.[1];
  if (true_ !== undefined) return !true_.includes(kind) && kind !== "nothing";
  return /^(?:image|audio|video|text)\//.test(type) && ["program", "page", "archive"].includes(kind);
}
