/** Why a file cannot be shown although its kind can. */

export type Why = "damaged" | "huge" | "password" | "slow" | "unloaded";

export class Unshowable extends Error {
  constructor(readonly why: Why) {
    super(`it cannot be shown: ${why}`);
    this.name = "Unshowable";
  }
}
