/** Calls for what an office writes down about a case, for its own devices alone. */
import type { EventName } from "../../payloads";

/** Events that are nothing but a record. The others do something too, and have calls of their own. */
export type Recorded = Exclude<EventName, "opened" | "acknowledged" | "replied" | "status" | "note">;

export interface RecordFields {
  readonly text?: string;
  readonly reason?: string;
  /** `assignment`: the device that has the case now. */
  readonly to?: string;
  readonly data?: Readonly<Record<string, string | readonly string[]>>;
}

export interface RecordCalls {
  /** Tell the colleagues; the register of the event takes the values of `data`. */
  record(thread: string, event: Recorded, fields: RecordFields): Promise<void>;
}
