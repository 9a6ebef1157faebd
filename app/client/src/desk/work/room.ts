/**
 * What each area of the desk's work can reach: the device that is signed in, its cases, and the way to tell colleagues.
 *
 * An area is a file of calls (`areas/`); it goes through this and never past it. Lives in the worker only.
 */
import type { DeskApi } from "../../api/desk";
import type { ReporterApi } from "../../api/reporter";
import type { EventName } from "../../payloads";
import type { Device } from "../../sealing/deviceFile";
import { BadInput } from "../../sealing/errors";
import type { Primitives } from "../../sealing/primitives";
import type { Case } from "../fold";
import type { Store } from "../store/store";
import type { Progress } from "../view";
import type { Connection } from "./connection";
import type { Directories } from "./directories";
import type { openClaims } from "./files";
import type { Ledger } from "./ledger";
import type { Listing } from "./listing";
import type { Estimate, Mirror } from "./mirror";
import type { Keys, Opener } from "./opener";
import type { Outbox, Plan } from "./outbox";
import type { EventFields, Outgoing } from "./outgoing";
import type { Reader } from "./reading";
import type { Clock, Standing } from "./standing";
import type { Sync } from "./sync";
import type { Tabs } from "./tabs";

export interface Around {
  readonly p: Primitives;
  readonly desk: DeskApi;
  /** What a reporter's app asks of the server: the directory, and the doors through which a handover goes in. */
  readonly directory: Pick<ReporterApi, "directory" | "intake" | "putBrick">;
  /** The address that this page came from. */
  readonly origin: string;
  readonly now: () => number;
  readonly progress: (progress: Progress) => void;
  /** Start what helps with opening; none is as good, but slower. */
  readonly helpers: (keys: Keys) => readonly Opener[];
  /** Where the sealed store lies; without, nothing is kept. */
  readonly storage?: IDBFactory | undefined;
  /** How much the browser grants; without, it does not say. */
  readonly estimate?: Estimate;
  /** Keeps a second tab away; without, nobody is. */
  readonly tabs?: Tabs;
  readonly clock?: Pick<Clock, "wrong">;
}

/** The desk of a device that is signed in. */
export interface Entered {
  readonly device: Device;
  readonly directories: Directories;
  readonly connection: Connection;
  readonly ledger: Ledger;
  readonly listing: Listing;
  readonly outbox: Outbox;
  /** Fetch what is new, if there is a connection: what was said is on its way either way. */
  readonly sync: Sync;
  /** The same; throws what stood in the way. */
  readonly fetch: Sync;
  /** Have the server keep the files of these cases. */
  readonly claim: ReturnType<typeof openClaims>;
  /** What this computer keeps, sealed. */
  readonly store: Store;
  /** The bricks of files. */
  readonly mirror: Mirror;
  readonly standing: Standing;
  readonly reader: Reader;
}

export interface Room {
  readonly around: Around;
  /** Throws `BadInput` while nobody is signed in. */
  entered(): Entered;
  /** Do something that changes a case, after all that was begun before. */
  inTurn<T>(work: (entered: Entered) => Promise<T>): Promise<T>;
  /** Tell the colleagues one thing about a case, and fetch what is new. `name` is the same when it is tried again. */
  tell(name: string, thread: string, event: EventName, fields: EventFields): Promise<void>;
  /** A plan for the outbox that tells the colleagues one thing. */
  told(entered: Entered, found: Case, event: EventName, fields: EventFields): Plan;
  outgoing(entered: Entered): Outgoing;
}

/** The case of a thread. Throws `BadInput`. */
export function caseIn({ ledger }: Pick<Entered, "ledger">, thread: string): Case {
  const found = ledger.case(thread);
  if (found === undefined) throw new BadInput("thread", "is no case of this office");
  return found;
}
