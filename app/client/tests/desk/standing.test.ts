/** Whether this computer's clock can be right. */
import { expect, test } from "vitest";
import { Clock } from "../../src/desk/work/standing";
import { NOW } from "./office";

test("a clock is wrong above ten minutes, ahead or behind", () => {
  const clock = new Clock(() => NOW);
  const heard = (minutes: number) => {
    clock.hear(new Date(NOW - minutes * 60_000).toUTCString());
    return clock.wrong;
  };
  expect([0, 9, -10, 11, -75, 5000].map(heard)).toEqual([0, 0, 0, 11, -75, 5000]);
  clock.hear(null);
  expect(clock.wrong).toBe(5000);
});
