/**
 * Whether an opened payload has the shape of a reply (protocol §5), so that no screen meets a surprise.
 *
 * It was sealed by a device of an office, which may be broken or hostile. Pure.
 */
import { type Acknowledgement, type Reply, STATUSES } from "../../payloads";

type Test = (value: unknown) => boolean;

const HEX = (bytes: number): Test => (value) => typeof value === "string" && new RegExp(`^[0-9a-f]{${2 * bytes}}$`).test(value);
const TEXT: Test = (value) => typeof value === "string";
const OBJECT = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
/** Parts of a text, as protocol §5 bounds them. */
const PART: Test = (value) => Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 64;

const ACK: Readonly<Record<keyof Acknowledgement, Test>> = { device: HEX(16), office: HEX(16), ctx: HEX(32), thread: HEX(16), day: TEXT, signature: HEX(64) };

const REPLY: Readonly<Record<string, Test>> = {
  office: HEX(16),
  thread: HEX(16),
  text: TEXT,
  template: TEXT,
  values: (value) => OBJECT(value) && Object.values(value).every(TEXT),
  status: TEXT,
  next_office: HEX(16),
  item: HEX(16),
  part: PART,
  parts: PART,
  ack: (value) => OBJECT(value) && Object.entries(ACK).every(([name, test]) => test(value[name])),
};

/** The reply in a payload, without fields that are null and a status that this app does not know; or null: it is none. */
export function replyIn(payload: Readonly<Record<string, unknown>>): Reply | null {
  const { kind, directory } = payload;
  if (kind !== "reply" || !OBJECT(directory) || typeof directory.version !== "number" || !TEXT(directory.hash)) return null;
  const told = Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== null));
  if (!Object.entries(REPLY).every(([name, test]) => told[name] === undefined || test(told[name]))) return null;
  if (told.status !== undefined && !STATUSES.some((status) => status === told.status)) delete told.status;
  return told as unknown as Reply;
}
