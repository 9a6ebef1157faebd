/** Two pages of the app over one queue: one sends, and nobody tidies away what the other is making. */
import { describe, expect, test } from "vitest";
import { browserTurns, NO_TURNS } from "../../src/speakup/delivery/turns";

/** Locks as the platform has them, for one origin: exclusive or shared, first come, first served. */
function locks(): LockManager {
  const held = new Map<string, { exclusive: boolean; count: number }>();
  const waiting: (() => boolean)[] = [];
  const free = (name: string, exclusive: boolean) => {
    const there = held.get(name);
    return there === undefined || (!exclusive && !there.exclusive);
  };
  const request = async (name: string, ...given: unknown[]) => {
    const work = given.at(-1) as (lock: unknown) => Promise<unknown>;
    const { mode = "exclusive", ifAvailable = false } = (given.length > 1 ? given[0] : {}) as LockOptions;
    const exclusive = mode === "exclusive";
    if (!free(name, exclusive)) {
      if (ifAvailable) return work(null);
      await new Promise<void>((resolve) => { waiting.push(() => { const can = free(name, exclusive); if (can) resolve(); return can; }); });
    }
    held.set(name, { exclusive, count: (held.get(name)?.count ?? 0) + 1 });
    try {
      return await work({});
    } finally {
      const there = held.get(name);
      if (there !== undefined && --there.count === 0) held.delete(name);
      waiting.splice(0, waiting.findIndex((next) => next()) + 1);
    }
  };
  return { request } as unknown as LockManager;
}

const later = () => new Promise((resolve) => setTimeout(resolve, 5));

describe("pages that share a queue", () => {
  test("send one after the other", async () => {
    const shared = locks();
    const [one, other] = [browserTurns(shared), browserTurns(shared)];
    const said: string[] = [];
    const send = (name: string) => async () => { said.push(`${name} begins`); await later(); said.push(`${name} ends`); };

    await Promise.all([one.alone(send("one")), other.alone(send("other"))]);

    expect(said).toEqual(["one begins", "one ends", "other begins", "other ends"]);
  });

  test("tidy up only while nobody is making something", async () => {
    const shared = locks();
    const [one, other] = [browserTurns(shared), browserTurns(shared)];
    let tidied = 0;
    const tidy = () => { tidied++; return Promise.resolve(); };

    const making = one.making(async () => { await other.tidy(tidy); return "made"; });

    expect(await making).toBe("made");
    expect(tidied).toBe(0);
    await other.tidy(tidy);
    expect(tidied).toBe(1);
  });

  test("go on where the browser has no locks", async () => {
    expect(browserTurns(undefined)).toBe(NO_TURNS);
    expect(await NO_TURNS.making(() => Promise.resolve(7))).toBe(7);
  });
});
