/** Files at the desk: listed with the words, opened when asked for, refused when changed, saved under safe names. */
import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { expect, test } from "vitest";
import { Refused } from "../../src/api/reporter";
import { safeName } from "../../src/desk/fileName";
import type { CaseView } from "../../src/desk/view";
import { sealAttachment } from "../../src/sealing/attachment";
import { utf8 } from "../../src/sealing/bytes";
import { CannotBeOpened } from "../../src/sealing/errors";
import { Office, p } from "./office";

const LETTER = utf8("a letter");
const PHOTO = p.random(300_000);

/** An office whose server has the bricks of a report with two files, one of which nobody understands, and of a message. */
function officeWithFiles() {
  const office = new Office();
  const reporter = office.reporter();
  const entry = (data: Uint8Array, name: string, type: string) => {
    const { bricks, fields } = sealAttachment(p, data);
    for (const { id, bytes } of bricks) office.bricks.set(id, bytes);
    return { ...fields, name, type };
  };
  const photo = entry(PHOTO, "photo-1.jpg", "image/jpeg");
  const letter = entry(LETTER, "letter.pdf", "application/pdf");
  office.report(reporter, { attachments: [photo, { file_id: "x" }] });
  office.file({ kind: "message", thread: reporter.thread, seq: reporter.seq++, text: "More.", attachments: [letter] }, reporter.box);
  return { office, reporter, photo, letter };
}

test("files are listed with the text they came with, and open", async () => {
  const { office, reporter } = officeWithFiles();
  const desk = await office.desk();
  await desk.sync();
  const found = (await desk.case(reporter.thread)) as CaseView;

  expect(found.reports[0]?.words).toBe("Something is wrong.");
  expect(found.reports[0]?.attachments).toEqual([
    { number: 1, known: true, name: "photo-1.jpg", type: "image/jpeg", length: 300_000 },
    { number: 2, known: false, name: "", type: "", length: 0 },
  ]);
  expect(found.story.flatMap((item) => (item.kind === "message" ? item.attachments : []))).toMatchObject([{ number: 3, name: "letter.pdf" }]);
  expect(await desk.file(reporter.thread, 1)).toEqual(PHOTO);
  expect(await desk.file(reporter.thread, 3)).toEqual(LETTER);
  await expect(desk.file(reporter.thread, 2)).rejects.toThrow("file");
  await expect(desk.file(reporter.thread, 9)).rejects.toThrow("file");
});

test("bricks are claimed once, when they are first seen, and again when that failed", async () => {
  const { office, photo, letter } = officeWithFiles();
  const desk = await office.desk();
  office.faults.set("claimBricks", [new Refused(503)]);

  await desk.sync();
  expect(office.claimed).toEqual([]);
  await desk.sync();
  await desk.sync();

  expect([...office.claimed].sort()).toEqual([...photo.bricks, ...letter.bricks].sort());
});

test("at the next unlocking bricks are claimed anew, but not those of what the server has no more", async () => {
  const { office, photo, letter } = officeWithFiles();
  office.storage = new IDBFactory();
  const opened = async () => {
    office.claimed.length = 0;
    const desk = await office.desk();
    await desk.sync();
    await desk.leave();
    return [...office.claimed].sort();
  };
  expect(await opened()).toEqual([...photo.bricks, ...letter.bricks].sort());
  expect(await opened()).toEqual([...photo.bricks, ...letter.bricks].sort());

  office.filed.splice(0, 1);

  expect(await opened()).toEqual([...letter.bricks].sort());
});

test("a file that was changed or has expired is not shown", async () => {
  const { office, reporter, photo, letter } = officeWithFiles();
  const desk = await office.desk();
  await desk.sync();
  const [first = ""] = photo.bricks;
  const changed = office.bricks.get(first)?.slice() ?? new Uint8Array(0);
  changed[7] = (changed[7] ?? 0) ^ 1;
  office.bricks.set(first, changed);
  office.bricks.delete(letter.bricks[0] ?? "");

  await expect(desk.file(reporter.thread, 1)).rejects.toEqual(new CannotBeOpened("hash"));
  await expect(desk.file(reporter.thread, 3)).rejects.toEqual(new Refused(404));
});

test.each([
  ["", "", "07-file.bin"],
  ["....", "image/png", "07-file.png"],
  ["CON", "text/plain", "07-CON.txt"],
  ["-rf *;$(x).odt", "application/vnd.oasis.opendocument.text", "07--rf ___(x).odt"],
  ["صورة.jpg", "IMAGE/JPEG", "07-صورة.jpg"],
  ["a.html", "text/html", "07-a.bin"],
  ["x".repeat(500), "audio/ogg; codecs=opus", `07-${"x".repeat(60)}.ogg`],
  ["a\x00b\nc\u202ed.svg", "image/svg+xml", "07-a_b_c_d.bin"],
])("the name %j of type %j is saved as %j, as the terminal desk does", (name, type, safe) => {
  expect(safeName(7, name, type)).toBe(safe);
});
