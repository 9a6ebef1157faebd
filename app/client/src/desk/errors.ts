/** What the desk itself can refuse, besides what `sealing/errors.ts` names. */

/** The directory has no valid seal key of this device: nobody would believe what it seals. */
export class NotListed extends Error {
  constructor() {
    super("the directory does not list this device");
    this.name = "NotListed";
  }
}

/** Another tab of this browser has the desk of this device. */
export class OpenElsewhere extends Error {
  constructor() {
    super("the desk is open in another tab");
    this.name = "OpenElsewhere";
  }
}

/** No report of the case could be opened, so there is no key to answer to. */
export class NoReporter extends Error {
  constructor() {
    super("there is no key to answer to");
    this.name = "NoReporter";
  }
}

/** Every reply tag that was tried is taken: something is wrong with the case. */
export class NoFreeTag extends Error {
  constructor() {
    super("every reply tag that was tried is taken");
    this.name = "NoFreeTag";
  }
}
