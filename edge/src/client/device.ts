/**
 * The visitor's device from what the browser sends by itself: the user agent and `Sec-CH-UA-Mobile`. What the page
 * tells (`DeviceHints`) only unmasks an iPad, which calls itself a Mac. Never throws, whatever the headers say.
 */
import Bowser from "bowser";
import type { DeviceHints } from "../../../sdk/src/wire.ts";
import { remember } from "../recent.ts";
import type { ClientContext } from "../switchboard/rpc.ts";
import { boundUserAgent } from "./user-agent.ts";

type Device = ClientContext["device"];

const NAME_MAX = 32;

/**
 * @param headers of the page's request
 * @param hints what the page told of the device
 */
export function readDevice(headers: Headers, hints?: DeviceHints): Device {
  const device = parse(boundUserAgent(headers.get("user-agent")));
  const kind = kindOf(device, headers.get("sec-ch-ua-mobile"), hints);
  return kind === device.kind ? device : { ...device, kind };
}

function kindOf(device: Device, mobileHint: string | null, hints?: DeviceHints): Device["kind"] {
  // Chromium says ?1 on phones, also in browsers whose user agent is unusual; https://wicg.github.io/ua-client-hints/
  if (mobileHint === "?1" && device.kind === "desktop") return "mobile";
  // iPadOS asks for desktop sites as a Mac; no Mac has a touch screen.
  if (device.os === "macOS" && hints?.touch === true) return "tablet";
  return device.kind;
}

const parse = remember(2048, (userAgent): Device => {
  if (userAgent === "") return { kind: "desktop", browser: "", os: "" };
  const { browser, os, platform } = Bowser.parse(userAgent);
  const type = platform.type;
  return {
    kind: type === "mobile" || type === "tablet" ? type : "desktop",
    browser: (browser.name ?? "").slice(0, NAME_MAX),
    os: (os.name ?? "").slice(0, NAME_MAX),
  };
});
