/** The areas of the desk's work: each gives the calls of one part of an officer's day. */
import type { CoreCalls, DeskCalls } from "../../view";
import type { Room } from "../room";
import { accountCalls } from "./account";
import { copiesCalls } from "./copies";
import { dayCalls } from "./day";
import { helpCalls } from "./help";
import { joiningCalls } from "./joining";
import { noticesCalls } from "./notices";
import { peopleCalls } from "./people";
import { recordCalls } from "./record";
import { storeCalls } from "./store";
import { referCalls } from "./refer";
import { renewingCalls } from "./renewing";

/** The calls of all areas. One line an area. */
export function areas(room: Room): Omit<DeskCalls, keyof CoreCalls> {
  return {
    ...recordCalls(room),
    ...storeCalls(room),
    ...referCalls(room),
    ...copiesCalls(room),
    ...dayCalls(room),
    ...helpCalls(room),
    ...accountCalls(room),
    ...joiningCalls(room),
    ...peopleCalls(room),
    ...renewingCalls(room),
    ...noticesCalls(room),
  };
}
