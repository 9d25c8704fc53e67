/** The shell recipe of docs/telephony/generic.md, taken from the page and run: what users copy must work. */
import { execFile, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, expect, it } from "vitest";
import { genericSamples } from "../telephony/samples/generic.ts";

const SECRET = genericSamples.secrets.secret ?? "";
const TOOLS = ["sh", "openssl", "curl", "od"];
const missing = TOOLS.filter((tool) => spawnSync(tool, ["--version"]).error !== undefined);
if (missing.length > 0) console.warn(`The shell recipe is not run: this machine has no ${missing.join(", ")}.`);

const directory = mkdtempSync(join(tmpdir(), "ringtrail-recipe-"));
const script = join(directory, "ringtrail-event");
const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  try {
    const event = new Webhook(SECRET).verify(Buffer.concat(chunks), request.headers as Record<string, string>);
    response.end(JSON.stringify({ verified: event }));
  } catch (error) {
    response.writeHead(403).end(String(error));
  }
});

beforeAll(async () => {
  const page = readFileSync("docs/telephony/generic.md", "utf8");
  const recipe = /```sh\n(#!\/bin\/sh\n[\s\S]*?)```/.exec(page)?.[1] ?? "";
  writeFileSync(script, recipe);
  chmodSync(script, 0o755);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(() => {
  server.close();
  rmSync(directory, { recursive: true });
});

async function send(body: string, secret = SECRET): Promise<string> {
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const environment = { ...process.env, RINGTRAIL_URL: `http://127.0.0.1:${port}/`, RINGTRAIL_SECRET: secret };
  return (await promisify(execFile)(script, [body], { env: environment })).stdout;
}

it.skipIf(missing.length > 0)("signs as the reference library expects, whatever the event holds", async () => {
  const event = { type: "call.started", data: { call_id: "піра 'quoted' $HOME \\n %s", to: "+442079460100" } };
  expect(JSON.parse(await send(JSON.stringify(event)))).toEqual({ verified: event });
});

it.skipIf(missing.length > 0)("fails, and says why, when it is refused", async () => {
  await expect(send("{}", "whsec_CQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk=")).rejects.toMatchObject({ code: 22 });
});
