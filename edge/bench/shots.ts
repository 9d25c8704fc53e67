/** The requests of the benchmarks as browsers and providers send them. Plain functions of a counter, so that both Workers get the same. */
import { createHmac } from "node:crypto";
import type { Shot } from "./load.ts";
import { ORIGIN as PAGE, TOKEN, visitorOf, visitRequest } from "./site.ts";
import { CF_HEADER, ORIGIN } from "./workerd.ts";

const AGENTS = [
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1",
  "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36",
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:145.0) Gecko/20100101 Firefox/145.0",
];
const PLACE = JSON.stringify({ country: "GB", region: "England", regionCode: "ENG", city: "London", colo: "LHR" });

/** A page view of a visitor never seen before. */
export function visitShot(site: string, n: number): Shot {
  return pageShot("/v1/visit", visitRequest(site, n), n);
}

/** The sign of life of a visible page. */
export function pulseShot(site: string, visit: string, n: number): Shot {
  return pageShot("/v1/pulse", { site, visitor: visitorOf(n), visit, events: [{ type: "alive", ago: 0 }] }, n);
}

function pageShot(path: string, body: object, n: number): Shot {
  const headers = {
    "content-type": "text/plain;charset=UTF-8",
    origin: PAGE,
    "user-agent": AGENTS[n % AGENTS.length] ?? "",
    "cf-connecting-ip": `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`,
    [CF_HEADER]: PLACE,
  };
  return { path, headers, body: JSON.stringify(body) };
}

/** A signed incoming call of somebody new to a number. */
export function callShot(connection: string, n: number, to: string): Shot {
  const path = `/hooks/twilio/${connection}`;
  const parameters: Record<string, string> = {
    AccountSid: "AC00000000000000000000000000000001",
    ApiVersion: "2010-04-01",
    CallSid: `CA${String(n).padStart(32, "0")}`,
    CallStatus: "ringing",
    Called: to,
    Caller: `+4477009${String(n % 100_000).padStart(5, "0")}`,
    Direction: "inbound",
    From: `+4477009${String(n % 100_000).padStart(5, "0")}`,
    FromCountry: "GB",
    To: to,
    ToCountry: "GB",
  };
  const flat = Object.entries(parameters).map(([name, value]) => name + value);
  const signature = createHmac("sha1", TOKEN)
    .update(ORIGIN + path + flat.join(""))
    .digest("base64");
  const headers = {
    "content-type": "application/x-www-form-urlencoded; charset=UTF-8",
    "x-twilio-signature": signature,
  };
  return { path, headers, body: new URLSearchParams(parameters).toString() };
}
