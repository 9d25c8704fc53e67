/**
 * `npm start`: everything a newcomer needs, on this machine, without the internet. Builds, prepares the local database
 * and its demo account, runs the Worker and says where to look. Ctrl-C stops it; the data stay in `.wrangler/state`.
 */
import { buildAssets } from "./build.ts";
import { portIsFree, startLocal } from "./local.ts";
import { STATE } from "./migrate.ts";

const port = Number(process.env.PORT ?? 8787);
if (!Number.isInteger(port) || port < 1 || port > 65_535)
  fail(`PORT must be a port number, not "${process.env.PORT}".`);
if (!(await portIsFree(port))) fail(`Port ${port} is taken. Choose another: PORT=${port + 1} npm start`);

console.log("Building …");
await buildAssets({ demo: true });
console.log("Starting …");
const local = await startLocal({ port, state: STATE, output: "inherit" }).catch((error: Error) => fail(error.message));

console.log(`
Ringtrail runs.

  The shop, with a panel    ${local.origin}/demo/?utm_source=google&utm_medium=cpc&utm_campaign=brand&utm_term=crm&gclid=x
  The live page of calls    ${local.origin}/
  The API's description     ${local.origin}/openapi.json
  The demo's operator key   demo-operator-key

Ctrl-C stops it; the data stay in ${STATE}.
`);

// Locally nobody runs the cron of wrangler.toml, so this does.
const cron = setInterval(() => fetch(`${local.origin}/cdn-cgi/local/scheduled`).catch(() => undefined), 60_000);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void local.stop());
local.process.once("exit", (code) => {
  clearInterval(cron);
  process.exit(code ?? 0);
});

function fail(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}
