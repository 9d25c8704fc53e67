/**
 * What the edge knows of a page's request beside its body: origin, network, place, device. Read once, at the door; the
 * switchboard gets this and never the request.
 */
import type { DeviceHints } from "../../../sdk/src/wire.ts";
import type { Env } from "../env.ts";
import type { ClientContext } from "../switchboard/rpc.ts";
import { hashAddress } from "./address.ts";
import { isAutomated } from "./bot.ts";
import { readDevice } from "./device.ts";
import { readPlace } from "./place.ts";

/** Global Privacy Control; 1 is its only value. https://w3c.github.io/gpc/#the-sec-gpc-header-field-for-http-requests */
export function readGpc(headers: Headers): boolean {
  return headers.get("sec-gpc")?.trim() === "1";
}

/**
 * @param request of the page
 * @param hints what the page told of its device, from the body
 */
export async function clientContext(
  request: Request,
  env: Pick<Env, "SECRETS_KEY">,
  hints?: DeviceHints,
): Promise<ClientContext> {
  const { headers } = request;
  return {
    origin: headers.get("origin") ?? "",
    address: await hashAddress(headers.get("cf-connecting-ip"), env.SECRETS_KEY),
    place: readPlace(request.cf),
    device: readDevice(headers, hints),
    gpc: readGpc(headers),
    automated: hints?.automated === true || isAutomated(headers.get("user-agent")),
  };
}
