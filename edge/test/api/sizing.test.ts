/** `/v1/sizing` and the load of a pool: measured demand, and what it asks for. */
import { beforeAll, expect, it } from "vitest";
import { reset, us } from "./operator-client.ts";
import { type Configured, configure } from "./resources.ts";

interface Sizing {
  advice: { numbers: number; needed: number; overflow: number; erlang: number; warning: string | null };
  accuracy: { right: number; wrong: number; unresolved: number } | null;
}

let ours: Configured;
beforeAll(async () => {
  await reset();
  ours = await configure(us);
});

it("says how many numbers imagined traffic needs, and warns when there are fewer", async () => {
  const path = "/v1/sizing?visitsPerHour=54.3&staySeconds=180&freezeSeconds=1800&numbers=10";
  const { status, body } = await us.get<Sizing>(path);
  expect(status).toBe(200);
  expect(body.advice).toMatchObject({ numbers: 10, needed: 41 });
  expect(body.advice.warning).toContain("41 numbers instead of 10");
  expect(body.accuracy).toBeNull();
});

it("simulates the accuracy to expect, when asked to", async () => {
  const { body } = await us.get<Sizing>("/v1/sizing?visitsPerHour=30&freezeSeconds=120&numbers=12&accuracy=true");
  const { right, wrong, unresolved } = body.accuracy ?? { right: 0, wrong: 0, unresolved: 0 };
  expect(right + wrong + unresolved).toBeCloseTo(1, 6);
  expect(right).toBeGreaterThan(0.5);
});

it("starts from what was measured of a pool, and takes what is given in its place", async () => {
  const measured = await us.get<Sizing>(`/v1/sizing?pool=${ours.pool}`);
  expect(measured.body.advice).toMatchObject({ numbers: 1, erlang: 0, warning: null });
  const busier = await us.get<Sizing>(`/v1/sizing?pool=${ours.pool}&visitsPerHour=20&freezeSeconds=300`);
  expect(busier.body.advice.needed).toBeGreaterThan(3);
  const load = await us.get<{ advice: unknown; hours: unknown[] }>(`/v1/pools/${ours.pool}/load`);
  expect(load.body).toMatchObject({ numbers: 1, hours: [], advice: { numbers: 1, warning: null } });
});

it.each([
  ["neither a pool nor traffic", "", 422, "visitsPerHour"],
  ["a number that is none", "?visitsPerHour=many", 422, "visitsPerHour"],
  ["no numbers at all", "?visitsPerHour=1&numbers=0", 422, "numbers"],
  ["an unknown field", "?visitsPerHour=1&colour=red", 422, "colour"],
  ["a pool that is not ours", "?pool=pool_none", 404, undefined],
])("refuses %s", async (_, query, status, path) => {
  const answer = await us.get<{ errors?: { path: string }[] }>(`/v1/sizing${query}`);
  expect(answer.status).toBe(status);
  if (path !== undefined) expect(answer.body.errors?.map((error) => error.path)).toContain(path);
});
