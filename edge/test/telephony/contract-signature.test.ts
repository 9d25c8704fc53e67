/** W2 for every adapter: what is not signed right is refused. Vectors come from a file, see `vectors.ts`. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ADAPTERS } from "../../src/telephony/registry.ts";
import { SAMPLES } from "./samples/index.ts";
import { VECTORS, vectorsOf } from "./vectors.ts";
import { BASE_URL, webhookOf } from "./webhook-of.ts";

const NOW = 1_760_000_000_000;
const ARRIVAL = { callId: "CA1", from: "+447700900123", to: "+442079460100" };

for (const provider of new Set(VECTORS.map((vector) => vector.provider))) {
  if (ADAPTERS.has(provider)) continue;
  const count = vectorsOf(provider).length;
  console.info(`${count} signature vectors of ${provider} were not run: there is no adapter for it yet.`);
}

it("W2 there are vectors to run", () => {
  expect(VECTORS.filter(({ provider }) => ADAPTERS.has(provider)).length).toBeGreaterThan(0);
});

describe.each([...ADAPTERS.values()])("$name", (adapter) => {
  const samples = SAMPLES.get(adapter.name);
  if (samples === undefined) throw new Error(`no samples of ${adapter.name}`);
  const signed = async () => webhookOf(await samples.arriving(BASE_URL, ARRIVAL, NOW));
  const check = async (webhook: Awaited<ReturnType<typeof signed>>, nowMs = NOW) =>
    adapter.verify(webhook, samples.secrets, nowMs);

  it.each(vectorsOf(adapter.name))(
    "W2 $id: valid $valid",
    async ({ secret = "", method, url, headers, body, now, valid, why }) => {
      const webhook = { method, url, headers: new Headers(headers), body: new TextEncoder().encode(body), step: "" };
      const secrets = samples.vectorSecrets(secret);
      expect((await adapter.verify(webhook as never, secrets, now * 1000)).ok, why).toBe(valid);
      // As the Worker gets it: the URL normalised, the headers of a request.
      const request = new Request(url, { method, headers, ...(method === "GET" ? {} : { body }) });
      const received = { ...(await webhookOf(request, url)), step: "" };
      expect((await adapter.verify(received, secrets, now * 1000)).ok, why).toBe(valid);
    },
  );

  it("W2 accepts what is signed right", async () => {
    expect(await check(await signed())).toEqual({ ok: true });
  });

  it.each(samples.signatureHeaders)("W2 without %s the signature is missing", async (header) => {
    const webhook = await signed();
    webhook.headers = new Headers(webhook.headers);
    webhook.headers.delete(header);
    expect(await check(webhook)).toEqual({ ok: false, reason: "missing" });
  });

  it("W2 refuses another secret", async () => {
    expect((await adapter.verify(await signed(), samples.otherSecrets, NOW)).ok).toBe(false);
  });

  it("W2 never takes an absent secret for an empty one", async () => {
    await expect(adapter.verify(await signed(), {}, NOW)).rejects.toThrow("no secret");
  });

  it("W2 refuses a body of which any bit was flipped", async () => {
    const webhook = await signed();
    await fc.assert(
      fc.asyncProperty(fc.nat(webhook.body.byteLength - 1), fc.nat(7), async (index, bit) => {
        const body = webhook.body.slice();
        body[index] = (body[index] ?? 0) ^ (1 << bit);
        const { ok } = await check({ ...webhook, body });
        // A form may be written in several ways; only what it says counts.
        const same =
          String(new URLSearchParams(new TextDecoder().decode(body))) === new TextDecoder().decode(webhook.body);
        expect(ok && !same).toBe(false);
      }),
    );
  });

  it("W2 no signature made up by a stranger throws or passes", async () => {
    const webhook = await signed();
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...samples.signatureHeaders), fc.string(), async (header, value) => {
        const headers = new Headers(webhook.headers);
        headers.set(header, value.replace(/[^\x20-\x7e]/g, "?"));
        fc.pre(headers.get(header) !== webhook.headers.get(header));
        expect((await check({ ...webhook, headers })).ok).toBe(false);
      }),
    );
  });

  it("every secret says what is wrong with it", () => {
    for (const { name, check } of adapter.secrets) {
      expect(check(samples.secrets[name] ?? "")).toBeUndefined();
      expect(check("")).toBeTypeOf("string");
    }
  });
});
