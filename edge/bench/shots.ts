/** The requests of the benchmarks. Plain functions of a counter, so that both Workers get the same. */
import { createHmac } from "node:crypto";
import type { Shot } from "./load.ts";

const AGENT = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";
export const TOKEN = "bench-token";

export function visitorId(n: number): string {
  return `bench-visitor-${String(n).padStart(8, "0")}`;
}

/** A page view of a visitor never seen before. */
export function visitShot(n: number): Shot {
  const body = {
    site: "bench",
    visitor: visitorId(n),
    page: {
      url: `https://shop.example/bikes/${n % 50}?utm_source=google&utm_medium=cpc&utm_campaign=brand-${n % 20}&gclid=Cj0KCQ${n}`,
      referrer: "https://www.google.com/",
      title: "Bikes",
    },
    device: { screen: [1920, 1080], touch: false, language: "en-GB", timeZone: "Europe/London" },
  };
  return shot("/v1/visit", JSON.stringify(body), n);
}

export function pulseShot(visitor: string, visit: string, n: number): Shot {
  return shot("/v1/pulse", JSON.stringify({ site: "bench", visitor, visit, events: [{ type: "alive", ago: 0 }] }), n);
}

function shot(path: string, body: string, n: number): Shot {
  const address = `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`;
  const headers = {
    "content-type": "text/plain",
    origin: "https://shop.example",
    "user-agent": AGENT,
    "cf-connecting-ip": address,
  };
  return { method: "POST", path, headers, body };
}

/** A signed incoming call to one of the pool's numbers. */
export function callShot(origin: string, n: number, to: string): Shot {
  const path = "/hooks/twilio/bench-twilio";
  const parameters: Record<string, string> = {
    CallSid: `CA${String(n).padStart(32, "0")}`,
    AccountSid: "AC00000000000000000000000000000001",
    From: `+4477009${String(n % 100_000).padStart(5, "0")}`,
    To: to,
    CallStatus: "ringing",
    ApiVersion: "2010-04-01",
    Direction: "inbound",
  };
  const message = origin + path + Object.keys(parameters).sort().map((name) => name + parameters[name]).join("");
  const signature = createHmac("sha1", TOKEN).update(message).digest("base64");
  return {
    method: "POST",
    path,
    headers: { "content-type": "application/x-www-form-urlencoded", "x-twilio-signature": signature },
    body: new URLSearchParams(parameters).toString(),
  };
}
