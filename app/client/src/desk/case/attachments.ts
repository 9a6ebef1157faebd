/**
 * A file that a report or a message names; the same as `app/domain/attachments.py`.
 *
 * Each entry is checked by itself when the case is shown: one that cannot be understood costs that file, never the
 * words beside it. Must never put a value into an error.
 */
import type { Attachment } from "../../payloads";
import { BadInput } from "../../sealing/errors";
import * as form from "./fields";

const MOST_BYTES = 104_857_600;
const MOST_BRICKS = 512;
const HEADER = /^[0-9a-f]{48}$/;

/** An entry, or null when it cannot be understood. */
export function understood(raw: form.Json): Attachment | null {
  try {
    return {
      file_id: form.hex16(raw.file_id, "file_id"),
      key: form.hex32(raw.key, "key"),
      header: header(raw.header, "header"),
      bricks: bricks(raw.bricks, "bricks"),
      hash: form.hex32(raw.hash, "hash"),
      length: form.within(0, MOST_BYTES)(raw.length, "length"),
      name: form.text(raw.name ?? "", "name"),
      type: form.text(raw.type ?? "", "type"),
    };
  } catch (error) {
    if (error instanceof BadInput) return null;
    throw error;
  }
}

const header: form.Check<string> = (value, name) => {
  const found = form.text(value, name);
  if (!HEADER.test(found)) throw new BadInput(name);
  return found;
};

const bricks: form.Check<readonly string[]> = (value, name) => {
  const ids = form.listOf(form.hex16)(value, name);
  if (ids.length < 1 || ids.length > MOST_BRICKS || new Set(ids).size !== ids.length) throw new BadInput(name);
  return ids;
};
