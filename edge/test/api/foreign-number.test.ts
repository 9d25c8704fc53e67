/** A webhook of one connection about a number of another one of the same account, and of another account. */
import { env, exports } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import { generic } from "../../src/telephony/generic.ts";
import { reset, them, us } from "./operator-client.ts";
import { CONNECTION, configure } from "./resources.ts";

/** Plays the first webhook of a call through the connection; what the caller is answered. */
async function ring(connection: string, to: string): Promise<unknown> {
  const call = {
    callId: `call-${to}`,
    from: "+447700900001",
    to,
    destination: to,
    outcome: "missed",
    talkSeconds: 1,
  } as const;
  const context = { baseUrl: `https://edge.example/hooks/generic/${connection}`, to };
  const [first] = await generic.play(call, context, CONNECTION.secrets, Date.now());
  if (first === undefined) throw new Error("a call begins with a webhook");
  const response = await exports.default.fetch(first);
  expect(response.status).toBe(200);
  return response.json();
}

describe("a called number that the connection does not have", () => {
  beforeEach(reset);

  it("W3 is put through as its pool says when another connection of the account has it, and the call is kept", async () => {
    const ours = await configure(us);
    const second = await us.post<{ id: string }>("/v1/connections", { ...CONNECTION, destination: "+442079460777" });
    expect(JSON.stringify(await ring(second.body.id, ours.number))).toContain("+442079460990");
    const { SWITCHBOARD } = env;
    const switchboard = SWITCHBOARD.get(SWITCHBOARD.idFromName(`${ours.siteKey}/0`));
    expect(await switchboard.knowsCall(`${second.body.id}:call-${ours.number}`)).toBe(true);
  });

  it("A1 goes to the connection's own destination when another account has it", async () => {
    const ours = await configure(us);
    const theirs = await configure(them, "02");
    const answer = JSON.stringify(await ring(theirs.connection, ours.number));
    expect(answer).toContain(CONNECTION.destination);
    expect(answer).not.toContain("+442079460990");
  });
});
