/** One client address against a site of one, two and eight switchboards: it must get no more of it than of an undivided one. */
import { env } from "cloudflare:workers";
import { expect, it, vi } from "vitest";
import { addressBound } from "../../src/core/address-share.ts";
import { DEFAULT_SETTINGS } from "../../src/core/config.ts";
import { Company } from "./company.ts";
import { SALES } from "./site.ts";

const NUMBERS = 48;
const ATTACK = 200;
const PER_MINUTE = 160;
const OFFICE = 10;
const SHARDS = [1, 2, 8];

async function open(shards: number): Promise<Company> {
  const company = await Company.open();
  const numbers = Array.from({ length: NUMBERS }, (_, n) => `+4420794602${String(n).padStart(2, "0")}`);
  await company.place(numbers.map((number) => [number, "sales"]));
  const settings = JSON.stringify({ ...DEFAULT_SETTINGS, addressVisitsPerMinute: PER_MINUTE });
  await env.DB.prepare("UPDATE site SET settings = ?1").bind(settings).run();
  await company.reshard("shop", shards);
  expect(await company.publish()).toBe("done");
  await company.expectSettled();
  return company;
}

/** What a new visitor is shown in place of the number of the sales pool. */
async function numberFor(company: Company, visitor: number, address: string): Promise<string | null> {
  const { swaps } = await company.visit("shop", visitor, undefined, address);
  return swaps.find(({ target }) => target === SALES)?.number ?? null;
}

it.each(SHARDS)(
  "L7 many visitors of one address hold its share of a pool at most, at %d switchboards",
  async (shards) => {
    const company = await open(shards);
    const held = new Set<string>();
    for (let n = 0; n < ATTACK; n++) {
      const number = await numberFor(company, 10_000 + n, "attacker");
      if (number !== null) held.add(number);
    }
    expect(held.size).toBeLessThanOrEqual(addressBound(NUMBERS, DEFAULT_SETTINGS.addressShare));
    // And no less than it might have: whoever shares an address with many is served.
    expect(held.size).toBeGreaterThanOrEqual(addressBound(NUMBERS, DEFAULT_SETTINGS.addressShare) - shards);
    // Everybody else is, meanwhile.
    for (let n = 0; n < 2 * shards; n++) expect(await numberFor(company, n, `home-${n}`)).not.toBeNull();
  },
);

it.each(SHARDS)("L7 an office behind one address is served, at %d switchboards", async (shards) => {
  const company = await open(shards);
  for (let n = 0; n < OFFICE; n++) expect(await numberFor(company, n, "office"), `visitor ${n}`).not.toBeNull();
});

it.each(SHARDS)("L7 one address begins so many visits in a minute and no more, at %d switchboards", async (shards) => {
  vi.useFakeTimers({ toFake: ["Date"] });
  vi.setSystemTime(Date.UTC(2026, 10, 22, 9));
  const company = await open(shards);
  for (let n = 0; n < ATTACK; n++) await numberFor(company, n, "attacker");
  vi.useRealTimers();
  const outbox = await Promise.all(company.places().map(async ({ stub }) => (await stub.health()).outbox));
  const begun = outbox.reduce((a, b) => a + b, 0);
  expect(begun).toBeLessThanOrEqual(PER_MINUTE);
  expect(begun).toBeGreaterThan(0.8 * PER_MINUTE);
});
